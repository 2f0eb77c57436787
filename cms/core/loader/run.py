"""Loads a pack: decides what is new, changed or in an editor's hands, and writes it in one transaction."""

from dataclasses import dataclass, field
from pathlib import Path as FilePath

from django.db import models, transaction
from django.utils.module_loading import autodiscover_modules
from wagtail.models import Locale, ReferenceIndex
from wagtail.signal_handlers import disable_reference_index_auto_update

from ..models import note_change
from . import site
from .pack import LANGUAGES, Pack, read_pack
from .registry import FINISHERS, ITEM_TYPES, Built, Item, loading
from .translations import translate
from .writer import Ledger, Writer, digest, fingerprint


@dataclass
class LoadSummary:
    """What a load did, by item id and language."""

    written: list[str] = field(default_factory=list)
    unchanged: int = 0
    kept: list[str] = field(default_factory=list)
    deleted: list[str] = field(default_factory=list)


def load_pack(root: FilePath, *, check_only: bool = False) -> LoadSummary:
    """Load the pack in the folder `root`.

    What an editor has changed or deleted stays as it is, even when the file has changed since.

    Args:
        root: folder with `site.yaml`, `taxonomies.yaml`, `tree.yaml` and the item folders.
        check_only: read and check, write nothing.

    Raises:
        PackError: if anything in the pack is wrong; nothing is written then.
    """
    autodiscover_modules("content")
    pack = read_pack(root)
    if check_only:
        return LoadSummary()
    return _Load(pack).run()


class _Load:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.summary = LoadSummary()
        self.ledger = Ledger()
        self.built: dict[tuple[str, str], Built] = {}
        self.hashes: dict[tuple[str, str], str] = {}
        self.targets: list[models.Model] = []

    def run(self) -> LoadSummary:
        for language in LANGUAGES:
            self._build(language)
        todo = [key for key, value in self.hashes.items() if not self._is_unchanged(key, value)]
        self.summary.unchanged = len(self.hashes) - len(todo)
        changed = bool(todo) or site.is_missing(self.ledger)
        with transaction.atomic():
            albanian, english = site.prepare_locales()
            writer = Writer(self.pack, self.ledger, albanian)
            if changed:
                # Each row of a page would have the references of the whole page looked for again.
                with loading(), disable_reference_index_auto_update():
                    self._write(writer, {item_id for item_id, _language in todo}, english)
                note_change()
                for target in self.targets:
                    if ReferenceIndex.is_indexed(type(target)):
                        ReferenceIndex.create_or_update_for_object(target)
            for finish in FINISHERS:
                finish(self.pack, writer, self.ledger, changed)
        return self.summary

    def _is_unchanged(self, key: tuple[str, str], source_hash: str) -> bool:
        row = self.ledger.rows.get(key)
        return row is not None and row.source_hash == source_hash

    def _build(self, language: str) -> None:
        catalogue = self.pack.catalogue(language)
        for item in self.pack.items[language].values():
            kind = ITEM_TYPES[item.type]
            build = kind.build
            if build is None or (language != "sq" and not kind.is_translated):
                continue
            built = build(item, catalogue)
            self.built[(item.id, language)] = built
            self.hashes[(item.id, language)] = digest([built.fields, built.children])

    def _ordered(self) -> list[str]:
        """Return item ids so that what others refer to comes first: snippets, then pages from the top."""
        in_tree = dict.fromkeys(self.pack.tree)
        snippets = [item_id for item_id, language in self.built if language == "sq" and item_id not in in_tree]
        return [*snippets, *in_tree]

    def _write(self, writer: Writer, wanted: set[str], english: Locale) -> None:
        ordered = [item_id for item_id in self._ordered() if item_id in wanted]
        fresh = [item_id for item_id in ordered if self._claim(writer, self.pack.items["sq"][item_id])]
        for item_id in fresh:
            item = self.pack.items["sq"][item_id]
            target = writer.fill(item, self.built[(item_id, "sq")])
            self._record(item, target)
        site.prepare(pack=self.pack, writer=writer, ledger=self.ledger)
        for item_id in ordered:
            self._translate(writer, item_id, english)

    def _claim(self, writer: Writer, item: Item) -> bool:
        """Return whether the object of `item` may be written: it is new, or nobody has touched it since the load."""
        key, row = (item.id, item.language), self.ledger.get(item)
        if row is None:
            return writer.create(item, self.built[key]) is not None
        if row.source_hash == self.hashes[key]:
            return False
        target = row.target
        if target is None:
            self.summary.deleted.append(f"{item.id} ({item.language})")
            return False
        if row.object_hash != fingerprint(target):
            self.summary.kept.append(f"{item.id} ({item.language})")
            return False
        writer.objects[item.id] = target
        return True

    def _translate(self, writer: Writer, item_id: str, locale: Locale) -> None:
        if (item_id, "en") not in self.built:
            return
        item = self.pack.items["en"][item_id]
        key, row = (item_id, "en"), self.ledger.get(item)
        source_object = writer.target_of(item_id)
        if source_object is None:
            return
        if row is not None:
            if row.target is None:
                self.summary.deleted.append(f"{item.id} (en)")
                return
            if row.object_hash != fingerprint(row.target):
                self.summary.kept.append(f"{item.id} (en)")
                return
        target = translate(writer=writer, item=item, built=self.built[key], source_object=source_object, locale=locale)
        self._record(item, target)

    def _record(self, item: Item, target: models.Model) -> None:
        self.ledger.record(item, self.hashes[(item.id, item.language)], target)
        self.summary.written.append(f"{item.id} ({item.language})")
        self.targets.append(target)
