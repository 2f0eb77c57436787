"""The base of pages whose body may hold charts."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from cms.core.fields import ContentField
from cms.core.models import SitePage

from ..blocks import ReportContentBlock


class ChartedPage(SitePage):
    """A page whose charts are drawn when it is published; an editor who looks at a draft sees them drawn too."""

    body = ContentField(ReportContentBlock(), verbose_name=_("body"), blank=True)

    class Meta:
        abstract = True

    def serve_preview(self, request: HttpRequest, mode_name: str) -> HttpResponse:
        from ..services.charts import draw_charts_of

        draw_charts_of(self)
        return super().serve_preview(request, mode_name)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..charts import charts_of

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        return context | {"charts": charts_of(self, request)}
