"""House rules that Django's check framework can enforce."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.checks import CheckMessage, Error, register
from wagtail.models import Page


@register("isigurt")
def every_page_is_a_site_page(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Each page type of ours inherits `SitePage` and has its template in the place its name says."""
    from django.template import TemplateDoesNotExist
    from django.template.loader import get_template

    from .models import SitePage

    errors: list[CheckMessage] = []
    ours = {name.rsplit(".", 1)[0] if ".apps." in name else name for name in settings.INSTALLED_APPS}
    for model in apps.get_models():
        if not issubclass(model, Page) or model is Page or model._meta.app_config.name not in ours:
            continue
        if model.__module__.startswith("wagtail"):
            continue
        if not issubclass(model, SitePage):
            errors.append(
                Error(
                    f"{model.__name__} does not inherit cms.core.models.SitePage.",
                    hint="Derive it from SitePage, which carries summary, voice, sensitivity and review dates.",
                    obj=model,
                    id="isigurt.E001",
                )
            )
            continue
        try:
            get_template(model.template_name())
        except TemplateDoesNotExist:
            errors.append(
                Error(f"{model.__name__} has no template {model.template_name()}.", obj=model, id="isigurt.E002")
            )
    return errors
