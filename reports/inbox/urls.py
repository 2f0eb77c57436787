"""Public addresses of the hotline, below the language prefix."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from .public import receipt_page, reporting, tracking

app_name = "inbox"
urlpatterns = [
    path("raportim/", reporting.submit, name="submit"),
    path("raportim/sfida/", reporting.challenge, name="challenge"),
    path("raportim/kodi/", receipt_page.receipt_actions, name="receipt"),
    # The one address that people may type or be told: in the reader's language.
    path(_("raportim/tracking/"), tracking.tracking, name="tracking"),
]
