"""Closed sets shared by several apps. Stored values are English and stable; labels come from the catalogues.

The same codes stand in `content/taxonomies.yaml`; a test holds the two together.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Audience(models.TextChoices):
    """The seven audiences of the platform."""

    CHILDREN = "children", _("Children and young people")
    PARENTS = "parents", _("Parents and carers")
    TEACHERS = "teachers", _("Teachers and educators")
    CIVIL_MEDIA = "civil_media", _("Civil society and the media")
    INDUSTRY = "industry", _("Industry")
    POLICYMAKERS = "policymakers", _("Decision-makers and politicians")
    EVERYONE = "everyone", _("Everyone")


class SubRole(models.TextChoices):
    """Finer roles inside an audience."""

    CHILD = "child", _("child")
    YOUNG_PERSON = "young_person", _("young person")
    ADOLESCENT = "adolescent", _("teenager")
    PARENT = "parent", _("parent")
    CARER = "carer", _("carer")
    TEACHER = "teacher", _("teacher")
    EDUCATOR = "educator", _("educator")
    PSYCHOLOGIST = "psychologist", _("psychologist")
    SOCIAL_WORKER = "social_worker", _("social worker")
    CHILD_PROTECTION_WORKER = "child_protection_worker", _("child protection worker")
    YOUTH_COORDINATOR = "youth_coordinator", _("youth coordinator")
    OTHER_PROFESSIONAL = "other_professional", _("other professional working with children")
    CIVIL_SOCIETY = "civil_society", _("civil society organisation")
    MEDIA = "media", _("media")
    INTERNET_PROVIDER = "internet_provider", _("internet provider")
    COMMUNICATIONS_COMPANY = "communications_company", _("communications company")
    PLATFORM_OR_APP = "platform_or_app", _("platform or app")
    GAME_COMPANY = "game_company", _("game company")
    DECISION_MAKER = "decision_maker", _("decision-maker")
    POLITICIAN = "politician", _("politician")
    PUBLIC_AUTHORITY = "public_authority", _("public authority")
    CITIZEN = "citizen", _("citizen")
    COMMUNITY_MEMBER = "community_member", _("community member")


class EducationalLevel(models.TextChoices):
    """Levels of Albanian schooling (LRMI `educationalLevel`)."""

    PRESCHOOL = "preschool", _("Pre-school")
    PRIMARY = "primary", _("Primary (classes 1–5)")
    LOWER_SECONDARY = "lower_secondary", _("Lower secondary (classes 6–9)")
    UPPER_SECONDARY = "upper_secondary", _("Upper secondary (classes 10–12)")
    ADULT_EDUCATION = "adult_education", _("Adults and training")


class ResourceType(models.TextChoices):
    """Kinds of learning resource (LRMI `learningResourceType`)."""

    GUIDE = "guide", _("guide")
    MANUAL = "manual", _("manual")
    LESSON_PLAN = "lesson_plan", _("lesson plan")
    FACT_SHEET = "fact_sheet", _("fact sheet")
    POSTER = "poster", _("poster")
    COMMUNICATION_KIT = "communication_kit", _("communication kit")
    PRESENTATION = "presentation", _("presentation")
    VIDEO = "video", _("video")
    QUIZ = "quiz", _("quiz")
    CHECKLIST = "checklist", _("checklist")
    FAMILY_AGREEMENT = "family_agreement", _("family agreement")
    GOOD_PRACTICE = "good_practice", _("good practice")
    REPORT = "report", _("report")
    DATASET = "dataset", _("dataset")
    LAW = "law", _("law")
    PRESS_RELEASE = "press_release", _("press release")


class Competence(models.TextChoices):
    """DigComp 2.2 competences in use. Albanian labels are working translations, not an official edition."""

    BROWSING = "1.1", _("Browsing, searching and filtering data, information and digital content")
    EVALUATING = "1.2", _("Evaluating data, information and digital content")
    SHARING = "2.2", _("Sharing through digital technologies")
    NETIQUETTE = "2.5", _("Netiquette")
    IDENTITY = "2.6", _("Managing digital identity")
    CREATING = "3.1", _("Developing digital content")
    PROGRAMMING = "3.4", _("Programming")
    PRIVACY = "4.2", _("Protecting personal data and privacy")
    HEALTH = "4.3", _("Protecting health and well-being")


class HubSection(models.TextChoices):
    """Sections of an audience hub, in the order they are shown."""

    GUIDES = "guides", _("Guides")
    LESSONS = "lessons", _("Lesson plans")
    QUIZZES = "quizzes", _("Quizzes")
    PRACTICES = "practices", _("Good practices")
    MATERIALS = "materials", _("Materials")
    CAMPAIGNS = "campaigns", _("Campaigns")
    INITIATIVES = "initiatives", _("National initiatives")
    REPORTS = "reports", _("Reports")


class Licence(models.TextChoices):
    """Terms under which materials may be used."""

    FREE_TO_COPY = "free-to-copy", _("May be saved and copied free of charge, naming iSIGURT.al")
    CC_BY = "cc-by-4.0", "CC BY 4.0"
    ALL_RIGHTS_RESERVED = "all-rights-reserved", _("All rights reserved")


class Voice(models.TextChoices):
    """How a page addresses its reader in Albanian: *ti* to children, *ju* to adults."""

    TI = "ti", _("ti – to children and young people")
    JU = "ju", _("ju – to adults")
