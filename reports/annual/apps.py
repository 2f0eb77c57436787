from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AnnualConfig(AppConfig):
    name = "reports.annual"
    label = "annual"
    verbose_name = _("Annual reports")

    def ready(self) -> None:
        # Registers how figures are read.
        from . import reading  # noqa: F401
