"""Closed sets of the form's first screens: three doors, nine tiles in plain words, and sex. Codes are stable."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .intake import Category, ReporterRole


class Door(models.TextChoices):
    """Through which door somebody comes in. Never stored; it only decides which roles are offered."""

    ME = "me", _("It happened to me")
    SAW = "saw", _("I saw it")
    CHILD = "child", _("For a child I care for")


DOOR_ROLES: dict[str, tuple[ReporterRole, ...]] = {
    Door.ME: (ReporterRole.VICTIM_CHILD, ReporterRole.VICTIM_ADULT, ReporterRole.UNDISCLOSED),
    Door.SAW: (
        ReporterRole.WITNESS,
        ReporterRole.PEER,
        ReporterRole.TEACHER,
        ReporterRole.PROFESSIONAL,
        ReporterRole.OTHER,
        ReporterRole.UNDISCLOSED,
    ),
    Door.CHILD: (
        ReporterRole.PARENT_CARER,
        ReporterRole.TEACHER,
        ReporterRole.PROFESSIONAL,
        ReporterRole.OTHER,
        ReporterRole.UNDISCLOSED,
    ),
}


class Tile(models.TextChoices):
    """What happened, in words that nobody has to look up."""

    ABUSE_IMAGES = "abuse_images", _("I saw sexual abuse of a child")
    ADULT_APPROACH = "adult_approach", _("Someone approaches children for sexual purposes")
    IMAGE_THREAT = "image_threat", _("I am threatened with or hurt by an image of me")
    BULLYING = "bullying", _("Bullying or threats")
    WOMEN_GIRLS = "women_girls", _("Violence against a woman or girl")
    HATE = "hate", _("Hate speech")
    HARMFUL = "harmful", _("Content that hurts or frightens")
    SCAM_PRIVACY = "scam_privacy", _("Scam, account or data")
    UNSURE = "unsure", _("I am not sure")


TILE_CATEGORIES: dict[str, tuple[Category, ...]] = {
    Tile.ABUSE_IMAGES: (Category.CSAM, Category.CSAM_AI),
    Tile.ADULT_APPROACH: (Category.GROOMING, Category.UNSOLICITED_SEXUAL, Category.CSE_TRAFFICKING),
    Tile.IMAGE_THREAT: (Category.SEXTORTION_CHILD, Category.SELF_GENERATED_CHILD),
    Tile.BULLYING: (Category.CYBERBULLYING,),
    Tile.WOMEN_GIRLS: (Category.VAWG_ONLINE,),
    Tile.HATE: (Category.HATE_SPEECH,),
    Tile.HARMFUL: (Category.SELF_HARM, Category.UNSUITABLE),
    Tile.SCAM_PRIVACY: (Category.SCAM_ACCOUNT, Category.PRIVACY_OTHER),
    Tile.UNSURE: (),
}


class Sex(models.TextChoices):
    """Sex of the person affected. Only ever stored sealed."""

    FEMALE = "female", _("girl or woman")
    MALE = "male", _("boy or man")
    OTHER = "other", _("other")
