"""The desk's page of statistics: what `reports.inbox.statistics` publishes, and nothing finer."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from .. import statistics
from ..duties import Duty, require_duty
from .passphrase import guarded


@require_GET
def quarter(request: HttpRequest) -> HttpResponse:
    """Show the tables of one quarter, the newest unless `?quarter=` names another."""
    require_duty(request, Duty.STATISTICS)
    periods = {period.code: period for period in statistics.periods()}
    code = request.GET.get("quarter") or next(iter(periods), "")
    if code and code not in periods:
        raise Http404
    context = {
        "periods": periods.values(),
        "chosen": periods.get(code),
        "tables": statistics.tables_of(code) if code else [],
        "caveats": statistics.CAVEATS,
    }
    return guarded(render(request, "admin/inbox/statistics/quarter.html", context))


@require_GET
def quarter_as_csv(request: HttpRequest, period: str) -> HttpResponse:
    """Give all tables of one quarter as a file."""
    require_duty(request, Duty.STATISTICS)
    return _csv(statistics.tables_of(period), f"raporto-{period}.csv")


@require_GET
def table_as_csv(request: HttpRequest, period: str, code: str) -> HttpResponse:
    """Give one table as a file."""
    require_duty(request, Duty.STATISTICS)
    table = statistics.table_of(period, code)
    return _csv([table] if table else [], f"raporto-{period}-{code}.csv")


def _csv(tables: list[statistics.Table], name: str) -> HttpResponse:
    if not tables:
        raise Http404
    response = HttpResponse(statistics.as_csv(tables), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return guarded(response)
