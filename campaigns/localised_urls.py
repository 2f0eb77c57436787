"""Addresses of campaigns below the language prefix that are no pages: calendars, files, forms, the poster maker."""

from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from . import calendar_views, poster_views, submission_views, table_views

calendars = [
    path("calendar.ics", calendar_views.everything, name="all"),
    path("calendar/campaign-<row:campaign_id>.ics", calendar_views.campaign, name="campaign"),
    path("calendar/event-<row:event_id>.ics", calendar_views.event, name="event"),
]
tables = [
    path("activities-<row:page_id>.csv", table_views.activities, name="activities"),
    path("signatories-<row:page_id>.csv", table_views.signatories, name="signatories"),
]
submissions = [
    path(_("register-an-activity/<row:page_id>/"), submission_views.activity, name="activity"),
    path(_("register-an-activity/<row:page_id>/sent/"), submission_views.activity_sent, name="activity-sent"),
    path(_("join/<row:page_id>/"), submission_views.membership, name="membership"),
    path(_("join/<row:page_id>/sent/"), submission_views.membership_sent, name="membership-sent"),
]
urlpatterns = [
    path("poster/", poster_views.poster_maker, name="poster-maker"),
    path("", include((calendars, "calendars"))),
    path("", include((tables, "tables"))),
    path("", include((submissions, "submissions"))),
]
