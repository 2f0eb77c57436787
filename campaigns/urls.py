"""Public addresses of campaigns outside the page tree."""

from django.urls import path, re_path

from . import download_views

app_name = "campaigns"
urlpatterns = [
    path("bundles/<int:toolkit_id>/", download_views.bundle, name="bundle"),
    path("bundles/<int:toolkit_id>/choice.zip", download_views.choice, name="bundle-choice"),
    path("bundles/<int:toolkit_id>/files/<path:name>", download_views.bundle_file, name="bundle-file"),
    re_path(
        r"^bundles/(?P<toolkit_id>[0-9]{1,18})/(?P<sha256>[0-9a-f]{64})\.zip$",
        download_views.bundle_version,
        name="bundle-version",
    ),
]
