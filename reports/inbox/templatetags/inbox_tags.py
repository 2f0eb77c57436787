"""The reporting form on any page."""

from typing import Any

from django import template

from ..models import ReportingForm
from ..public.report_form import ReportForm
from ..public.steps import START, STEPS

register = template.Library()


@register.inclusion_tag("pages/inbox/_entry.html", takes_context=True)
def report_form(context: template.Context, reporting_form: ReportingForm) -> dict[str, Any]:
    """Show the first screen of the form, and the others for browsers with JavaScript: `{% report_form value.form %}`.

    The page may be kept by caches, so nothing in here is for one visitor alone.
    """
    return {
        "request": context.get("request"),
        "page": context.get("page"),
        "reporting_form": reporting_form,
        "form": ReportForm(reporting_form=reporting_form, is_complete=True),
        "steps": [step.name for step in STEPS if step is not START],
    }
