"""Files for programs: the catalogue, the descriptors, and that every one says the same as the page."""

import csv
import hashlib
import io
import json
import re
from typing import Any

import pytest
from django.test import Client

from reports.annual.catalogue import PREFIXES
from reports.annual.models import DatasetPage
from tests.annual.conftest import publish, row
from tests.factories import loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
Triple = tuple[str, str, tuple[str, str]]
TOKEN = re.compile(
    r"""\s*(?:(?P<iri><[^<>"{}|^`\\\x00-\x20]*>)|(?P<text>"(?:[^"\\\n\r]|\\[tnr"\\])*")"""
    r"""(?:@(?P<language>[a-z]{2})|\^\^(?P<type>\w+:\w+))?|(?P<name>[a-z]+:\w+)|(?P<a>a)(?=\s)|(?P<mark>[;.]))"""
)
ESCAPES = {"\\n": "\n", "\\r": "\r", "\\t": "\t", '\\"': '"', "\\\\": "\\"}


def turtle(text: str) -> set[Triple]:
    """Read the part of Turtle that we write, strictly: anything else fails."""
    prefixes = dict(re.findall(r"@prefix (\w+): <([^>]+)> \.\n", text))
    body = re.sub(r"@prefix \w+: <[^>]+> \.\n", "", text).strip()
    triples: set[Triple] = set()
    position, terms = 0, []
    subject: tuple[str, str] | None = None

    def full(name: str) -> str:
        prefix, local = name.split(":")
        return prefixes[prefix] + local

    while position < len(body):
        match = TOKEN.match(body, position)
        assert match, body[position : position + 60]
        position = match.end()
        if match["mark"]:
            if subject is None:
                subject = terms.pop(0)
            predicate, value = terms
            triples.add((subject[1], predicate[1], value))
            terms = []
            subject = None if match["mark"] == "." else subject
        elif match["iri"]:
            terms.append(("iri", match["iri"][1:-1]))
        elif match["name"]:
            terms.append(("iri", full(match["name"])))
        elif match["a"]:
            terms.append(("iri", PREFIXES["rdf"] + "type"))
        else:
            value = re.sub(r"\\.", lambda found: ESCAPES[found[0]], match["text"][1:-1])
            kind = match["language"] or (full(match["type"]) if match["type"] else "")
            terms.append((f"literal {kind}", value))
    assert subject is None
    assert not terms
    return triples


def json_ld(text: str) -> set[Triple]:
    data = json.loads(text)
    context = data["@context"]

    def full(name: str) -> str:
        prefix, _colon, local = name.partition(":")
        return context[prefix] + local if prefix in context else name

    triples: set[Triple] = set()
    for node in data["@graph"]:
        for kind in node.get("@type", []):
            triples.add((node["@id"], PREFIXES["rdf"] + "type", ("iri", full(kind))))
        for name, values in node.items():
            if name.startswith("@"):
                continue
            for value in values:
                kind = value.get("@language") or (full(value["@type"]) if "@type" in value else "")
                found = ("iri", full(value["@id"])) if "@id" in value else (f"literal {kind}", value["@value"])
                triples.add((node["@id"], full(name), found))
    return triples


def values(triples: set[Triple], subject: str, name: str) -> set[tuple[str, str]]:
    prefix, local = name.split(":")
    return {value for found, predicate, value in triples if found == subject and predicate == PREFIXES[prefix] + local}


def of_type(triples: set[Triple], name: str) -> set[str]:
    prefix, local = name.split(":")
    wanted = ("iri", PREFIXES[prefix] + local)
    return {subject for subject, predicate, value in triples if predicate.endswith("#type") and value == wanted}


# Mandatory properties of DCAT-AP 3.0.0, and the ones its readers look for first.
MANDATORY = {
    "dcat:Catalog": ["dct:title", "dct:description", "dct:publisher", "dcat:dataset"],
    "dcat:Dataset": [
        "dct:title", "dct:description", "dcat:distribution", "dct:publisher", "dcat:theme", "dct:spatial",
        "dct:temporal", "dct:accrualPeriodicity", "dct:modified", "dct:identifier", "dcat:landingPage",
    ],
    "dcat:Distribution": ["dcat:accessURL", "dct:format", "dct:license"],
    "foaf:Agent": ["foaf:name"],
    "dct:PeriodOfTime": ["dcat:startDate", "dcat:endDate"],
    "spdx:Checksum": ["spdx:algorithm", "spdx:checksumValue"],
}  # fmt: skip


def test_catalogue_when_read_back_then_every_mandatory_property_of_dcat_ap_is_there(visitor: Client) -> None:
    publish(row("5", "2024-Q1"))
    triples = turtle(visitor.get("/catalog.ttl").content.decode())
    for kind, names in MANDATORY.items():
        subjects = of_type(triples, kind)
        assert subjects, kind
        for subject in subjects:
            for name in names:
                assert values(triples, subject, name), (kind, subject, name)
    datasets = of_type(triples, "dcat:Dataset")
    assert len(datasets) == 2
    for dataset in datasets:
        assert {kind for kind, _text in values(triples, dataset, "dct:title")} == {"literal sq", "literal en"}
        for kind, target in values(triples, dataset, "dcat:distribution"):
            assert kind == "iri"
            address = next(iter(values(triples, target, "dcat:downloadURL")))[1]
            assert visitor.get(address.removeprefix("http://localhost:8000")).status_code == 200
    figures = "http://localhost:8000/data/figures#temporal"
    assert values(triples, figures, "dcat:startDate") == {(f"literal {PREFIXES['xsd']}date", "2018-01-01")}
    assert values(triples, figures, "dcat:endDate") == {(f"literal {PREFIXES['xsd']}date", "2025-12-31")}


