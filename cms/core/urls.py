"""Addresses of the floor that have no language."""

from django.urls import path

from . import offline, site_files, sitemaps, views

app_name = "core"
urlpatterns = [
    path("sitemap.xml", sitemaps.sitemap, name="sitemap"),
    path("sitemap-<row:part>.xml", sitemaps.sitemap_part, name="sitemap-part"),
    path("robots.txt", site_files.robots, name="robots"),
    path(".well-known/security.txt", site_files.security, name="security"),
    path("service-worker.js", offline.service_worker, name="service-worker"),
    path("cards/neutral.png", views.neutral_card, name="neutral-card"),
    path("cards/<row:page_id>-<slug:digest>.png", views.social_card, name="social-card"),
]
