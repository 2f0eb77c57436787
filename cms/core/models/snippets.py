"""Translatable snippets that every part of the site uses."""

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.models import TranslatableMixin


class Topic(TranslatableMixin):
    """What a page is about (schema.org `about`)."""

    code = models.SlugField(_("code"), max_length=60, help_text=_("Stable and English; used in addresses and the API."))
    name = models.CharField(_("name"), max_length=120)

    panels = [FieldPanel("code"), FieldPanel("name")]

    class Meta(TranslatableMixin.Meta):
        ordering = ["name"]
        verbose_name = _("topic")
        verbose_name_plural = _("topics")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="topic_code_once_a_language")]

    def __str__(self) -> str:
        return self.name


class HelpServiceQuerySet(models.QuerySet["HelpService"]):
    def live_in(self, language_code: str) -> "HelpServiceQuerySet":
        return self.filter(locale__language_code=language_code, is_shown=True).order_by("position")


class HelpService(TranslatableMixin):
    """A service that helps: hotline, helpline, police, emergency."""

    class Kind(models.TextChoices):
        HOTLINE = "hotline", _("hotline")
        HELPLINE = "helpline", _("helpline")
        POLICE = "police", _("police")
        EMERGENCY = "emergency", _("emergency")

    code = models.SlugField(_("code"), max_length=60)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    name = models.CharField(_("name"), max_length=120)
    full_name = models.CharField(_("full name"), max_length=200, blank=True)
    summary = models.CharField(_("summary"), max_length=200, blank=True)
    telephone = models.CharField(_("telephone"), max_length=20, blank=True, help_text=_("Digits only, as dialled."))
    telephone_display = models.CharField(_("telephone as written"), max_length=20, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    url = models.URLField(_("web address"), blank=True)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    is_always_open = models.BooleanField(_("open day and night"), default=False)
    is_free = models.BooleanField(_("free of charge"), null=True, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    is_shown = models.BooleanField(_("shown"), default=True)
    verified_on = models.DateField(_("verified on"), null=True, blank=True)
    editor_note = models.TextField(_("editor’s note"), blank=True)

    objects = HelpServiceQuerySet.as_manager()

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("kind"), FieldPanel("position"), FieldPanel("is_shown")]),
        FieldPanel("name"),
        FieldPanel("full_name"),
        FieldPanel("summary"),
        FieldRowPanel([FieldPanel("telephone"), FieldPanel("telephone_display")]),
        FieldRowPanel([FieldPanel("email"), FieldPanel("url")]),
        FieldPanel("page"),
        FieldRowPanel([FieldPanel("is_always_open"), FieldPanel("is_free"), FieldPanel("verified_on")]),
        FieldPanel("editor_note"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["position"]
        verbose_name = _("help service")
        verbose_name_plural = _("help services")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="help_service_code_once_a_language")]

    def __str__(self) -> str:
        return self.name


class Organisation(TranslatableMixin):
    """An organisation we work with, belong to, or refer reports to."""

    class Role(models.TextChoices):
        OPERATOR = "operator", _("operator")
        PARTNER = "partner", _("partner")
        MEMBERSHIP = "membership", _("network we belong to")
        INSTITUTION = "institution", _("institution")

    code = models.SlugField(_("code"), max_length=60)
    role = models.CharField(_("role"), max_length=12, choices=Role)
    name = models.CharField(_("name"), max_length=160)
    url = models.URLField(_("web address"), blank=True)
    logo = models.ForeignKey(
        "media.SiteImage", verbose_name=_("logo"), null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    panels = [
        FieldRowPanel([FieldPanel("code"), FieldPanel("role"), FieldPanel("position")]),
        FieldPanel("name"),
        FieldPanel("url"),
        FieldPanel("logo"),
    ]

    class Meta(TranslatableMixin.Meta):
        ordering = ["position", "name"]
        verbose_name = _("organisation")
        verbose_name_plural = _("organisations")
        constraints = [models.UniqueConstraint(fields=["code", "locale"], name="organisation_code_once_a_language")]

    def __str__(self) -> str:
        return self.name


class AnnouncementQuerySet(models.QuerySet["Announcement"]):
    def showing(self, now: datetime) -> "AnnouncementQuerySet":
        """Return what is shown at `now`, in every language."""
        return self.filter(starts_at__lte=now, ends_at__gt=now)


class Announcement(TranslatableMixin):
    """A short notice above every page, for a limited time."""

    text = models.CharField(_("text"), max_length=240)
    page = models.ForeignKey(
        "wagtailcore.Page", verbose_name=_("page"), null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    starts_at = models.DateTimeField(_("shown from"))
    ends_at = models.DateTimeField(_("shown until"))

    objects = AnnouncementQuerySet.as_manager()

    panels = [FieldPanel("text"), FieldPanel("page"), FieldRowPanel([FieldPanel("starts_at"), FieldPanel("ends_at")])]

    class Meta(TranslatableMixin.Meta):
        ordering = ["-starts_at"]
        verbose_name = _("announcement")
        verbose_name_plural = _("announcements")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="announcement_ends_after_start"
            )
        ]

    def __str__(self) -> str:
        return self.text
