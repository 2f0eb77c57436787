"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path

from . import passing, passphrase, recipients, referrals

urlpatterns = [
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
    path("inbox-referrals/", referrals.referrals, name="inbox_referrals"),
    path("inbox-referrals/<int:referral_id>/", referrals.referral, name="inbox_referral"),
    path("inbox-referrals/<int:referral_id>/step/", referrals.referral_step, name="inbox_referral_step"),
    path("inbox-referrals/new/<int:report_id>/", passing.new_referral, name="inbox_referral_new"),
    path("inbox-packages/new/<int:report_id>/", passing.new_package, name="inbox_package_new"),
    path("inbox-recipients/", recipients.recipients, name="inbox_recipients"),
    path("inbox-recipients/new/", recipients.recipient_new, name="inbox_recipient_new"),
    path("inbox-recipients/<int:recipient_id>/", recipients.recipient_edit, name="inbox_recipient_edit"),
    path("inbox-recipients/<int:recipient_id>/key/", recipients.recipient_key, name="inbox_recipient_key"),
]
