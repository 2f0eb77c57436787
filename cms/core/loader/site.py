"""Site root, settings, navigation and redirects of a pack. Written once; editors own them from then on."""

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from wagtail.contrib.redirects.models import Redirect
from wagtail.models import Locale, Page, Site

from ..models import FooterItem, HeaderItem, SiteSettings
from .pack import Pack
from .registry import Item
from .writer import Ledger, Writer

SETTINGS = Item("site.settings", "site_settings", "sq", "site.yaml", {})


def is_missing(ledger: Ledger) -> bool:
    """Return whether the site has not been set up from a pack yet."""
    return ledger.get(SETTINGS) is None


def prepare_locales() -> tuple[Locale, Locale]:
    """Return the Albanian and the English locale, creating what is missing."""
    albanian, _created = Locale.objects.get_or_create(language_code="sq")
    english, _created = Locale.objects.get_or_create(language_code="en")
    return albanian, english


def prepare(*, pack: Pack, writer: Writer, ledger: Ledger) -> None:
    """Point the site at the home page and write settings, menus and redirects, unless that was done before."""
    if not is_missing(ledger):
        return
    home = writer.target_of(pack.tree[0])
    if not isinstance(home, Page):
        return
    site = _site(pack, home)
    site_settings = _settings(pack, writer, site)
    _redirects(pack, writer, site)
    ledger.record(SETTINGS, "", site_settings)


def _site(pack: Pack, home: Page) -> Site:
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True)
    # The address that sitemaps, feeds and canonical links name.
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site.hostname = address.hostname or "localhost"
    site.port = address.port or (443 if address.scheme == "https" else 80)
    previous = site.root_page if site.root_page_id else None
    site.root_page = Page.objects.get(pk=home.pk)
    site.site_name = pack.site["brand"]
    site.save()
    # Wagtail's own welcome page, and nothing that an editor has made.
    if previous is not None and type(previous.specific) is Page and not previous.get_children().exists():
        Page.objects.get(pk=previous.pk).delete()
    return site


def _settings(pack: Pack, writer: Writer, site: Site) -> SiteSettings:
    data = pack.site
    site_settings, _created = SiteSettings.objects.get_or_create(site=site)
    site_settings.brand = data["brand"]
    for field, key in (("name", "name"), ("tagline", "tagline")):
        for language in ("sq", "en"):
            setattr(site_settings, f"{field}_{language}", data[key][language])
    site_settings.footer_line_sq = data["footer"]["line"]["sq"]
    site_settings.footer_line_en = data["footer"]["line"]["en"]
    site_settings.email = data["contact"].get("email") or ""
    site_settings.telephone = data["contact"].get("phone") or ""
    site_settings.postal_address = data["contact"].get("postal_address") or ""
    fixed = pack.structure.get("fixed_pages", {})
    site_settings.report_page = _page(writer, fixed.get("report"))
    site_settings.search_page = _page(writer, fixed.get("search"))
    site_settings.help_page = _page(writer, fixed.get("help"))
    menus = pack.structure.get("navigation", {})
    site_settings.header_items = [HeaderItem(**entry) for entry in _menu(writer, menus.get("header", []))]
    site_settings.footer_items = [
        FooterItem(column=column, **entry)
        for column in ("learn", "help", "about")
        for entry in _menu(writer, menus.get("footer", {}).get(column, []))
    ]
    site_settings.save()
    return site_settings


def _menu(writer: Writer, entries: list[Any]) -> list[dict[str, Any]]:
    """Return menu rows; an entry is an item id, or a mapping with `item` and `label` in both languages."""
    rows = []
    for position, entry in enumerate(entries):
        data: dict[str, Any] = {"item": entry} if isinstance(entry, str) else entry
        page = _page(writer, data["item"])
        if page is not None:
            label = data.get("label", {})
            rows.append(
                {
                    "page": page,
                    "label_sq": label.get("sq", ""),
                    "label_en": label.get("en", ""),
                    "sort_order": position,
                }
            )
    return rows


def _page(writer: Writer, item_id: str | None) -> Page | None:
    target = writer.target_of(item_id) if item_id else None
    return Page.objects.get(pk=target.pk) if isinstance(target, Page) else None


def _redirects(pack: Pack, writer: Writer, site: Site) -> None:
    """Lead old and printed addresses to their pages; patterns with `<slug>` are answered by a view of `home`."""
    entries = [
        *(
            {"from": entry["path"], "to": entry["item"], "status": 301}
            for entry in pack.site.get("permanent_paths", [])
        ),
        *pack.site.get("redirects", []),
    ]
    for entry in entries:
        page = _page(writer, entry["to"])
        if page is None or "<" in entry["from"]:
            continue
        Redirect.objects.get_or_create(
            old_path=Redirect.normalise_path(entry["from"]),
            site=site,
            defaults={"redirect_page": page, "is_permanent": entry["status"] == 301},
        )
