"""Writes the Albanian objects of a pack. Knows nothing of single item types."""

import hashlib
import json
import re
from typing import Any

from django.apps import apps
from django.contrib.contenttypes.models import ContentType
from django.db import models
from modelcluster.models import ClusterableModel
from wagtail.fields import StreamField
from wagtail.models import Locale, Page, TranslatableMixin

from ..models import LoadedItem
from .markdown import stable_id
from .pack import Pack
from .registry import ITEM_TYPES, Built, Item, Ref

_ITEM_LINK = re.compile(r'href="id:([^"]+)"')


def digest(value: Any) -> str:
    """Return the SHA-256 of `value` as canonical JSON, in hexadecimal."""
    return hashlib.sha256(json.dumps(value, sort_keys=True, default=repr).encode()).hexdigest()


def fingerprint(target: models.Model) -> str:
    """Return what changes when somebody edits `target`: the latest revision of a page, all fields of a snippet."""
    if isinstance(target, Page):
        return f"revision {target.latest_revision_id} live {target.live}"
    if isinstance(target, ClusterableModel):
        return digest(json.loads(target.to_json()))
    return digest({field.name: _as_text(field, target) for field in target._meta.concrete_fields})


def _as_text(field: Any, target: models.Model) -> str:
    """Return the value of a field as text; binary fields cannot say themselves that they are empty."""
    is_empty = isinstance(field, models.BinaryField) and field.value_from_object(target) is None
    return "" if is_empty else str(field.value_to_string(target))


class Ledger:
    """The rows of `LoadedItem`, read once."""

    def __init__(self) -> None:
        rows = LoadedItem.objects.select_related("content_type")
        self.rows = {(row.item_id, row.language): row for row in rows}

    def get(self, item: Item) -> LoadedItem | None:
        return self.rows.get((item.id, item.language))

    def is_unchanged(self, item: Item, source_hash: str) -> bool:
        row = self.get(item)
        return row is not None and row.source_hash == source_hash

    def record(self, item: Item, source_hash: str, target: models.Model) -> None:
        """Remember that `target` now holds `item`."""
        row, _created = LoadedItem.objects.update_or_create(
            item_id=item.id,
            language=item.language,
            defaults={
                "content_type": ContentType.objects.get_for_model(type(target)),
                "object_id": target.pk,
                "source_hash": source_hash,
                "object_hash": fingerprint(target),
            },
        )
        self.rows[(item.id, item.language)] = row


