"""What machines read about a page: schema.org as JSON-LD, and the addresses that other sites are told.

A page type says what it is in `structured_data`; here it gets its address, its publisher and its place in the site.
"""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.templatetags.static import static
from django.utils.translation import gettext as _
from wagtail.models import Page

from .frame import Frame
from .localisation import page_url
from .models import Organisation, SitePage


def absolute(path: str) -> str:
    """Return `path` below the address under which the site is known, whatever host a request named.

    Args:
        path: begins with a slash; anything else, such as an absolute address, is returned as it is.
    """
    return f"{settings.BASE_URL}{path}" if path.startswith("/") else path


def page_graph(page: SitePage, frame: Frame, request: HttpRequest | None = None) -> dict[str, Any]:
    """Return the JSON-LD of `page`: itself, its publisher, and its breadcrumbs where it has any.

    https://www.w3.org/TR/json-ld11/, https://schema.org/
    """
    url = absolute(page_url(page, request))
    publisher = organisation(frame)
    described = page.structured_data()
    node: dict[str, Any] = {"@id": f"{url}#page", "url": url, **described, "isAccessibleForFree": True}
    site = {"@id": f"{absolute(frame.home_url)}#site"}
    published = {"publisher": {"@id": publisher["@id"]}}
    if described["@type"] == "WebSite":
        node |= site | published | search_action(frame)
    elif described["@type"] == "Event":
        # Not a work: it has an organiser rather than a publisher, and is part of no site.
        node.setdefault("organizer", published["publisher"])
    else:
        node |= published | {"isPartOf": site}
    nodes = [node, publisher]
    if frame.breadcrumbs:
        nodes.append(breadcrumb_list(page, url, frame))
    return {"@context": "https://schema.org", "@graph": nodes}


def organisation(frame: Frame) -> dict[str, Any]:
    """Return who publishes the site, with the ways to reach it that editors have entered."""
    site = frame.settings
    data: dict[str, Any] = {
        "@type": "Organization",
        "@id": f"{settings.BASE_URL}/#organisation",
        "name": site.brand,
        "alternateName": site.name,
        "url": settings.BASE_URL + "/",
        "logo": absolute(static("icons/icon-512.png")),
    }
    contact = {name: value for name, value in (("email", site.email), ("telephone", site.telephone)) if value}
    if contact:
        data["contactPoint"] = {"@type": "ContactPoint", "contactType": "customer support", **contact} | {
            "availableLanguage": ["sq", "en"]
        }
    operators = [
        {"@type": "Organization", "name": known.name} | ({"url": known.url} if known.url else {})
        for known in frame.surroundings.organisations
        if known.role == Organisation.Role.OPERATOR
    ]
    if operators:
        data["parentOrganization"] = operators[0] if len(operators) == 1 else operators
    return data


def search_action(frame: Frame) -> dict[str, Any]:
    """Return the site's own search for a `WebSite`; nothing where there is no search page."""
    if not frame.search_url:
        return {}
    return {
        "potentialAction": {
            "@type": "SearchAction",
            "target": {
                "@type": "EntryPoint",
                "urlTemplate": f"{absolute(frame.search_url)}?q={{search_term_string}}",
            },
            "query-input": "required name=search_term_string",
        }
    }


def breadcrumb_list(page: Page, url: str, frame: Frame) -> dict[str, Any]:
    """Return the way from the home page down to `page`, as the reader sees it."""
    steps = [(_("Home") if not position else link.title, link.url) for position, link in enumerate(frame.breadcrumbs)]
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {"@type": "ListItem", "position": position, "name": str(name), "item": absolute(address)}
            for position, (name, address) in enumerate([*steps, (page.title, url)], start=1)
        ],
    }
