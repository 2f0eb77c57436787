"""How the content pack's items become the floor's snippets, and the fields every page has in common."""

from typing import Any

from .loader.markdown import raw_stream
from .loader.registry import Built, Catalogue, Item, Ref, loads


def minutes(duration: str) -> int:
    """Return the minutes of an ISO 8601 duration such as `PT45M` or `PT1H30M`.

    Raises:
        ValueError: for anything else.
    """
    rest = duration.removeprefix("PT")
    if rest == duration or not rest:
        raise ValueError(f"{duration} is not a duration in hours and minutes")
    hours, _separator, rest = rest.partition("H") if "H" in rest else ("0", "", rest)
    return int(hours) * 60 + int(rest.removesuffix("M") or 0)


def lines(values: list[str] | None) -> str:
    """Return `values` one a line, as the text fields that hold lists expect."""
    return "\n".join(values or [])


def links(item_ids: list[str] | None, field: str = "page") -> list[dict[str, Any]]:
    """Return rows of a child relation that points at items; an item shown inside a page counts as that page."""
    return [{field: Ref(item_id)} for item_id in item_ids or []]


def page(item: Item, *, blocks: list[Any] | None = None) -> Built:
    """Return the fields every page has.

    Args:
        item: the item.
        blocks: body blocks to use instead of all of the item's.
    """
    meta = item.meta
    return Built(
        fields={
            "title": meta["title"],
            "slug": meta["slug"],
            "short_title": meta.get("short_title") or "",
            "summary": meta["summary"],
            "voice": meta["voice"],
            "is_sensitive": bool(meta.get("sensitive")),
            "neutral_title": _neutral_title(item),
            "audiences": meta.get("audiences") or [],
            "body": raw_stream(item.blocks if blocks is None else blocks, item.id),
            "editor_note": editor_note(item),
            "last_reviewed": meta.get("last_reviewed"),
            "review_due": meta.get("review_due"),
        },
        children={
            "topic_links": [{"topic": Ref(f"topic.{code}")} for code in meta.get("topics") or []],
            "related_links": links(meta.get("related"), "related"),
        },
    )


def _neutral_title(item: Item) -> str:
    value = item.meta.get("neutral_title") or ""
    return str(value.get(item.language, "") if isinstance(value, dict) else value)


def editor_note(item: Item) -> str:
    """Return what editors should know: open questions, sources and the state of review. Same in both languages."""
    meta = item.meta
    parts = [str(meta.get("editor_note") or "")]
    for source in meta.get("sources") or []:
        parts.append(" ".join(str(source[key]) for key in ("text", "url") if source.get(key)))
    if meta.get("provenance"):
        parts.append(f"provenance: {meta['provenance']}; review_status: {meta.get('review_status', '')}")
    return "\n".join(part for part in parts if part)


@loads("topic", model="core.Topic")
def topic(item: Item, catalogue: Catalogue) -> Built:
    return Built(fields={"code": item.meta["code"], "name": item.meta["label"]})


@loads("organisation", model="core.Organisation")
def organisation(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    return Built(
        fields={
            "code": item.id.removeprefix("org."),
            "role": meta["role"],
            "name": meta["name"],
            "url": meta.get("url") or "",
            "position": meta["position"],
        }
    )


@loads("help_service", model="core.HelpService")
def help_service(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    notes = [meta.get("note"), meta.get("source"), None if meta.get("hours_confirmed", True) else "hours: confirm"]
    return Built(
        fields={
            "code": item.id.removeprefix("service."),
            "kind": meta["kind"],
            "name": meta["name"],
            "full_name": meta.get("full_name") or "",
            "summary": meta.get("summary") or "",
            "telephone": meta.get("telephone") or "",
            "telephone_display": meta.get("display") or meta.get("telephone") or "",
            "email": meta.get("email") or "",
            "url": meta.get("url") or "",
            "page": Ref(meta["page"]) if meta.get("page") else None,
            "is_always_open": meta.get("hours") == "24/7" and meta.get("hours_confirmed", True),
            "is_free": True if meta.get("cost") == "free" else None,
            "position": meta["position"],
            "verified_on": meta.get("verified_on"),
            "editor_note": "\n".join(str(note) for note in notes if note),
        }
    )
