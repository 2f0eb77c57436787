"""The poster maker: a school types its name and gets its poster. Nothing is stored, logged or put into an address."""

from typing import Any

from django.core.cache import cache
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http import HttpRequest, HttpResponse, UnreadablePostError
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from typst import TypstError

from cms.core.archives import safe_name
from cms.core.localisation import active_language
from cms.core.responses import guarded

from .materials.common import surroundings
from .materials.posters import Paper, poster_pdf
from .models import CampaignMaterialPage, DownloadCount, MaterialVariant
from .poster_form import PosterForm
from .services import count_download

# Setting a poster takes some hundredths of a second; this many a minute leave the machine to the rest of the site.
POSTERS_A_MINUTE = 240
_MATERIALS_SHOWN = 3
_TEMPLATE = "pages/campaigns/poster_maker.html"


# There is no session to protect and nothing is written down: a post from elsewhere gives its sender a poster.
@csrf_exempt
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def poster_maker(request: HttpRequest) -> HttpResponse:
    """Answer with the form, or with a PDF: 200, 422 with sentences at the fields, 503 where too many are asked for."""
    posters = _posters(active_language())
    if request.method != "POST":
        return render(request, _TEMPLATE, {"form": PosterForm(posters=posters)})
    try:
        form = PosterForm(request.POST, posters=posters)
    except (BadRequest, SuspiciousOperation, UnreadablePostError):
        return guarded(_refused(request, PosterForm(posters=posters), 400, _("This form could not be read.")))
    if not form.is_valid():
        return guarded(_refused(request, form, 422))
    if not _has_room():
        answer = _refused(request, form, 503, _("Many posters are being made just now. Please try again in a minute."))
        answer["Retry-After"] = "60"
        return guarded(answer)
    material, variant = form.chosen
    around = surroundings(active_language())
    try:
        pdf = poster_pdf(material, variant, around, Paper(form.cleaned_data["paper"]), form.own)
    except TypstError:
        form.add_error("school", _("The poster could not be made with these words. Please type them more simply."))
        return guarded(_refused(request, form, 422))
    count_download(page_id=material.pk, format=DownloadCount.Format.OWN_POSTER)
    name = safe_name(f"poster-{variant.code}-{form.own.school}".replace("/", "-"), limit=60, fallback="poster")
    answer = HttpResponse(pdf, content_type="application/pdf")
    answer["Content-Disposition"] = content_disposition_header(True, f"{name}.pdf") or "attachment"
    answer["Content-Language"] = active_language()
    return guarded(answer)


def _refused(request: HttpRequest, form: PosterForm, status: int, message: str = "") -> HttpResponse:
    context: dict[str, Any] = {"form": form, "message": message}
    return render(request, _TEMPLATE, context, status=status)


def _posters(language: str) -> list[tuple[CampaignMaterialPage, MaterialVariant]]:
    """Return the posters of the newest live poster materials in `language`; two queries."""
    materials = (
        CampaignMaterialPage.objects.live()
        .public()
        .filter(kind=CampaignMaterialPage.Kind.POSTER, locale__language_code=language, alias_of=None)
        .order_by("-first_published_at", "pk")
        .prefetch_related("variants")[:_MATERIALS_SHOWN]
    )
    return [(material, variant) for material in materials for variant in material.variants.all()]


def _has_room() -> bool:
    key = f"posters-made-{timezone.now():%Y%m%d%H%M}"
    cache.add(key, 0, 120)
    try:
        return cache.incr(key) <= POSTERS_A_MINUTE
    except ValueError:
        return True
