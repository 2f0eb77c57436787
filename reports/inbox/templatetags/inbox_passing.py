"""Showing what leaves: addresses so that no program makes links of them, hidden characters written out."""

import re
from typing import Any

from django import template

from ..models import Referral
from ..text_rules import defanged
from ..wording import one_line

register = template.Library()
_LINK = re.compile(r"\S+://\S+")


@register.filter
def defang(address: str) -> str:
    """Return an address that no program turns into a link."""
    return defanged(address)


@register.filter
def defang_links(text: str) -> str:
    """Return a text whose links no program turns into links."""
    return _LINK.sub(lambda found: defanged(found[0]), text)


@register.filter
def visible(text: str) -> str:
    """Return a text on one line with its hidden characters written out."""
    return one_line(text)


@register.inclusion_tag("admin/inbox/referrals/_step_button.html")
def step_button(referral: Referral, step: str, label: Any, hint: Any = "") -> dict[str, Any]:
    """Show the button of one step of a referral."""
    return {"referral": referral, "step": step, "label": label, "hint": hint}
