"""The public lists as files: activities and signatories, as CSV. Nothing in them that the pages do not show."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from cms.core.csv_tables import csv_response
from cms.core.freshness import confirmed
from cms.core.localisation import active_language, locale_ids, locale_of
from cms.core.routing import open_pages

from .models import Activity, ActivityRegisterPage, InitiativePage
from .registers import public_activities, read_filters
from .signatories import signatories_of


@require_safe
@confirmed
def activities(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with the approved activities, all or those of the year and county in the query.

    Raises:
        Http404: for a register that is not public in the language of the address.
    """
    language = active_language()
    shown = ActivityRegisterPage.objects.live().filter(alias_of=None, locale_id=locale_ids().get(language))
    register = get_object_or_404(open_pages(shown, request), pk=page_id)
    header = [
        _("Date"), _("Title"), _("School or organisation"), _("Kind"), _("Municipality"), _("County"), _("For whom"),
        _("Expected number"), _("Description"), _("Language"),
    ]  # fmt: skip
    found = public_activities(register.series, read_filters(request.GET)).iterator(chunk_size=1000)
    return csv_response(f"{register.slug}.csv", header, map(_activity_row, found))


@require_safe
@confirmed
def signatories(request: HttpRequest, page_id: int) -> HttpResponse:
    """Answer with the register of an initiative in the order of the alphabet.

    Raises:
        Http404: for an initiative that is not public in the language of the address.
    """
    language = active_language()
    shown = InitiativePage.objects.live().filter(alias_of=None, locale_id=locale_ids().get(language))
    initiative = get_object_or_404(open_pages(shown, request), pk=page_id)
    initiative.locale = locale_of(initiative.locale_id)
    header = [_("Name"), _("Sector"), _("Date"), _("Municipality"), _("Country"), _("Confirmed")]
    rows = [
        (
            signatory.name,
            signatory.sector_label,
            signatory.date,
            signatory.municipality_name,
            signatory.country,
            _("yes") if signatory.is_confirmed else _("no"),
        )
        for signatory in signatories_of(initiative)
    ]
    return csv_response(f"{initiative.slug}.csv", header, rows)


def _activity_row(activity: Activity) -> list[object]:
    return [
        activity.date,
        activity.title,
        activity.organisation,
        activity.get_kind_display(),
        activity.place,
        activity.get_county_display(),
        "; ".join(map(str, activity.audience_labels)),
        activity.expected_number,
        activity.description,
        activity.language,
    ]
