"""What stands around every page: settings, navigation, help services, languages. Built once a request."""

from dataclasses import dataclass, field

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language, override
from wagtail.models import Page, Site

from .localisation import localised, page_url
from .models import Announcement, HelpService, Organisation, SiteSettings


@dataclass(frozen=True)
class Link:
    """A link of the frame."""

    title: str
    url: str
    is_current: bool = False


@dataclass(frozen=True)
class LanguageLink:
    """The same page in another language; `is_translated` is false where that version does not exist."""

    code: str
    name: str
    url: str
    is_current: bool
    is_translated: bool


@dataclass
class Frame:
    """The frame of one page in one language."""

    language: str
    settings: SiteSettings
    home_url: str
    report: Link | None = None
    search_url: str = ""
    header: list[Link] = field(default_factory=list)
    footer: dict[str, list[Link]] = field(default_factory=dict)
    help_services: list[HelpService] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    announcement: Announcement | None = None
    breadcrumbs: list[Link] = field(default_factory=list)
    languages: list[LanguageLink] = field(default_factory=list)

    @property
    def helpline(self) -> HelpService | None:
        """Return the first helpline that can be telephoned: 116 111."""
        return next((s for s in self.help_services if s.kind == HelpService.Kind.HELPLINE and s.telephone), None)

    @property
    def emergency(self) -> list[HelpService]:
        """Return police and emergency numbers, in editors' order."""
        kinds = (HelpService.Kind.POLICE, HelpService.Kind.EMERGENCY)
        return [service for service in self.help_services if service.kind in kinds]


def get_frame(request: HttpRequest, page: Page | None = None) -> Frame:
    """Return the frame for `page` (None on pages outside the tree, such as errors and the receipt).

    The language is the active one. At most seven queries, whatever the length of the menus.
    """
    cached = getattr(request, "_isigurt_frame", None)
    if cached is not None:
        return cached
    language = (get_language() or settings.LANGUAGE_CODE)[:2]
    site = Site.find_for_request(request)
    site_settings = SiteSettings.for_request(request) if site else SiteSettings()
    header_items = list(site_settings.header_items.select_related("page")) if site_settings.pk else []
    footer_items = list(site_settings.footer_items.select_related("page")) if site_settings.pk else []
    fixed = [site_settings.report_page, site_settings.search_page] if site_settings.pk else [None, None]
    menu = localised([*fixed, *(item.page for item in [*header_items, *footer_items])], language)
    by_key = {entry.translation_key: entry for entry in menu}

    def link(target: Page | None, label: str = "") -> Link | None:
        shown = by_key.get(target.translation_key) if target else None
        if shown is None:
            return None
        url = page_url(shown, request)
        current = page is not None and (page.pk == shown.pk or page.path.startswith(shown.path))
        return Link(title=label or shown.title, url=url, is_current=current)

    footer: dict[str, list[Link]] = {}
    for item in footer_items:
        if (entry := link(item.page, item.label(language))) is not None:
            footer.setdefault(item.column, []).append(entry)
    report, search = link(fixed[0]), link(fixed[1])
    now = timezone.now()
    frame = Frame(
        language=language,
        settings=site_settings,
        home_url=f"/{language}/",
        report=report,
        search_url=search.url if search else "",
        header=[entry for item in header_items if (entry := link(item.page, item.label(language))) is not None],
        footer=footer,
        help_services=list(HelpService.objects.live_in(language).select_related("page")),
        organisations=list(Organisation.objects.filter(locale__language_code=language)),
        announcement=Announcement.objects.filter(
            locale__language_code=language, starts_at__lte=now, ends_at__gt=now
        ).first(),
        breadcrumbs=_breadcrumbs(page, request),
        languages=_languages(page, request, language),
    )
    request._isigurt_frame = frame  # type: ignore[attr-defined]
    return frame


def _breadcrumbs(page: Page | None, request: HttpRequest) -> list[Link]:
    if page is None or page.depth <= 2:
        return []
    ancestors = page.get_ancestors().filter(depth__gt=1).select_related("locale")
    return [Link(title=ancestor.title, url=page_url(ancestor, request)) for ancestor in ancestors]


def _languages(page: Page | None, request: HttpRequest, language: str) -> list[LanguageLink]:
    names = {"sq": "Shqip", "en": "English"}
    translations: dict[str, Page] = {}
    if page is not None and page.pk:
        candidates = page.get_translations(inclusive=True).live().filter(alias_of=None).select_related("locale")
        translations = {candidate.locale.language_code: candidate for candidate in candidates}
    links = []
    for code, name in names.items():
        translation = translations.get(code)
        if translation is not None:
            url = page_url(translation, request)
        elif page is not None and page.pk:
            with override(code):
                url = reverse("untranslated", args=[page.pk])
        else:
            url = f"/{code}/"
        links.append(
            LanguageLink(
                code=code,
                name=name,
                url=url,
                is_current=code == language,
                is_translated=translation is not None,
            )
        )
    return links
