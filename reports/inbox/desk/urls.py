"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path, register_converter
from django.urls.converters import IntConverter

from . import (
    actions,
    audit,
    entry,
    holding,
    keys,
    passing,
    passphrase,
    people,
    programs,
    recipients,
    referrals,
    reveal,
    statistics,
    writing,
)


class RowIdConverter(IntConverter):
    """The id of a row: never longer than a database can look up."""

    regex = "[0-9]{1,18}"


register_converter(RowIdConverter, "row")

urlpatterns = [
    path("inbox-key/", keys.show_people, name="inbox_keys"),
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
    path("inbox-key/ask/", keys.ask, name="inbox_key_ask"),
    path("inbox-key/rotate/", keys.rotate, name="inbox_key_rotate"),
    path("inbox-key/grant/<row:user_id>/", keys.grant, name="inbox_key_grant"),
    path("inbox-key/revoke/<row:user_id>/", keys.revoke, name="inbox_key_revoke"),
    path("inbox-referrals/", referrals.referrals, name="inbox_referrals"),
    path("inbox-referrals/<row:referral_id>/", referrals.referral, name="inbox_referral"),
    path("inbox-referrals/<row:referral_id>/step/", referrals.referral_step, name="inbox_referral_step"),
    path("inbox-referrals/new/<row:report_id>/", passing.new_referral, name="inbox_referral_new"),
    path("inbox-packages/new/<row:report_id>/", passing.new_package, name="inbox_package_new"),
    path("inbox-recipients/", recipients.recipients, name="inbox_recipients"),
    path("inbox-recipients/new/", recipients.recipient_new, name="inbox_recipient_new"),
    path("inbox-recipients/<row:recipient_id>/", recipients.recipient_edit, name="inbox_recipient_edit"),
    path("inbox-recipients/<row:recipient_id>/key/", recipients.recipient_key, name="inbox_recipient_key"),
    path("inbox-programs/", programs.programs, name="inbox_programs"),
    path("inbox-programs/new/", programs.program_new, name="inbox_program_new"),
    path("inbox-programs/<row:account_id>/revoke/", programs.program_revoke, name="inbox_program_revoke"),
    path("inbox/enter/", entry.enter, name="inbox_enter"),
    path("inbox/my-time/", people.own_time, name="inbox_own_time"),
    path("inbox/people/", people.people, name="inbox_people"),
    path("inbox/report/<row:report_id>/reveal/", reveal.reveal, name="inbox_reveal"),
    path("inbox/report/<row:report_id>/claim/", holding.claim, name="inbox_claim"),
    path("inbox/report/<row:report_id>/release/", holding.release, name="inbox_release"),
    path("inbox/report/<row:report_id>/reassign/", holding.reassign, name="inbox_reassign"),
    path("inbox/report/<row:report_id>/step/", actions.move, name="inbox_step"),
    path("inbox/report/<row:report_id>/category/", actions.assess, name="inbox_assess"),
    path("inbox/report/<row:report_id>/priority/", actions.set_priority, name="inbox_priority"),
    path("inbox/report/<row:report_id>/note/", actions.write_note, name="inbox_note"),
    path("inbox/report/<row:report_id>/message/", writing.write, name="inbox_message"),
    path("inbox/report/<row:report_id>/read/", actions.mark_read, name="inbox_mark_read"),
    path("inbox/report/<row:report_id>/let-in/", actions.let_in, name="inbox_let_in"),
    path("inbox/report/<row:report_id>/spam/", actions.close_as_spam, name="inbox_spam"),
    path("inbox/report/<row:report_id>/group/<row:other_id>/", actions.group, name="inbox_group"),
    path("inbox/report/<row:report_id>/ungroup/", actions.ungroup, name="inbox_ungroup"),
    path("inbox/report/<row:report_id>/hold/", holding.hold, name="inbox_hold"),
    path("inbox-audit/", audit.trail, name="inbox_audit"),
    path("inbox-audit/check/", audit.check, name="inbox_audit_check"),
    path("inbox-statistics/", statistics.quarter, name="inbox_statistics"),
    path("inbox-statistics/<str:period>.csv", statistics.quarter_as_csv, name="inbox_statistics_csv"),
    path("inbox-statistics/<str:period>/<slug:code>.csv", statistics.table_as_csv, name="inbox_statistics_table_csv"),
]
