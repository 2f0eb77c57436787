"""Forms of answers that several routes share."""

from typing import Literal

from ninja import Schema

# Those of `settings.LANGUAGES`; a test holds the two together.
Language = Literal["sq", "en"]


class TopicOut(Schema):
    """A topic: `code` is stable and the same in all languages."""

    code: str
    name: str


class LinkOut(Schema):
    """Another page. `url` is a path on the site."""

    id: int
    title: str
    url: str


class RenditionOut(Schema):
    """One size of a picture, in pixels."""

    url: str
    width: int
    height: int


class ImageOut(Schema):
    """A picture with its sizes. `srcset` can be used as it is; a decorative picture has an empty `alt`."""

    id: int
    alt: str
    is_decorative: bool
    credit: str
    licence: str
    renditions: list[RenditionOut]
    srcset: str


class DocumentOut(Schema):
    """A file to download, its size in bytes."""

    id: int
    title: str
    url: str
    bytes: int | None
    language: str
    licence: str


class ProblemOut(Schema):
    """What went wrong (RFC 9457), in the language asked for. Never repeats what was sent."""

    type: str
    title: str
    status: int
    detail: str = ""
