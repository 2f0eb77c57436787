"""Addresses of campaigns below the language prefix that are no pages: calendars, files, forms, the poster maker."""

from django.urls import include, path, register_converter
from django.urls.converters import IntConverter
from django.utils.translation import gettext_lazy as _

from . import calendar_views, poster_views, submission_views, table_views


class NumberOfRow(IntConverter):
    """A number that a database can look for; a longer one is no address."""

    regex = "[0-9]{1,18}"


register_converter(NumberOfRow, "number")

calendars = [
    path("calendar.ics", calendar_views.everything, name="all"),
    path("calendar/campaign-<number:campaign_id>.ics", calendar_views.campaign, name="campaign"),
    path("calendar/event-<number:event_id>.ics", calendar_views.event, name="event"),
]
tables = [
    path("activities-<number:page_id>.csv", table_views.activities, name="activities"),
    path("signatories-<number:page_id>.csv", table_views.signatories, name="signatories"),
]
submissions = [
    path(_("register-an-activity/<number:page_id>/"), submission_views.activity, name="activity"),
    path(_("register-an-activity/<number:page_id>/sent/"), submission_views.activity_sent, name="activity-sent"),
    path(_("join/<number:page_id>/"), submission_views.membership, name="membership"),
    path(_("join/<number:page_id>/sent/"), submission_views.membership_sent, name="membership-sent"),
]
urlpatterns = [
    path("poster/", poster_views.poster_maker, name="poster-maker"),
    path("", include((calendars, "calendars"))),
    path("", include((tables, "tables"))),
    path("", include((submissions, "submissions"))),
]
