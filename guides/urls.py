"""Public addresses of guides outside the page tree."""

from django.urls import path

from . import views

app_name = "guides"
urlpatterns = [path("lessons/<row:lesson_id>/plan.<slug:format>", views.lesson_download, name="lesson-download")]
