"""What the search makes of a content pack: its page, the index of all pages, and the first rules."""

from typing import Any

import yaml
from django.apps import apps
from django.db import models
from wagtail.models import Page

from cms.core.content import lines, page
from cms.core.loader.pack import LANGUAGES, Pack
from cms.core.loader.registry import Built, Catalogue, Item, finishes, loads
from cms.core.loader.writer import Ledger, Writer, digest, fingerprint

SYNONYMS = "synonyms.yaml"


@loads("search_page", model="search.SearchPage")
def search_page(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@finishes
def write_rules(pack: Pack, writer: Writer, ledger: Ledger, changed: bool) -> None:
    """Write synonyms and promoted results of the pack. What an editor has changed or deleted stays as it is."""
    path = pack.root / SYNONYMS
    synonyms = yaml.safe_load(path.read_text(encoding="utf-8")) if path.exists() else {}
    for language in LANGUAGES:
        for entry in synonyms.get(language, []):
            values = {"language": language, "words": lines([str(word) for word in entry["words"]])}
            rule = Item(f"synonyms.{entry['id']}", "synonym_set", language, SYNONYMS, values)
            if (target := _to_write(rule, ledger, "SynonymSet")) is not None:
                _write(rule, ledger, target, values)
        for item in pack.items[language].values():
            if queries := (item.meta.get("search_promote") or {}).get(language):
                values = {"language": language, "phrases": lines(queries)}
                rule = Item(f"promoted.{item.id}", "promoted_result", language, item.path, values)
                if (target := _to_write(rule, ledger, "PromotedResult")) is not None:
                    promoted = writer.target_of(item.id)
                    if isinstance(promoted, Page):
                        _write(rule, ledger, target, values | {"page": Page.objects.get(pk=promoted.pk)})


@finishes
def index_content(pack: Pack, writer: Writer, ledger: Ledger, changed: bool) -> None:
    """Index all pages of packs at once: their addresses and links are known only now."""
    from .services import index_pages

    if changed:
        rows = [row for row in ledger.rows.values() if issubclass(row.content_type.model_class() or object, Page)]
        index_pages(page_ids=[row.object_id for row in rows])


def _to_write(rule: Item, ledger: Ledger, model_name: str) -> models.Model | None:
    """Return the object of `rule`, new or loaded before; None if it is as it was, or somebody else has touched it."""
    row = ledger.get(rule)
    if row is None:
        return apps.get_model("search", model_name)()
    if row.source_hash == digest(rule.meta):
        return None
    target = row.target
    return target if target is not None and fingerprint(target) == row.object_hash else None


def _write(rule: Item, ledger: Ledger, target: models.Model, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(target, name, value)
    target.full_clean()
    target.save()
    ledger.record(rule, digest(rule.meta), target)
