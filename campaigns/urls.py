"""Public addresses of campaigns outside the page tree."""

from django.urls import path, re_path

from . import printed, views

app_name = "campaigns"
urlpatterns = [
    path("bundles/<int:toolkit_id>/", views.bundle, name="bundle"),
    re_path(r"^fushata-ndergjegjesuese/?$", printed.printed_path, name="printed-path"),
]
