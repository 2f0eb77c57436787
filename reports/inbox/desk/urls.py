"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path

from . import passphrase

urlpatterns = [
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
]
