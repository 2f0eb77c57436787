"""What a front end needs to draw the frame of the site: `/site/`, `/locales/` and `/menus/`. Mounted by the roof."""

from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import override
from ninja import Query, Router, Schema

from ..frame import LANGUAGE_NAMES, Link, surroundings
from .access import anyone
from .caching import confirmed_read
from .problems import refuse_unknown_parameters
from .schemas import Language

router = Router(auth=anyone, tags=["site"])
router.add_decorator(confirmed_read, mode="view")


class LanguageQuery(Schema):
    """The language of the answer."""

    locale: Language = "sq"


class MenuLinkOut(Schema):
    """An entry of a menu; `url` is a path on the site."""

    title: str
    url: str


class HelpServiceOut(Schema):
    """A service that helps. `telephone` is dialled as it is; null where we do not know whether it is free."""

    code: str
    kind: Literal["hotline", "helpline", "police", "emergency"]
    name: str
    full_name: str
    summary: str
    telephone: str
    telephone_display: str
    email: str
    url: str
    is_always_open: bool
    is_free: bool | None


class SiteOrganisationOut(Schema):
    """An organisation behind the site."""

    code: str
    role: Literal["operator", "partner", "membership", "institution"]
    name: str
    url: str


class AnnouncementOut(Schema):
    """A short notice above every page."""

    text: str
    url: str | None


class SiteOut(Schema):
    """The frame of the site in one language. Show the help services before anything asks for a report."""

    locale: Language
    brand: str
    name: str
    tagline: str
    footer_line: str
    email: str
    telephone: str
    postal_address: str
    report: MenuLinkOut | None
    search: MenuLinkOut | None
    help: MenuLinkOut | None
    help_services: list[HelpServiceOut]
    organisations: list[SiteOrganisationOut]
    announcement: AnnouncementOut | None


class LocaleOut(Schema):
    """A language of the site."""

    code: Language
    name: str
    is_source: bool
    home_url: str


class FooterOut(Schema):
    """The columns of the footer."""

    about: list[MenuLinkOut]
    learn: list[MenuLinkOut]
    help: list[MenuLinkOut]


class MenusOut(Schema):
    """The menus in one language: only pages that are live in it."""

    locale: Language
    header: list[MenuLinkOut]
    footer: FooterOut


@router.get("/site/", response=SiteOut, summary="The frame of the site", url_name="site")
def site(request: HttpRequest, asked: Query[LanguageQuery]) -> dict[str, Any]:
    """Return brand, contacts, help services and notices. At most twelve queries, two while they are kept."""
    refuse_unknown_parameters(request, set(LanguageQuery.model_fields))
    with override(asked.locale):
        around = surroundings(request)
        own = around.settings
        notice = around.announcement
        return {
            "locale": asked.locale,
            **{name: getattr(own, name) for name in ("brand", "name", "tagline", "footer_line", "email", "telephone")},
            "postal_address": own.postal_address,
            "report": _link(around.report),
            "search": _link(around.search),
            "help": _link(around.help),
            "help_services": [
                {name: getattr(service, name) for name in HelpServiceOut.model_fields}
                for service in around.help_services
            ],
            "organisations": [
                {name: getattr(one, name) for name in SiteOrganisationOut.model_fields} for one in around.organisations
            ],
            "announcement": {"text": notice.text, "url": notice.page.get_url() if notice.page else None}
            if notice
            else None,
        }


@router.get("/locales/", response=list[LocaleOut], summary="The languages of the site", url_name="locales")
def locales(request: HttpRequest) -> list[dict[str, Any]]:
    """Return the languages, the source first."""
    refuse_unknown_parameters(request, set())
    return [
        {
            "code": code,
            "name": LANGUAGE_NAMES[code],
            "is_source": code == settings.LANGUAGE_CODE,
            "home_url": f"/{code}/",
        }
        for code, _name in settings.LANGUAGES
    ]


@router.get("/menus/", response=MenusOut, summary="The menus", url_name="menus")
def menus(request: HttpRequest, asked: Query[LanguageQuery]) -> dict[str, Any]:
    """Return the main navigation and the footer."""
    refuse_unknown_parameters(request, set(LanguageQuery.model_fields))
    with override(asked.locale):
        around = surroundings(request)
    return {
        "locale": asked.locale,
        "header": [_link(link) for link in around.header],
        "footer": {name: [_link(link) for link in around.footer.get(name, [])] for name in FooterOut.model_fields},
    }


def _link(link: Link | None) -> dict[str, str] | None:
    return {"title": link.title, "url": link.url} if link is not None else None