class Writer:
    """Writes objects and resolves the references between them.

    Args:
        pack: the pack being loaded.
        ledger: what was loaded before.
        locale: of the Albanian source.
    """

    def __init__(self, pack: Pack, ledger: Ledger, locale: Locale) -> None:
        self.pack = pack
        self.ledger = ledger
        self.locale = locale
        self.objects: dict[str, models.Model] = {}

    def target_of(self, item_id: str) -> models.Model | None:
        """Return the Albanian object of an item: written in this run or before; None if an editor deleted it."""
        if item_id not in self.objects:
            row = self.ledger.rows.get((item_id, "sq"))
            target = row.target if row else None
            if target is None:
                return None
            self.objects[item_id] = target
        return self.objects[item_id]

    def create(self, item: Item, built: Built) -> models.Model | None:
        """Create the object of `item` with its plain fields; references follow in `fill`.

        Returns None where the page's parent was deleted by an editor.
        """
        model = apps.get_model(ITEM_TYPES[item.type].model)
        plain = {name: value for name, value in built.fields.items() if not _has_reference(value)}
        target = model(**self._converted(model, plain))
        if issubclass(model, TranslatableMixin):
            target.locale = self.locale
        if isinstance(target, Page):
            parent = self.target_of(item.parent_id) if item.parent_id else Page.get_first_root_node()
            if not isinstance(parent, Page):
                return None
            target.live = False
            Page.objects.get(pk=parent.pk).add_child(instance=target)
        else:
            target.save()
        self.objects[item.id] = target
        return target

    def fill(self, item: Item, built: Built) -> models.Model:
        """Write all fields and child rows of an existing object and publish it. Returns it as read back."""
        stored = self.objects[item.id]
        target = type(stored)._default_manager.get(pk=stored.pk)
        for name, value in self._converted(type(target), self.resolved(built.fields, type(target))).items():
            setattr(target, name, value)
        for relation, rows in built.children.items():
            getattr(target, relation).set(self._child_rows(item, target, relation, rows))
        if isinstance(target, Page):
            target.save_revision().publish()
        else:
            target.save()
        fresh = type(target)._default_manager.get(pk=target.pk)
        self.objects[item.id] = fresh
        return fresh

    def _child_rows(self, item: Item, target: models.Model, relation: str, rows: list[dict[str, Any]]) -> list[Any]:
        model: Any = target._meta.get_field(relation).related_model
        children = []
        seen: set[str] = set()
        for position, row in enumerate(rows):
            values = self.resolved(row, model)
            key = digest(values)
            if any(value is None for name, value in values.items() if isinstance(row[name], Ref)) or key in seen:
                continue
            seen.add(key)
            child = model(**self._converted(model, values), sort_order=position)
            if isinstance(child, TranslatableMixin):
                child.locale = self.locale
                child.translation_key = child_key(item.id, relation, position)
            children.append(child)
        return children

    def resolved(self, fields: dict[str, Any], model: type[models.Model]) -> dict[str, Any]:
        """Return `fields` with every reference replaced by its object and every item link by a page link."""
        return {name: self._resolve(value, model, name) for name, value in fields.items()}

    def _resolve(self, value: Any, model: type[models.Model], name: str) -> Any:
        if isinstance(value, Ref):
            return self._referred(value.item_id, model._meta.get_field(name).related_model)
        if isinstance(value, str):
            return _ITEM_LINK.sub(self._page_link, value)
        if isinstance(value, list):
            return [self._resolve(entry, model, name) for entry in value]
        if isinstance(value, dict):
            return {key: self._resolve_nested(entry, model, name) for key, entry in value.items()}
        return value

    def _resolve_nested(self, value: Any, model: type[models.Model], name: str) -> Any:
        """Resolve inside a StreamField, where a reference is stored as a primary key."""
        if isinstance(value, Ref):
            target = self.target_of(value.item_id)
            return target.pk if target else None
        return self._resolve(value, model, name)

    def _referred(self, item_id: str, wanted: Any) -> models.Model | None:
        target = self.target_of(item_id)
        if target is None or not isinstance(target, wanted):
            stand_in = ITEM_TYPES[self.pack.items["sq"][item_id].type].stands_in
            target = self.target_of(stand_in) if stand_in else None
        if isinstance(target, Page) and wanted is Page and type(target) is not Page:
            return target.page_ptr
        return target if isinstance(target, wanted) else None

    def _page_link(self, match: re.Match[str]) -> str:
        page = self._referred(match.group(1), Page)
        return f'linktype="page" id="{page.pk}"' if page else ""

    @staticmethod
    def _converted(model: type[models.Model], values: dict[str, Any]) -> dict[str, Any]:
        """Return `values` as Python objects of their fields: dates from text, streams from lists."""
        converted = {}
        for name, value in values.items():
            field: Any = model._meta.get_field(name)
            if isinstance(field, StreamField):
                converted[name] = field.to_python(json.dumps(value))
            elif field.is_relation or value is None:
                converted[name] = value
            else:
                converted[name] = field.to_python(value)
        return converted


def child_key(item_id: str, relation: str, position: int) -> str:
    """Return the translation key of the row at `position` of a child relation; the same in every run."""
    return stable_id(item_id, relation, position)


def _has_reference(value: Any) -> bool:
    if isinstance(value, Ref):
        return True
    if isinstance(value, list):
        return any(_has_reference(entry) for entry in value)
    if isinstance(value, dict):
        return any(_has_reference(entry) for entry in value.values())
    return False
