"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path

from . import audit, passphrase, statistics

urlpatterns = [
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
    path("inbox-audit/", audit.trail, name="inbox_audit"),
    path("inbox-audit/check/", audit.check, name="inbox_audit_check"),
    path("inbox-statistics/", statistics.quarter, name="inbox_statistics"),
    path("inbox-statistics/<str:period>.csv", statistics.quarter_as_csv, name="inbox_statistics_csv"),
    path("inbox-statistics/<str:period>/<slug:code>.csv", statistics.table_as_csv, name="inbox_statistics_table_csv"),
]
