"""The reporting form on any page."""

from typing import Any

from django import template

from ..forms import ReportForm
from ..models import ReportingForm
from ..vocabularies import CATEGORY_HELP

register = template.Library()


@register.inclusion_tag("pages/inbox/_form.html", takes_context=True)
def report_form(
    context: template.Context, reporting_form: ReportingForm, form: ReportForm | None = None
) -> dict[str, Any]:
    """Show the form, fresh on any page or with what was typed on its own: `{% report_form value.form %}`."""
    return {
        "request": context.get("request"),
        "reporting_form": reporting_form,
        "form": form or ReportForm(reporting_form=reporting_form),
        "has_own_page": form is not None,
        "could_not_store": context.get("could_not_store", False),
    }


@register.filter
def category_help(code: str) -> Any:
    """Return the sentence that explains a category."""
    return CATEGORY_HELP.get(code, "")
