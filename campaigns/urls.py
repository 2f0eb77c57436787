"""Public addresses of campaigns outside the page tree."""

from django.urls import re_path

from . import download_views, printed

app_name = "campaigns"
# Numbers are as long as the database can hold: a longer one is no address at all.
_TOOLKIT = r"^bundles/(?P<toolkit_id>[0-9]{1,18})/"
urlpatterns = [
    re_path(rf"{_TOOLKIT}$", download_views.bundle, name="bundle"),
    re_path(rf"{_TOOLKIT}choice\.zip$", download_views.choice, name="bundle-choice"),
    re_path(rf"{_TOOLKIT}files/(?P<name>.+)$", download_views.bundle_file, name="bundle-file"),
    re_path(rf"{_TOOLKIT}(?P<sha256>[0-9a-f]{{64}})\.zip$", download_views.bundle_version, name="bundle-version"),
    re_path(r"^fushata-ndergjegjesuese/?$", printed.printed_path, name="printed-path"),
]
