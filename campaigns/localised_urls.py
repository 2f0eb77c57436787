"""Public addresses of campaigns below the language prefix."""

from django.urls import path

from . import poster_views

urlpatterns = [path("poster/", poster_views.poster_maker, name="poster-maker")]
