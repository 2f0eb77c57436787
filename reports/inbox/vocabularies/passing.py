"""Closed sets of passing a report on: what may leave, and why a package is made. Codes are stable."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PassedField(models.TextChoices):
    """One thing that may leave with a referral. Which of them go to whom is decided by `disclosure`, not here."""

    CATEGORY = "category", _("What it is about")
    IS_IN_DANGER = "is_in_danger", _("Somebody in danger at the time of the report")
    ADDRESSES = "addresses", _("Addresses")
    EXPLANATION = "explanation", _("Why we consider it illegal or harmful")
    LEGAL_GROUND = "legal_ground", _("Legal ground")
    DESCRIPTION = "description", _("In the reporter’s words")
    HAPPENED_WHEN = "happened_when", _("When it happened")
    AGE_BAND = "age_band", _("Age of the person affected")
    AFFECTED_SEX = "affected_sex", _("Sex of the person affected")
    COUNTY = "county", _("County")
    CHILD_KNOWN = "child_known", _("Child known to the reporter")
    ANSWERS = "answers", _("Answers to our questions")
    OTHER_PERSON = "other_person", _("The other person, in the reporter’s words")
    DONE_SO_FAR = "done_so_far", _("What was done so far")
    PLATFORM = "platform", _("Platform")
    SITE_TYPE = "site_type", _("Kind of site")
    HOST_COUNTRY = "host_country", _("Country of the server, if known")
    LANGUAGE = "language", _("Language of the reporter")
    REPORTER_ROLE = "reporter_role", _("Who reported")
    RECEIVED_AT = "received_at", _("When we received it")
    CONTACT = "contact", _("How to reach the reporter")


class ExportReason(models.TextChoices):
    """Why a report leaves as a sealed package."""

    WITH_REFERRAL = "with_referral", _("it goes with a referral")
    POLICE_REQUEST = "police_request", _("the police asked for it")
    PROSECUTOR_REQUEST = "prosecutor_request", _("the prosecution asked for it")
    COURT_ORDER = "court_order", _("a court ordered it")
    CHILD_PROTECTION = "child_protection", _("child protection asked for it")
    HOTLINE_ABROAD = "hotline_abroad", _("a hotline abroad asked for it")
