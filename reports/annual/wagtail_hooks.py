"""What datasets and charts add to the Wagtail admin, and the drawing of charts when a page is published."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import include, path, reverse
from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin.widgets.button import Button
from wagtail.models import Page
from wagtail.signals import page_published

from cms.core.loader.registry import is_loading

from . import data_desk
from .charts import charts_of
from .models import AnnualReportPage, DatasetPage
from .tasks import draw_charts_of_page


@hooks.register("register_admin_urls")
def register_data_desk() -> list[Any]:
    return [path("annual/", include(data_desk.urlpatterns))]


def _figures_button(page: Page, user: Any, **kwargs: Any) -> Any:
    if page.specific_class is DatasetPage and page.permissions_for_user(user).can_edit():
        yield Button(_("Figures"), reverse("dataset_figures", args=[page.pk]), icon_name="table", priority=15)


@hooks.register("register_page_listing_more_buttons")
def figures_in_list(page: Page, user: Any, next_url: str | None = None, **kwargs: Any) -> Any:
    yield from _figures_button(page, user)


@hooks.register("register_page_header_buttons")
def figures_in_header(page: Page, user: Any, view_name: str = "", next_url: str | None = None, **kwargs: Any) -> Any:
    yield from _figures_button(page, user)


def draw_when_published(sender: Any, instance: Any, **kwargs: Any) -> None:
    """Draw the charts of a page once it is published; during a load of content they are drawn at its end."""
    if isinstance(instance, AnnualReportPage | DatasetPage) and instance.has_block("chart") and not is_loading():
        page_id = instance.pk
        transaction.on_commit(lambda: draw_charts_of_page.enqueue(page_id))


page_published.connect(draw_when_published, dispatch_uid="annual_draw_when_published")


@hooks.register("after_publish_page")
def tell_of_charts(request: HttpRequest, page: Page) -> None:
    """Tell the editor which charts of the page they have published have no picture."""
    found = page.specific
    if not isinstance(found, AnnualReportPage | DatasetPage):
        return
    for chart in charts_of(found).values():
        if chart.problem:
            messages.warning(
                request,
                _("The chart “%(title)s” has no picture: %(problem)s")
                % {"title": chart.title, "problem": chart.problem},
            )
        elif chart.drawing is None or not chart.wide:
            messages.warning(
                request,
                _(
                    "The chart “%(title)s” could not be drawn. The page shows its table and is published; "
                    "publish it again to try once more."
                )
                % {"title": chart.title},
            )
