"""Writes English as wagtail-localize translations of the Albanian objects, so that editors can go on from there."""

import json
import warnings
from collections import defaultdict
from typing import Any

from bs4 import MarkupResemblesLocatorWarning
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from modelcluster.models import ClusterableModel, get_serializable_data_for_fields, model_from_serializable_data
from wagtail.fields import StreamField
from wagtail.models import Locale, Page
from wagtail_localize.models import StringTranslation, Translation, TranslationSource
from wagtail_localize.segments import StringSegmentValue
from wagtail_localize.segments.extract import extract_segments

from .problems import PackError, Problem
from .registry import Built, Item
from .writer import Writer, child_key

TOOL_NAME = "content pack"


def translate(*, writer: Writer, item: Item, built: Built, source_object: models.Model, locale: Locale) -> models.Model:
    """Create or update the translation of `source_object` from the English item; returns the translated object.

    Args:
        writer: resolves references of the English texts.
        item: the English item.
        built: its fields and rows.
        source_object: the Albanian object as stored.
        locale: of the translation.

    Raises:
        PackError: if the English texts do not fit the Albanian ones.
    """
    # Short texts such as a web address make wagtail-localize's parser guess at a mistake.
    warnings.filterwarnings("ignore", category=MarkupResemblesLocatorWarning)
    source, created = TranslationSource.get_or_create_from_instance(source_object)
    if not created:
        source.update_from_db()
    Translation.objects.get_or_create(source=source, target_locale=locale)
    twin = _twin(writer, item, built, source_object)
    _store_strings(item, source, twin, locale)
    is_page = isinstance(source_object, Page)
    target, _created = source.create_or_update_translation(locale, publish=not is_page, fallback=False)
    if is_page:
        # Publishing here rather than in wagtail-localize's on_commit keeps the whole load in one transaction.
        target.get_latest_revision().publish()
        target = type(source_object)._default_manager.get(pk=target.pk)
    return target


def _twin(writer: Writer, item: Item, built: Built, source_object: models.Model) -> models.Model:
    """Return the Albanian object with English texts, unsaved: its segments pair with the Albanian ones by path."""
    model: Any = type(source_object)
    if isinstance(source_object, ClusterableModel):
        data = json.loads(source_object.to_json())
    else:
        data = json.loads(json.dumps(get_serializable_data_for_fields(source_object), cls=DjangoJSONEncoder))
    for name, value in writer.resolved(built.fields, model).items():
        field = model._meta.get_field(name)
        if isinstance(field, StreamField):
            data[name] = json.dumps(value)
        elif not field.is_relation:
            data[name] = value
    for relation, rows in built.children.items():
        by_key = {str(row.get("translation_key")): row for row in data.get(relation, [])}
        for position, row in enumerate(rows):
            stored = by_key.get(child_key(item.id, relation, position))
            if stored is not None:
                stored.update({name: value for name, value in row.items() if isinstance(value, str | int)})
    if isinstance(source_object, Page):
        return source_object.with_content_json(data)
    if isinstance(source_object, ClusterableModel):
        return model.from_serializable_data(data)
    return model_from_serializable_data(model, data)


def _store_strings(item: Item, source: TranslationSource, twin: models.Model, locale: Locale) -> None:
    english: dict[str, list[StringSegmentValue]] = defaultdict(list)
    for segment in extract_segments(twin):
        if isinstance(segment, StringSegmentValue):
            english[segment.path].append(segment)
    albanian: dict[str, list[Any]] = defaultdict(list)
    for stored in source.stringsegment_set.select_related("string", "context").order_by("order"):
        albanian[stored.context.path].append(stored)
    for path, segments in albanian.items():
        texts = english.get(path, [])
        if len(texts) != len(segments):
            message = f"The text at “{path}” has {len(texts)} parts, the Albanian one {len(segments)}."
            raise PackError([Problem(item.path, 1, message)])
        for segment, text in zip(segments, texts, strict=True):
            StringTranslation.objects.update_or_create(
                translation_of=segment.string,
                locale=locale,
                context=segment.context,
                defaults={
                    "data": _with_links_of(segment, text),
                    "translation_type": StringTranslation.TRANSLATION_TYPE_MANUAL,
                    "tool_name": TOOL_NAME,
                },
            )


def _with_links_of(segment: Any, text: StringSegmentValue) -> str:
    """Return the English text with its links numbered as in Albanian, where their order differs."""
    albanian = json.loads(segment.attrs) if segment.attrs else {}
    english = text.attrs or {}
    data = str(text.string.data)
    if not albanian or albanian == english:
        return data
    numbers = {json.dumps(attributes, sort_keys=True): number for number, attributes in albanian.items()}
    for number, attributes in english.items():
        wanted = numbers.get(json.dumps(attributes, sort_keys=True), number)
        data = data.replace(f'id="{number}"', f'id="->{wanted}"')
    return data.replace('id="->', 'id="')
