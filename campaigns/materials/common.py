"""What every material says beside its own text: brand, numbers, the way to RAPORTO. Read once for a whole toolkit."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from wagtail.models import Site

from cms.core.documents import absolute
from cms.core.documents.glyphs import printable
from cms.core.localisation import localised
from cms.core.models import HelpService, SiteSettings

from .ornaments import code


@dataclass(frozen=True)
class Surroundings:
    """The frame of all materials in one language."""

    language: str
    brand: str
    report_url: str
    services: tuple[HelpService, ...]

    @property
    def helpline(self) -> dict[str, str]:
        """Return number and terms of the first helpline that can be telephoned; both empty where there is none."""
        found = next((s for s in self.services if s.kind == HelpService.Kind.HELPLINE and s.telephone), None)
        if found is None:
            return {"number": "", "terms": ""}
        terms = [_("free")] if found.is_free else []
        terms += [_("24 hours")] if found.is_always_open else []
        return {"number": printable(found.telephone_display or found.telephone), "terms": ", ".join(terms)}

    def data(self) -> dict[str, Any]:
        """Return what every template reads; call it in the language of the material."""
        return {
            "language": self.language,
            "brand": self.brand,
            "helpline": self.helpline,
            "code": code(self.report_url),
            "code_says": _("QR code that opens %(address)s") % {"address": self.report_url},
            "numbers_title": _("Help numbers"),
            "numbers": [
                {
                    "number": printable(service.telephone_display or service.telephone),
                    "name": printable(service.summary or service.full_name or service.name),
                    "is_helpline": service.kind == HelpService.Kind.HELPLINE,
                }
                for service in self.services
                if service.telephone
            ],
        }


def surroundings(language: str) -> Surroundings:
    """Return the frame of materials in `language` (`sq` or `en`); four queries."""
    site = Site.objects.filter(is_default_site=True).first()
    settings = SiteSettings.for_site(site) if site else SiteSettings()
    pages = localised([settings.report_page], language) if settings.report_page_id else []
    return Surroundings(
        language=language,
        brand=printable(settings.brand),
        report_url=absolute(pages[0].get_url() or "/" if pages else f"/{language}/"),
        services=tuple(HelpService.objects.live_in(language)),
    )
