from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InboxConfig(AppConfig):
    name = "reports.inbox"
    label = "inbox"
    verbose_name = _("Hotline inbox")

    def ready(self) -> None:
        from . import checks  # noqa: F401
