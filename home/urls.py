"""Public addresses of the home app outside the page tree."""

from django.urls import re_path

from . import views

app_name = "home"
urlpatterns = [re_path(r"^lajme/[^/]+/?$", views.old_news, name="old-news")]
