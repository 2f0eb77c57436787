"""Small pieces of schema.org that several page types share (https://schema.org/)."""

from typing import Any

from .vocabularies import Audience, Licence

_LICENCE_ADDRESSES = {Licence.CC_BY.value: "https://creativecommons.org/licenses/by/4.0/"}


def dates_of_publication(page: Any) -> dict[str, str]:
    """Return when `page` was first published and last changed, as far as it is known."""
    known = (("datePublished", page.first_published_at), ("dateModified", page.last_published_at))
    return {name: moment.isoformat(timespec="seconds") for name, moment in known if moment}


def audience_of(codes: list[str]) -> dict[str, Any]:
    """Return for whom something is, in the active language; nothing where no audience is named."""
    known = dict(Audience.choices)
    found = [{"@type": "Audience", "audienceType": str(known[code])} for code in codes if code in known]
    return {"audience": found} if found else {}


def licence_of(licence: str) -> dict[str, str]:
    """Return the terms of a `Licence`: their address where they have one, else their words."""
    return {"license": _LICENCE_ADDRESSES.get(licence) or str(Licence(licence).label)}
