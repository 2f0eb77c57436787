"""What the search makes of a content pack: its page, the index of all pages, and the first rules."""

from collections.abc import Callable
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
            _keep(rule, "SynonymSet", ledger, lambda: {})
        for item in pack.items[language].values():
            if queries := (item.meta.get("search_promote") or {}).get(language):
                values = {"language": language, "phrases": lines(queries)}
                rule = Item(f"promoted.{item.id}", "promoted_result", language, item.path, values)
                _keep(rule, "PromotedResult", ledger, lambda code=item.id: {"page": _page(writer, code)})


@finishes
def index_content(pack: Pack, writer: Writer, ledger: Ledger, changed: bool) -> None:
    """Index all pages of packs at once: their addresses and links are known only now."""
    from .services import index_pages

    if changed:
        rows = [row for row in ledger.rows.values() if issubclass(row.content_type.model_class() or object, Page)]
        index_pages(page_ids=[row.object_id for row in rows])


def _page(writer: Writer, item_id: str) -> Page | None:
    target = writer.target_of(item_id)
    return Page.objects.get(pk=target.pk) if isinstance(target, Page) else None


def _keep(rule: Item, model_name: str, ledger: Ledger, references: Callable[[], dict[str, Any]]) -> None:
    """Create or update the object of `rule`, unless it is as it was or somebody else has touched it.

    Args:
        rule: with the plain values of the object in its `meta`.
        model_name: of this app.
        ledger: what was loaded before.
        references: gives the values that cost a query.
    """
    source_hash, row = digest(rule.meta), ledger.get(rule)
    if row is not None and row.source_hash == source_hash:
        return
    model: type[models.Model] = apps.get_model("search", model_name)
    target = model() if row is None else row.target
    if target is None or (row is not None and fingerprint(target) != row.object_hash):
        return
    values = rule.meta | references()
    if None in values.values():
        return
    for name, value in values.items():
        setattr(target, name, value)
    target.full_clean()
    target.save()
    ledger.record(rule, source_hash, target)
