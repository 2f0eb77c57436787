"""What the hotline's public pages share: their language, the editors' texts, and a page without a database."""

import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import db
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import get_language

from cms.core.frame import get_frame
from cms.core.logs import PlainFormatter

from ..models import ReportingForm

logger = logging.getLogger(__name__)


def language_of_page() -> str:
    """Return `sq` or `en`, as the address says."""
    return (get_language() or "sq")[:2]


def snippet_of(request: HttpRequest) -> ReportingForm | None:
    """Return the form snippet that was filled in, or the first one in this language; None without a database."""
    forms = ReportingForm.objects.filter(locale__language_code=language_of_page())
    chosen = request.POST.get("reporting_form", "")
    try:
        if chosen.isdecimal() and len(chosen) < 10:
            found = forms.filter(pk=int(chosen)).first()
            if found is not None:
                return found
        return forms.first()
    except db.Error:
        return None


def report_page_url(request: HttpRequest) -> str:
    """Return the address of the page with the form in this language."""
    frame = get_frame(request)
    return frame.report.url if frame.report else frame.home_url


@dataclass(frozen=True)
class BarePage:
    """A page that asks nothing of database and cache."""

    template: str
    context: dict[str, Any]
    status: int = 503


def show(
    request: HttpRequest, template: str, context: Callable[[], dict[str, Any]], *, status: int, otherwise: BarePage
) -> HttpResponse:
    """Return a page; where not even its frame can be read, the bare one `otherwise`.

    A lost database must not take with it what somebody found the courage to type, nor a receipt that holds good.
    """
    language = {"language": language_of_page()}
    try:
        return render(request, template, context() | language, status=status)
    except Exception:
        logger.error("A page could not be shown\n%s", PlainFormatter().formatException(sys.exc_info()))
        return render(request, otherwise.template, otherwise.context | language, status=otherwise.status)
