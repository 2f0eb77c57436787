"""Files that programs look for at fixed addresses: robots.txt and security.txt."""

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

SECURITY_CONTACT = "mailto:isigurt@crca.al"


def robots(request: HttpRequest) -> HttpResponse:
    """Keep crawlers out of the admin and away from the reporting form."""
    lines = [
        "User-agent: *",
        "Disallow: /admin/",
        "Disallow: /sq/raporto/",
        "Disallow: /en/report/",
        "Disallow: /sq/raportim/",
        "Disallow: /en/raportim/",
        f"Sitemap: {request.build_absolute_uri('/sitemap.xml')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")


def security(request: HttpRequest) -> HttpResponse:
    """Say whom to tell about a vulnerability (RFC 9116)."""
    expires = (timezone.now() + timedelta(days=180)).replace(hour=0, minute=0, second=0, microsecond=0)
    lines = [f"Contact: {SECURITY_CONTACT}", f"Expires: {expires.isoformat()}", "Preferred-Languages: sq, en"]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
