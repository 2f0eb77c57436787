"""How item types become objects. Each app registers its own in `content.py`; the floor knows none of them by name."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.apps import apps
from wagtail.models import Page, TranslatableMixin

from .markdown import BodyBlock

if TYPE_CHECKING:
    from .pack import Pack
    from .writer import Ledger, Writer


@dataclass(frozen=True)
class Ref:
    """A reference to another item, resolved to its Albanian object when written."""

    item_id: str


@dataclass
class Item:
    """One item in one language, as read.

    `lines` gives the one-based line of each front matter key in `path`.
    """

    id: str
    type: str
    language: str
    path: str
    meta: dict[str, Any]
    lines: dict[str, int] = field(default_factory=dict)
    blocks: list[BodyBlock] = field(default_factory=list)
    parent_id: str = ""

    def line(self, key: str) -> int:
        return self.lines.get(key, 1)


@dataclass
class Built:
    """What is to be written: plain values, `Ref`s, and rows of child relations, each a dictionary of fields."""

    fields: dict[str, Any] = field(default_factory=dict)
    children: dict[str, list[dict[str, Any]]] = field(default_factory=dict)


@dataclass(frozen=True)
class Catalogue:
    """All items of a pack in one language, for builders that gather others (questions, figures)."""

    items: dict[str, Item]
    data: dict[str, Any]
    language: str

    def of_type(self, item_type: str) -> list[Item]:
        found = [item for item in self.items.values() if item.type == item_type]
        return sorted(found, key=lambda item: (item.meta.get("position", 0), item.id))


Builder = Callable[[Item, Catalogue], Built]


@dataclass(frozen=True)
class ItemType:
    """A registered item type.

    `model` is `app_label.ModelName`; empty for items that only appear inside another page.
    """

    name: str
    model: str
    build: Builder | None
    required: frozenset[str]
    optional: frozenset[str]
    stands_in: str = ""

    @property
    def is_page(self) -> bool:
        """Return whether items of this type have a place in the page tree."""
        return bool(self.model) and issubclass(apps.get_model(self.model), Page)

    @property
    def is_translated(self) -> bool:
        """Return whether items of this type become one object a language."""
        return bool(self.model) and issubclass(apps.get_model(self.model), TranslatableMixin)


ITEM_TYPES: dict[str, ItemType] = {}


def loads(
    name: str,
    *,
    model: str,
    required: tuple[str, ...] = (),
    optional: tuple[str, ...] = (),
    stands_in: str = "",
) -> Callable[[Builder], Builder]:
    """Register the decorated function as the builder of items of type `name`.

    Args:
        name: value of `type` in the front matter.
        model: `app_label.ModelName` of the object to write.
        required: front matter keys, beyond the common ones, that must be there.
        optional: keys that may be there.
        stands_in: item id of the page that links to such an item lead to, where the object is no page.
    """

    def register(build: Builder) -> Builder:
        ITEM_TYPES[name] = ItemType(name, model, build, frozenset(required), frozenset(optional), stands_in)
        return build

    return register


Finisher = Callable[["Pack", "Writer", "Ledger", bool], None]
FINISHERS: list[Finisher] = []


def finishes(function: Finisher) -> Finisher:
    """Register the decorated function to run at the end of every load, in its transaction.

    It is given the pack, the writer, the ledger and whether items were written. Indexes that follow publications wait
    for it: see `is_loading`.
    """
    if function not in FINISHERS:
        FINISHERS.append(function)
    return function


_loading: ContextVar[bool] = ContextVar("loading", default=False)


def is_loading() -> bool:
    """Return whether a pack is being written: what follows each publication can be done once, by a finisher."""
    return _loading.get()


@contextmanager
def loading() -> Iterator[None]:
    """Let `is_loading` answer yes for the length of the block."""
    token = _loading.set(True)
    try:
        yield
    finally:
        _loading.reset(token)


def appears_in(name: str, page: str, *, required: tuple[str, ...] = (), optional: tuple[str, ...] = ()) -> None:
    """Register items that have no object of their own but are part of the page with item id `page`."""
    ITEM_TYPES[name] = ItemType(name, "", None, frozenset(required), frozenset(optional), stands_in=page)
