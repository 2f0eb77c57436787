"""Public addresses of the hotline, below the language prefix."""

from django.urls import path

from . import views

app_name = "inbox"
urlpatterns = [path("raportim/", views.submit, name="submit")]
