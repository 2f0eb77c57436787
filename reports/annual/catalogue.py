"""The open data catalogue in the words of DCAT-AP 3 (https://semiceu.github.io/DCAT-AP/releases/3.0.0/).

A graph is a list of triples; it is written as Turtle and as JSON-LD, so that both always say the same.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from cms.core.metadata import absolute

from .files import distributions_of
from .models import DatasetPage, DatasetVersion
from .periods import bounds
from .vocabularies import LANGUAGES, LICENCE_ADDRESSES, Periodicity, Place

PREFIXES = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "vcard": "http://www.w3.org/2006/vcard/ns#",
    "spdx": "http://spdx.org/rdf/terms#",
    "rdf": "http://www.w3.org/1999/02/22-rdf-syntax-ns#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
EU = "http://publications.europa.eu/resource/authority/"
_LANGUAGE_CODES = {"sq": "SQI", "en": "ENG"}
_FILE_TYPES = {"CSV": "CSV", "JSON": "JSON"}
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"})
_NOT_IN_ADDRESSES = {ord(sign): f"%{ord(sign):02X}" for sign in '<>"{}|^`\\ '}


@dataclass(frozen=True)
class Iri:
    """An address, or a name with a prefix of `PREFIXES`."""

    value: str

    @property
    def full(self) -> str:
        prefix, colon, name = self.value.partition(":")
        whole = PREFIXES[prefix] + name if colon and prefix in PREFIXES else self.value
        return whole.translate(_NOT_IN_ADDRESSES)


@dataclass(frozen=True)
class Literal:
    """A text in a language, or of a type."""

    value: str
    language: str = ""
    type: str = ""


@dataclass(frozen=True)
class Triple:
    subject: Iri
    predicate: str
    value: Iri | Literal


@dataclass(frozen=True)
class Entry:
    """A dataset as the catalogue lists it: its pages by language and its version."""

    pages: dict[str, DatasetPage]
    version: DatasetVersion


@dataclass(frozen=True)
class Publisher:
    """Who publishes the catalogue; names by language."""

    name: str
    email: str = ""


def graph_of(entries: Iterable[Entry], publisher: Publisher) -> list[Triple]:
    """Return the catalogue: mandatory properties, and the recommended ones that are known."""
    catalogue = Iri(f"{settings.BASE_URL}/catalog.ttl#catalog")
    agent = Iri(f"{settings.BASE_URL}/#organisation")
    triples = [
        Triple(catalogue, "rdf:type", Iri("dcat:Catalog")),
        Triple(catalogue, "dct:publisher", agent),
        Triple(catalogue, "foaf:homepage", Iri(f"{settings.BASE_URL}/")),
        Triple(agent, "rdf:type", Iri("foaf:Agent")),
        Triple(agent, "foaf:name", Literal(publisher.name)),
    ]
    for language in LANGUAGES:
        with override(language):
            triples += [
                Triple(catalogue, "dct:title", Literal(_("Open data of iSIGURT.al"), language)),
                Triple(
                    catalogue,
                    "dct:description",
                    Literal(
                        _("Figures on children’s safety on the internet in Albania, with their sources."), language
                    ),
                ),
            ]
        triples.append(Triple(catalogue, "dct:language", Iri(f"{EU}language/{_LANGUAGE_CODES[language]}")))
    for entry in entries:
        dataset = Iri(f"{settings.BASE_URL}/data/{next(iter(entry.pages.values())).identifier}#dataset")
        triples.append(Triple(catalogue, "dcat:dataset", dataset))
        triples += _dataset(dataset, entry, agent, publisher)
    return triples


def _dataset(dataset: Iri, entry: Entry, agent: Iri, publisher: Publisher) -> list[Triple]:
    page = entry.pages.get("sq") or next(iter(entry.pages.values()))
    triples = [
        Triple(dataset, "rdf:type", Iri("dcat:Dataset")),
        Triple(dataset, "dct:identifier", Literal(page.identifier)),
        Triple(dataset, "dct:modified", _moment(entry.version.created_at)),
        Triple(dataset, "dct:accrualPeriodicity", Iri(Periodicity(page.accrual_periodicity).address)),
        Triple(dataset, "dct:spatial", Iri(Place(page.spatial).address)),
        Triple(dataset, "dcat:theme", Iri(f"{EU}data-theme/SOCI")),
        Triple(dataset, "dcat:version", Literal(str(entry.version.number))),
        Triple(dataset, "dct:accessRights", Iri(f"{EU}access-right/PUBLIC")),
    ]
    if page.publisher:
        own = Iri(f"{dataset.value.removesuffix('#dataset')}#publisher")
        triples += [
            Triple(dataset, "dct:publisher", own),
            Triple(own, "rdf:type", Iri("foaf:Agent")),
            Triple(own, "foaf:name", Literal(page.publisher)),
        ]
    else:
        triples.append(Triple(dataset, "dct:publisher", agent))
    if page.issued:
        triples.append(Triple(dataset, "dct:issued", _day(page.issued)))
    for language, translated in entry.pages.items():
        triples += [
            Triple(dataset, "dct:title", Literal(translated.title, language)),
            Triple(dataset, "dct:description", Literal("\n".join([translated.summary, *translated.caveats]), language)),
            Triple(dataset, "dcat:landingPage", Iri(absolute(translated.get_url() or "/"))),
            Triple(dataset, "dct:language", Iri(f"{EU}language/{_LANGUAGE_CODES[language]}")),
            *(Triple(dataset, "dcat:keyword", Literal(topic.name, language)) for topic in translated.topics),
        ]
    triples += _temporal(dataset, entry.version.periods)
    if publisher.email:
        contact = Iri(f"{dataset.value.removesuffix('#dataset')}#contact")
        triples += [
            Triple(dataset, "dcat:contactPoint", contact),
            Triple(contact, "rdf:type", Iri("vcard:Organization")),
            Triple(contact, "vcard:fn", Literal(publisher.name)),
            Triple(contact, "vcard:hasEmail", Iri(f"mailto:{publisher.email}")),
        ]
    return triples + _distributions(dataset, page, entry.version)


def _temporal(dataset: Iri, periods: list[str]) -> list[Triple]:
    covered = bounds(periods)
    if covered is None:
        return []
    node = Iri(f"{dataset.value.removesuffix('#dataset')}#temporal")
    return [
        Triple(dataset, "dct:temporal", node),
        Triple(node, "rdf:type", Iri("dct:PeriodOfTime")),
        Triple(node, "dcat:startDate", _day(covered[0])),
        Triple(node, "dcat:endDate", _day(covered[1])),
    ]


def _distributions(dataset: Iri, page: DatasetPage, version: DatasetVersion) -> list[Triple]:
    triples = []
    for file in distributions_of(page):
        node = Iri(f"{file.url}#distribution")
        triples += [
            Triple(dataset, "dcat:distribution", node),
            Triple(node, "rdf:type", Iri("dcat:Distribution")),
            Triple(node, "dcat:accessURL", Iri(file.url)),
            Triple(node, "dcat:downloadURL", Iri(file.url)),
            Triple(node, "dct:format", Iri(f"{EU}file-type/{_FILE_TYPES[file.format]}")),
            Triple(node, "dcat:mediaType", Iri(f"http://www.iana.org/assignments/media-types/{file.media_type}")),
            Triple(node, "dct:license", Iri(LICENCE_ADDRESSES.get(page.licence, absolute(page.get_url() or "/")))),
            Triple(node, "dct:modified", _moment(version.created_at)),
        ]
        if file.format == "CSV":
            sum_node = Iri(f"{file.url}#checksum")
            triples += [
                Triple(node, "spdx:checksum", sum_node),
                Triple(sum_node, "rdf:type", Iri("spdx:Checksum")),
                Triple(sum_node, "spdx:algorithm", Iri("spdx:checksumAlgorithm_sha256")),
                Triple(sum_node, "spdx:checksumValue", Literal(version.digest, type="xsd:hexBinary")),
            ]
    return triples


def _day(day: date) -> Literal:
    return Literal(day.isoformat(), type="xsd:date")


def _moment(moment: datetime) -> Literal:
    return Literal(moment.isoformat(timespec="seconds"), type="xsd:dateTime")


def as_turtle(triples: list[Triple]) -> str:
    """Return a graph as Turtle (https://www.w3.org/TR/turtle/), one subject after the other."""
    lines = [f"@prefix {prefix}: <{address}> ." for prefix, address in PREFIXES.items()]
    by_subject: dict[str, list[Triple]] = {}
    for triple in triples:
        by_subject.setdefault(triple.subject.full, []).append(triple)
    for subject, found in by_subject.items():
        said = " ;\n".join(f"  {_predicate(triple.predicate)} {_object(triple.value)}" for triple in found)
        lines.append(f"\n<{subject}>\n{said} .")
    return "\n".join(lines) + "\n"


def _predicate(name: str) -> str:
    return "a" if name == "rdf:type" else name


def _object(value: Iri | Literal) -> str:
    if isinstance(value, Iri):
        prefix = value.value.partition(":")[0]
        return value.value if prefix in PREFIXES else f"<{value.full}>"
    text = f'"{value.value.translate(_ESCAPES)}"'
    if value.language:
        return f"{text}@{value.language}"
    return f"{text}^^{value.type}" if value.type else text


def as_json_ld(triples: list[Triple]) -> str:
    """Return a graph as JSON-LD 1.1 (https://www.w3.org/TR/json-ld11/), flattened."""
    nodes: dict[str, dict[str, Any]] = {}
    for triple in triples:
        node = nodes.setdefault(triple.subject.full, {"@id": triple.subject.full})
        if triple.predicate == "rdf:type":
            node.setdefault("@type", []).append(triple.value.value)
        else:
            node.setdefault(triple.predicate, []).append(_json_value(triple.value))
    return json.dumps({"@context": PREFIXES, "@graph": list(nodes.values())}, ensure_ascii=False, indent=1)


def _json_value(value: Iri | Literal) -> dict[str, str]:
    if isinstance(value, Iri):
        return {"@id": value.value if value.value.partition(":")[0] in PREFIXES else value.full}
    if value.language:
        return {"@value": value.value, "@language": value.language}
    return {"@value": value.value} | ({"@type": value.type} if value.type else {})
