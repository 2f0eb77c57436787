"""Public addresses of campaigns outside the page tree."""

from django.urls import path

from . import views

app_name = "campaigns"
urlpatterns = [path("bundles/<int:toolkit_id>/", views.bundle, name="bundle")]
