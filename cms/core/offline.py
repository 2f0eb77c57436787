"""Reading without a connection: the service worker, the page it falls back to, and the manifest of the installed site.

What may be kept is decided by the server: `SitePage.serve` marks pages, and nothing else is kept.
"""

import hashlib
import json
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.translation import gettext, override
from django.views.decorators.http import require_safe

from .frame import Surroundings, get_frame, surroundings
from .freshness import confirmed
from .release import release

# Pages read last that a device keeps, and files; a page is about 20 KB, a file 5 KB.
PAGE_LIMIT = 20
FILE_LIMIT = 40
KEPT_FILES = (
    "css/site.css",
    "js/offline/register.js",
    "js/offline/kept_pages.js",
    "icons/favicon.svg",
)
# As in tokens.css.
PETROL, PAPER = "#0b4a56", "#fbfaf6"


@require_safe
def service_worker(request: HttpRequest) -> HttpResponse:
    """Answer with the worker and its settings; with one that removes itself where `OFFLINE_COPIES` is off."""
    if settings.OFFLINE_COPIES:
        text = f"const SETTINGS = {json.dumps(worker_settings(request), ensure_ascii=False)};\n{_script('worker')}"
    else:
        text = _script("retire")
    # Asked for again on every visit, so that a mistake in it lives no longer than until the next one.
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers={"Cache-Control": "no-cache"})


def worker_settings(request: HttpRequest) -> dict[str, Any]:
    """Return what the worker must know. Its version changes with the release and with the help numbers."""
    pages, offline, notes, numbers = [], {}, {}, []
    for code, _name in settings.LANGUAGES:
        with override(code):
            around = surroundings(request)
            offline[code] = reverse("offline")
            pages += [offline[code], *([around.help.url] if around.help else [])]
            notes[code] = gettext("You have no connection. This is the copy your device kept on %(date)s.")
            numbers.append(_numbers(around))
    version = hashlib.blake2s(repr((release(), pages, numbers)).encode(), digest_size=8).hexdigest()
    return {
        "version": version,
        "languages": [code for code, _name in settings.LANGUAGES],
        "pages": pages,
        "files": [static(name) for name in KEPT_FILES],
        "offline": offline,
        "notes": notes,
        "pageLimit": PAGE_LIMIT,
        "fileLimit": FILE_LIMIT,
    }


def _numbers(around: Surroundings) -> list[tuple[str, str]]:
    return [(service.name, service.telephone) for service in around.help_services]


def _script(name: str) -> str:
    path = finders.find(f"js/offline/{name}.js")
    with open(str(path), encoding="utf-8") as file:
        return file.read()


@require_safe
@confirmed
def offline_page(request: HttpRequest) -> HttpResponse:
    """Answer with the page that stands in for one a device has not kept: help numbers, and what it has kept."""
    return render(request, "errors/offline.html")


@require_safe
@confirmed
def manifest(request: HttpRequest) -> HttpResponse:
    """Answer with the web app manifest in the language of the address (https://www.w3.org/TR/appmanifest/)."""
    frame = get_frame(request)
    help_page = frame.surroundings.help
    data: dict[str, Any] = {
        "id": frame.home_url,
        "name": f"{frame.settings.brand} – {frame.settings.name}",
        "short_name": frame.settings.brand,
        "description": frame.settings.tagline,
        "lang": frame.language,
        "dir": "ltr",
        "start_url": frame.home_url,
        "scope": "/",
        # With the browser's way back and its address: nobody should wonder whose page this is.
        "display": "minimal-ui",
        "theme_color": PETROL,
        "background_color": PAPER,
        "icons": [
            {"src": static("icons/icon-192.png"), "sizes": "192x192", "type": "image/png"},
            {"src": static("icons/icon-512.png"), "sizes": "512x512", "type": "image/png"},
            {
                "src": static("icons/icon-maskable-512.png"),
                "sizes": "512x512",
                "type": "image/png",
                "purpose": "maskable",
            },
        ],
    }
    if help_page:
        data["shortcuts"] = [{"name": help_page.title, "url": help_page.url}]
    return JsonResponse(data, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})
