"""Addresses of the desk below `/admin/`, those of the list aside. A test holds them to the table of roles."""

from django.urls import path

from . import actions, entry, holding, passphrase, people, reveal, writing

urlpatterns = [
    path("inbox-key/open/", passphrase.open_inbox, name="inbox_open"),
    path("inbox-key/close/", passphrase.close_inbox, name="inbox_close"),
    path("inbox-key/passphrase/", passphrase.change, name="inbox_passphrase"),
    path("inbox/enter/", entry.enter, name="inbox_enter"),
    path("inbox/my-time/", people.own_time, name="inbox_own_time"),
    path("inbox/people/", people.people, name="inbox_people"),
    path("inbox/report/<int:report_id>/reveal/", reveal.reveal, name="inbox_reveal"),
    path("inbox/report/<int:report_id>/claim/", holding.claim, name="inbox_claim"),
    path("inbox/report/<int:report_id>/release/", holding.release, name="inbox_release"),
    path("inbox/report/<int:report_id>/reassign/", holding.reassign, name="inbox_reassign"),
    path("inbox/report/<int:report_id>/step/", actions.move, name="inbox_step"),
    path("inbox/report/<int:report_id>/category/", actions.assess, name="inbox_assess"),
    path("inbox/report/<int:report_id>/priority/", actions.set_priority, name="inbox_priority"),
    path("inbox/report/<int:report_id>/note/", actions.write_note, name="inbox_note"),
    path("inbox/report/<int:report_id>/message/", writing.write, name="inbox_message"),
    path("inbox/report/<int:report_id>/read/", actions.mark_read, name="inbox_mark_read"),
    path("inbox/report/<int:report_id>/let-in/", actions.let_in, name="inbox_let_in"),
    path("inbox/report/<int:report_id>/spam/", actions.close_as_spam, name="inbox_spam"),
    path("inbox/report/<int:report_id>/group/<int:other_id>/", actions.group, name="inbox_group"),
    path("inbox/report/<int:report_id>/ungroup/", actions.ungroup, name="inbox_ungroup"),
    path("inbox/report/<int:report_id>/hold/", holding.hold, name="inbox_hold"),
]