def test_catalogue_when_read_in_both_syntaxes_then_it_says_the_same(visitor: Client) -> None:
    publish(row("5", "2024-Q1"))
    first, second = visitor.get("/catalog.ttl"), visitor.get("/catalog.jsonld")
    assert first["Content-Type"].startswith("text/turtle")
    assert second["Content-Type"] == "application/ld+json"
    assert turtle(first.content.decode()) == json_ld(second.content.decode())


def test_catalogue_when_words_are_hostile_then_it_can_still_be_read(visitor: Client) -> None:
    hostile = 'Të "thënat" \\ me\nrresht > <b> . ; @sq'
    DatasetPage.objects.filter(identifier="figures").update(title=hostile, publisher='a"\\b', method_note="x\ny\tz")
    triples = turtle(visitor.get("/catalog.ttl").content.decode())
    assert values(triples, "http://localhost:8000/data/figures#dataset", "dct:title") == {
        ("literal sq", hostile),
        ("literal en", hostile),
    }
    assert triples == json_ld(visitor.get("/catalog.jsonld").content.decode())


def test_descriptor_when_read_then_it_is_a_tabular_data_package_and_fits_the_file(visitor: Client) -> None:
    package = visitor.get("/data/figures/datapackage.json").json()
    data = visitor.get("/data/figures.csv").content
    # Required by the profiles tabular-data-package and tabular-data-resource.
    assert re.fullmatch(r"[a-z0-9._/-]+", package["name"])
    assert package["profile"] == "tabular-data-package"
    assert package["licenses"][0].get("name") or package["licenses"][0].get("path")
    assert all(source["title"] for source in package["sources"])
    (resource,) = package["resources"]
    assert {"name", "path", "schema", "profile"} <= set(resource)
    assert resource["bytes"] == len(data)
    assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
    fields = resource["schema"]["fields"]
    lines = list(csv.reader(io.StringIO(data.decode())))
    assert [one["name"] for one in fields] == lines[0]
    assert all(one["type"] in ("string", "number") for one in fields)
    rows = [dict(zip(lines[0], line, strict=True)) for line in lines[1:]]
    keys = [tuple(one[name] for name in resource["schema"]["primaryKey"]) for one in rows]
    assert len(set(keys)) == len(keys) == 21
    for one in fields:
        rules = one.get("constraints", {})
        for found in (line[one["name"]] for line in rows):
            assert found or not rules.get("required")
            if found and "enum" in rules:
                assert found in rules["enum"]
            if found and "pattern" in rules:
                assert re.fullmatch(rules["pattern"], found)
            if found and one["type"] == "number":
                assert re.fullmatch(r"-?\d+(\.\d+)?", found)


def test_file_when_downloaded_then_it_says_what_it_is_and_any_site_may_read_it(visitor: Client) -> None:
    response = visitor.get("/data/figures.csv")
    assert response["Content-Type"].startswith("text/csv")
    assert 'filename="isigurt-figures.csv"' in response["Content-Disposition"]
    assert response["Access-Control-Allow-Origin"] == "*"
    assert 'rel="describedby"' in response["Link"]
    assert response["Cache-Control"].startswith("public")
    assert visitor.get("/data/figures.csv", headers={"If-None-Match": response["ETag"]}).status_code == 304
    part = visitor.get("/data/figures.csv?indicator=incidents").content.decode()
    assert [line["value"] for line in csv.DictReader(io.StringIO(part))] == ["150", "407"]


@pytest.mark.parametrize(
    "path", ["/data/figures.csv", "/data/figures.json", "/data/figures/datapackage.json", "/catalog.ttl"]
)
def test_file_when_the_dataset_grows_then_its_queries_stay(visitor: Client, path: str) -> None:
    path = path.replace("figures", "raporto")
    publish(row("1", "2024"))
    few = queries_of(visitor, path)
    publish(*[row(str(number), f"{1000 + number}", "adults") for number in range(300)])
    assert queries_of(visitor, path) == few <= 12


@pytest.mark.parametrize(
    "path",
    [
        "/data/nothing.csv", "/data/raporto.csv", "/data/figures.xlsx", "/data/nothing/datapackage.json",
        "/data/figures.csv?indicator=nothing", "/data/figures.csv?indicator='--", "/catalog.xml",
        "/data/charts/x-light.svg", "/publications/999999/report.pdf",
    ],
)  # fmt: skip
def test_file_when_there_is_none_then_it_is_not_found(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code == 404


def test_dataset_when_not_live_or_restricted_then_no_file_and_no_list_shows_it(visitor: Client) -> None:
    from wagtail.models import PageViewRestriction

    for language in ("sq", "en"):
        PageViewRestriction.objects.create(page=loaded("dataset.figures", language).page_ptr, restriction_type="login")
    for path in ("/data/figures.csv", "/data/figures.json", "/data/figures/datapackage.json"):
        assert visitor.get(path).status_code == 404
    assert "figures" not in visitor.get("/catalog.ttl").content.decode()
    answer = visitor.get("/api/v3/datasets/").json()
    assert [one["identifier"] for one in answer["items"]] == ["raporto", "raporto"]


def test_page_when_drawn_then_its_json_ld_names_the_files(visitor: Client) -> None:
    html = visitor.get(loaded("dataset.figures", "en").url).content.decode()
    found: Any = re.search(r'<script type="application/ld\+json">(.*?)</script>', html, re.S)
    node = next(node for node in json.loads(found[1])["@graph"] if node["@type"] == "Dataset")
    assert node["temporalCoverage"] == "2018/2025"
    assert {"CSV", "JSON"} <= {one["encodingFormat"].split("/")[1].upper() for one in node["distribution"]}
    assert node["description"]
    assert node["license"]
