"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path, re_path

from . import keys, passphrase

urlpatterns = [
    path("inbox-key/", keys.show_people, name="inbox_keys"),
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
    path("inbox-key/ask/", keys.ask, name="inbox_key_ask"),
    path("inbox-key/rotate/", keys.rotate, name="inbox_key_rotate"),
    re_path(r"^inbox-key/grant/(?P<user_id>\d{1,18})/$", keys.grant, name="inbox_key_grant"),
    re_path(r"^inbox-key/revoke/(?P<user_id>\d{1,18})/$", keys.revoke, name="inbox_key_revoke"),
]
