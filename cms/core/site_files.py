"""Files that programs look for at fixed addresses: robots.txt and security.txt."""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import override

from .frame import surroundings
from .freshness import confirmed

SECURITY_CONTACT = "mailto:isigurt@crca.al"


@confirmed
def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the admin and away from the reporting form, wherever editors have put it."""
    pages = ["/admin/"]
    for code, _name in settings.LANGUAGES:
        with override(code):
            report = surroundings(request).report
            pages += [report.url] if report else []
    lines = ["User-agent: *", *(f"Disallow: {path}" for path in pages), f"Sitemap: {settings.BASE_URL}/sitemap.xml"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a vulnerability (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {SECURITY_CONTACT}", f"Expires: {expires.isoformat()}", "Preferred-Languages: sq, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
