"""Addresses of the second factor, below `/admin/`."""

from django.urls import path

from . import views

urlpatterns = [
    path("second-factor/", views.verify, name="second_factor_verify"),
    path("second-factor/recovery/", views.recovery, name="second_factor_recovery"),
    path("second-factor/set-up/", views.enrol, name="second_factor_enrol"),
    path("second-factor/codes/", views.renew_codes, name="second_factor_codes"),
    path("second-factor/remove/", views.remove, name="second_factor_remove"),
]
