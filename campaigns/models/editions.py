"""The page of a campaign series, and the years in which the campaign was held: an address by year never dies."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.url_routing import RouteResult
from wagtail_localize.fields import SynchronizedField

from cms.core.freshness import kept
from cms.core.models import SitePage


class CampaignEdition(models.Model):
    """That a campaign was or will be held in a year, and when. It stays when the page of that year goes."""

    series = models.SlugField(_("series"), max_length=20, default="sid")
    year = models.PositiveSmallIntegerField(_("year"))
    start_date = models.DateField(_("first day"))
    end_date = models.DateField(_("last day"))
    changed_at = models.DateTimeField(auto_now=True)

    panels = [
        FieldRowPanel([FieldPanel("series"), FieldPanel("year")]),
        FieldRowPanel([FieldPanel("start_date"), FieldPanel("end_date")]),
    ]

    class Meta:
        ordering = ["-year", "series"]
        verbose_name = _("edition of a campaign")
        verbose_name_plural = _("editions of campaigns")
        constraints = [
            models.UniqueConstraint(fields=["series", "year"], name="edition_once_a_year"),
            models.CheckConstraint(
                condition=models.Q(end_date__gte=models.F("start_date")), name="edition_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.series} {self.year}"

    def clean(self) -> None:
        if self.start_date and self.end_date and self.end_date < self.start_date:
            raise ValidationError({"end_date": _("The last day is before the first.")})


class CampaignIndexPage(SitePage):
    """All editions of a campaign, newest first. Its address is printed on posters and never changes.

    Below it every year in which the campaign was held has an address, `…/2024/`. It leads to the edition of that year;
    where that is not published, it says so and leads to the present one and to the archive.
    """

    series = models.SlugField(_("series"), max_length=20, default="sid", blank=True)
    edition_name = models.CharField(
        _("name of a yearly edition"),
        max_length=80,
        blank=True,
        help_text=_("Without the year, for example “Safer Internet Day”; for editions that have no page of their own."),
    )
    external_url = models.URLField(_("international site"), blank=True)

    schema_type = "CollectionPage"
    routes_below = True
    override_translatable_fields = [SynchronizedField("series")]
    index_fields = ("series", "external_url", "edition_list")
    subpage_types = [
        "campaigns.CampaignPage",
        "campaigns.ToolkitPage",
        "campaigns.EventIndexPage",
        "campaigns.EventPage",
        "campaigns.ActivityRegisterPage",
    ]

    content_panels = [
        *SitePage.content_panels,
        FieldRowPanel([FieldPanel("series"), FieldPanel("external_url")]),
        FieldPanel("edition_name"),
    ]

    class Meta:
        verbose_name = _("campaign index")
        verbose_name_plural = _("campaign indexes")

    def route(self, request: HttpRequest, path_components: list[str]) -> RouteResult:
        """Lead the address of a year, and that of an edition which was taken offline, to what is left of it.

        Raises:
            Http404: for a year in which there was no campaign, and for every other address that is no page.
        """
        from ..editions import edition_of, year_of_hidden

        if self.live and len(path_components) == 1:
            asked = path_components[0]
            if asked.isdecimal() and asked.isascii() and len(asked) == 4:
                if (edition := edition_of(self, int(asked), request)) is not None:
                    return RouteResult(self, kwargs={"edition": edition})
            elif (year := year_of_hidden(self, asked)) is not None:
                return RouteResult(self, kwargs={"year": year})
        return super().route(request, path_components)

    def get_template(self, request: HttpRequest, *args: Any, **kwargs: Any) -> str:
        return "pages/campaigns/edition.html" if kwargs.get("edition") else self.template_name()

    def serve(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if (year := kwargs.get("year")) is not None:
            return redirect(self.year_url(year))
        edition = kwargs.get("edition")
        if edition is not None and edition.page is not None:
            return redirect(edition.page.get_url(request))
        return super().serve(request, *args, **kwargs)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        from ..editions import current_of, kept_editions
        from ..happenings import kept_happenings

        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        editions = kept_editions(self, request)
        edition = kwargs.get("edition")
        if edition is not None:
            self.language_urls = {
                language: f"{url}{edition.year}/" for language, url in edition.index_urls(request).items()
            }
            return context | {"edition": edition, "editions": editions, "current": current_of(editions)}
        children = kept(request, f"children-{self.pk}", lambda: self.child_pages)
        return context | {
            "editions": editions,
            "current": current_of(editions),
            "happenings": kept_happenings(self, request),
            "register": _first(children, "ActivityRegisterPage"),
            "event_index": _first(children, "EventIndexPage"),
            "toolkits": [page for page in children if page.specific_class.__name__ == "ToolkitPage"],
        }

    def year_url(self, year: int) -> str:
        """Return the address by which an edition is always found."""
        return f"{self.get_url()}{year}/"

    @property
    def edition_list(self) -> list[dict[str, Any]]:
        """Return year and days of every edition, for the API; each has the address of this page and its year."""
        rows = CampaignEdition.objects.filter(series=self.series)
        return [dict(row) for row in rows.values("year", "start_date", "end_date")]


def _first(pages: list[Any], type_name: str) -> Any:
    return next((page for page in pages if page.specific_class.__name__ == type_name), None)
