"""Addresses of the floor below the language prefix."""

from django.urls import path

from . import feeds, offline, views

urlpatterns = [
    path("not-translated/<row:page_id>/", views.untranslated, name="untranslated"),
    path("offline/", offline.offline_page, name="offline"),
    path("manifest.webmanifest", offline.manifest, name="manifest"),
    path("feed.<slug:extension>", feeds.feed, name="feed"),
    path("feed/<slug:audience>.<slug:extension>", feeds.feed, name="audience-feed"),
]
