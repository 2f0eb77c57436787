"""What stands around every page: settings, navigation, help services, languages.

The part that is the same on every page of a language is kept until the site changes; the rest is built for each
request.
"""

from dataclasses import dataclass, field, replace

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.translation import override
from wagtail.models import Page, Site

from .freshness import kept, site_state
from .localisation import active_language, locale_of, localised, page_url
from .models import Announcement, HelpService, Organisation, SiteSettings

LANGUAGE_NAMES = {"sq": "Shqip", "en": "English"}


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


@dataclass(frozen=True)
class Surroundings:
    """What is the same on every page of one language."""

    settings: SiteSettings
    report: Link | None = None
    search: Link | None = None
    help: Link | None = None
    header: list[Link] = field(default_factory=list)
    footer: dict[str, list[Link]] = field(default_factory=dict)
    help_services: list[HelpService] = field(default_factory=list)
    organisations: list[Organisation] = field(default_factory=list)
    announcement: Announcement | None = None


@dataclass(frozen=True)
class Frame:
    """The frame of one page in one language."""

    language: str
    surroundings: Surroundings
    header: list[Link] = field(default_factory=list)
    breadcrumbs: list[Link] = field(default_factory=list)
    languages: list[LanguageLink] = field(default_factory=list)

    @property
    def home_url(self) -> str:
        return f"/{self.language}/"

    @property
    def settings(self) -> SiteSettings:
        return self.surroundings.settings

    @property
    def keeps_copies(self) -> bool:
        """Return whether visitors' devices may keep pages for reading without a connection."""
        return bool(settings.OFFLINE_COPIES)

    @property
    def report(self) -> Link | None:
        return self.surroundings.report

    @property
    def search_url(self) -> str:
        return self.surroundings.search.url if self.surroundings.search else ""

    @property
    def help_services(self) -> list[HelpService]:
        return self.surroundings.help_services

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

    The language is the active one. Three queries while the surroundings are kept, at most ten otherwise.
    """
    cached: Frame | None = getattr(request, "_isigurt_frame", None)
    if cached is not None:
        return cached
    language = active_language()
    around = surroundings(request)
    path = request.path
    frame = Frame(
        language=language,
        surroundings=around,
        header=[replace(link, is_current=path.startswith(link.url)) for link in around.header],
        breadcrumbs=_breadcrumbs(page, request),
        languages=_languages(page, request, language),
    )
    request._isigurt_frame = frame  # type: ignore[attr-defined]
    return frame


def surroundings(request: HttpRequest) -> Surroundings:
    """Return what is the same on every page of the active language."""
    language = active_language()
    site = Site.find_for_request(request)
    if site is None:
        return Surroundings(settings=SiteSettings())
    return kept(request, f"surroundings-{site.pk}-{language}", lambda: _read_surroundings(request, site, language))


def _read_surroundings(request: HttpRequest, site: Site, language: str) -> Surroundings:
    site_settings = SiteSettings.for_site(site)
    header = list(site_settings.header_items.select_related("page"))
    footer_items = list(site_settings.footer_items.select_related("page"))
    fixed = [site_settings.report_page, site_settings.search_page, site_settings.help_page]
    menu = localised([*fixed, *(item.page for item in [*header, *footer_items])], language)
    by_key = {entry.translation_key: entry for entry in menu}

    def link(target: Page | None, label: str = "") -> Link | None:
        shown = by_key.get(target.translation_key) if target else None
        return Link(title=label or shown.title, url=page_url(shown, request)) if shown else None

    footer: dict[str, list[Link]] = {}
    for item in footer_items:
        if (entry := link(item.page, item.label(language))) is not None:
            footer.setdefault(item.column, []).append(entry)
    showing = site_state(request).announcements
    announcements = Announcement.objects.filter(pk__in=showing, locale__language_code=language)
    return Surroundings(
        settings=site_settings,
        report=link(fixed[0]),
        search=link(fixed[1]),
        help=link(fixed[2]),
        header=[entry for item in header if (entry := link(item.page, item.label(language))) is not None],
        footer=footer,
        help_services=list(HelpService.objects.live_in(language)),
        organisations=list(Organisation.objects.filter(locale__language_code=language)),
        announcement=announcements.select_related("page").first(),
    )


def _breadcrumbs(page: Page | None, request: HttpRequest) -> list[Link]:
    if page is None or page.depth <= 2:
        return []
    chain = getattr(page, "chain", None)
    ancestors = chain[:-1] if chain else page.get_ancestors().filter(depth__gt=1).select_related("locale")
    return [Link(title=ancestor.title, url=page_url(ancestor, request)) for ancestor in ancestors]


def _languages(page: Page | None, request: HttpRequest, language: str) -> list[LanguageLink]:
    translations: dict[str, Page] = {}
    if page is not None and page.pk:
        for candidate in Page.objects.live().filter(translation_key=page.translation_key, alias_of=None):
            candidate.locale = locale_of(candidate.locale_id)
            translations[candidate.locale.language_code] = candidate
    links = []
    for code, name in LANGUAGE_NAMES.items():
        translation = translations.get(code)
        if translation is not None:
            url = getattr(page, "language_urls", {}).get(code) or page_url(translation, request)
        elif page is not None and page.pk and code != language:
            with override(code):
                url = reverse("untranslated", args=[page.pk])
        else:
            url = _same_view(request, code)
        links.append(LanguageLink(code, name, url, code == language, translation is not None))
    return links


def _same_view(request: HttpRequest, code: str) -> str:
    """Return the same address in another language where no page stands behind it, as of a form; else the home page."""
    match = request.resolver_match
    # What an address names, as a page that is not there, has another name in another language.
    is_the_same_for_all = match is not None and not match.args and not match.kwargs
    return translate_url(request.path, code) if is_the_same_for_all else f"/{code}/"
