"""A lesson plan as plain data in its own language, for everything that leaves the site: PDF and cartridge."""

from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from cms.core.documents import absolute, stream_nodes
from cms.core.documents.glyphs import printable
from cms.core.models import HelpService, SiteSettings
from cms.core.page_links import preload
from cms.core.vocabularies import Competence, EducationalLevel

from .models import LessonPlanPage

DIGCOMP = "DigComp 2.2"


def lesson_data(lesson: LessonPlanPage, settings: SiteSettings) -> dict[str, Any]:
    """Return everything a printed lesson says, as strings that can be set.

    Args:
        lesson: a lesson plan of any language.
        settings: of the site, for its brand.
    """
    language = lesson.locale.language_code
    with override(language):
        preload([lesson.body])
        return {
            "language": language,
            "brand": printable(settings.brand),
            "kind": printable(lesson.type_label),
            "title": printable(lesson.title) or "—",
            "summary": printable(lesson.summary),
            "keywords": [printable(topic.name) for topic in lesson.topics],
            "address": absolute(lesson.get_url() or "/"),
            "address_shown": printable(absolute(lesson.get_url() or "/").split("://", 1)[-1]),
            "helpline": _helpline(language),
            "labels": _labels(),
            "facts": lesson_facts(lesson),
            "safeguarding": printable(lesson.safeguarding_note),
            "objectives": _lines(lesson.objective_list),
            "materials": _lines(lesson.material_list),
            "steps": [
                {"minutes": f"{step.minutes}′", "title": printable(step.title), "text": printable(step.text)}
                for step in lesson.steps.all()
            ],
            "body": stream_nodes(lesson.body, voice=lesson.voice),
            "attachments": [
                {"title": printable(link.document.title), "url": absolute(link.document.url)}
                for link in lesson.attachments.select_related("document")
            ],
            "licence": printable(lesson.get_licence_display()),
        }


def lesson_facts(lesson: LessonPlanPage) -> list[dict[str, Any]]:
    """Return what a teacher wants to know at a glance, in the active language.

    Each has a `label` and `values`; `wide` ones take a line of their own.
    """
    minutes, low, high = lesson.time_required, lesson.typical_age_min, lesson.typical_age_max
    age = ""
    if low is not None and high is not None:
        age = _("ages %(low)s–%(high)s") % {"low": low, "high": high}
    elif low is not None:
        age = _("from age %(low)s") % {"low": low}
    group = f"{lesson.group_size_min or 1}–{lesson.group_size_max}" if lesson.group_size_max else ""
    levels = dict(EducationalLevel.choices)
    labels = dict(Competence.choices)
    facts: list[tuple[str, list[str]]] = [
        (_("Time"), [ngettext("%(minutes)s minute", "%(minutes)s minutes", minutes) % {"minutes": minutes}]
         if minutes else []),
        (_("Age"), [age]),
        (_("Classes"), [lesson.class_span]),
        (_("Level"), [str(levels[code]) for code in lesson.educational_level if code in levels]),
        (_("Pupils"), [group]),
        (_("Subjects"), [lesson.subjects]),
        (DIGCOMP, [f"{code}\u00a0{labels[code]}" for code in sorted(lesson.competences) if code in labels]),
    ]  # fmt: skip
    shown = [(label, [printable(value) for value in values if value]) for label, values in facts]
    return [{"label": label, "values": values, "wide": label == DIGCOMP} for label, values in shown if values]


def _lines(values: list[str]) -> list[str]:
    return [text for value in values if (text := printable(value))]


def _helpline(language: str) -> dict[str, str] | None:
    """Return the first helpline that can be telephoned, as the help bar shows it."""
    services = HelpService.objects.live_in(language).filter(kind=HelpService.Kind.HELPLINE).exclude(telephone="")
    service = services.first()
    if service is None:
        return None
    return {"label": printable(_("Help for children:")), "number": printable(service.telephone_display)}


def _labels() -> dict[str, str]:
    return {
        "safeguarding": _("Safeguarding"),
        "objectives": _("Objectives"),
        "materials": _("What you need"),
        "course": _("Course of the lesson"),
        "minutes": _("Time"),
        "what": capfirst(_("step")),
        "attachments": _("Attachments"),
        "online": _("On the web"),
    }
