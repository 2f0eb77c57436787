"""Work that may be done beside a request: drawing charts. Tasks take ids and may run twice."""

from django_tasks import task
from wagtail.models import Page

from .services.charts import draw_charts_of, draw_everything


@task()
def draw_charts_of_page(page_id: int) -> None:
    """Draw the missing charts of one page; nothing where it is gone."""
    page = Page.objects.filter(pk=page_id).first()
    if page is not None:
        draw_charts_of(page.specific)


@task()
def draw_missing_charts() -> None:
    """Draw the missing charts of all live pages, after the figures of a dataset have changed."""
    draw_everything()
