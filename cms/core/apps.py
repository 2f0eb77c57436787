from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _

# Before any address is read, whichever app reads its own first: every one may take `row`.
from . import converters  # noqa: F401


class CoreConfig(AppConfig):
    name = "cms.core"
    label = "core"
    verbose_name = _("Core")

    def ready(self) -> None:
        from . import checks, counting  # noqa: F401
