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


class County(models.TextChoices):
    """The twelve counties (ISO 3166-2)."""

    AL_01 = "AL-01", _("Berat")
    AL_09 = "AL-09", _("Dibër")
    AL_02 = "AL-02", _("Durrës")
    AL_03 = "AL-03", _("Elbasan")
    AL_04 = "AL-04", _("Fier")
    AL_05 = "AL-05", _("Gjirokastër")
    AL_06 = "AL-06", _("Korçë")
    AL_07 = "AL-07", _("Kukës")
    AL_08 = "AL-08", _("Lezhë")
    AL_10 = "AL-10", _("Shkodër")
    AL_11 = "AL-11", _("Tirana")
    AL_12 = "AL-12", _("Vlorë")


class Municipality(models.TextChoices):
    """The 61 municipalities, by county (law 115/2014). Their names are Albanian in every language."""

    BERAT = "berat", "Berat"
    URA_VAJGURORE = "ura_vajgurore", "Ura Vajgurore"
    KUCOVE = "kucove", "Kuçovë"
    SKRAPAR = "skrapar", "Skrapar"
    POLICAN = "polican", "Poliçan"
    DIBER = "diber", "Dibër"
    BULQIZE = "bulqize", "Bulqizë"
    MAT = "mat", "Mat"
    KLOS = "klos", "Klos"
    DURRES = "durres", "Durrës"
    KRUJE = "kruje", "Krujë"
    SHIJAK = "shijak", "Shijak"
    ELBASAN = "elbasan", "Elbasan"
    CERRIK = "cerrik", "Cërrik"
    BELSH = "belsh", "Belsh"
    PEQIN = "peqin", "Peqin"
    GRAMSH = "gramsh", "Gramsh"
    LIBRAZHD = "librazhd", "Librazhd"
    PRRENJAS = "prrenjas", "Prrenjas"
    FIER = "fier", "Fier"
    PATOS = "patos", "Patos"
    ROSKOVEC = "roskovec", "Roskovec"
    LUSHNJE = "lushnje", "Lushnjë"
    DIVJAKE = "divjake", "Divjakë"
    MALLAKASTER = "mallakaster", "Mallakastër"
    GJIROKASTER = "gjirokaster", "Gjirokastër"
    LIBOHOVE = "libohove", "Libohovë"
    TEPELENE = "tepelene", "Tepelenë"
    MEMALIAJ = "memaliaj", "Memaliaj"
    PERMET = "permet", "Përmet"
    KELCYRE = "kelcyre", "Këlcyrë"
    DROPULL = "dropull", "Dropull"
    KORCE = "korce", "Korçë"
    MALIQ = "maliq", "Maliq"
    PUSTEC = "pustec", "Pustec"
    KOLONJE = "kolonje", "Kolonjë"
    DEVOLL = "devoll", "Devoll"
    POGRADEC = "pogradec", "Pogradec"
    KUKES = "kukes", "Kukës"
    HAS = "has", "Has"
    TROPOJE = "tropoje", "Tropojë"
    LEZHE = "lezhe", "Lezhë"
    MIRDITE = "mirdite", "Mirditë"
    KURBIN = "kurbin", "Kurbin"
    SHKODER = "shkoder", "Shkodër"
    MALESI_E_MADHE = "malesi_e_madhe", "Malësi e Madhe"
    VAU_I_DEJES = "vau_i_dejes", "Vau i Dejës"
    PUKE = "puke", "Pukë"
    FUSHE_ARREZ = "fushe_arrez", "Fushë-Arrëz"
    TIRANE = "tirane", "Tiranë"
    KAMEZ = "kamez", "Kamëz"
    VORE = "vore", "Vorë"
    RROGOZHINE = "rrogozhine", "Rrogozhinë"
    KAVAJE = "kavaje", "Kavajë"
    VLORE = "vlore", "Vlorë"
    SELENICE = "selenice", "Selenicë"
    HIMARE = "himare", "Himarë"
    SARANDE = "sarande", "Sarandë"
    KONISPOL = "konispol", "Konispol"
    FINIQ = "finiq", "Finiq"
    DELVINE = "delvine", "Delvinë"


_MUNICIPALITIES_OF: dict[County, str] = {
    County.AL_01: "berat ura_vajgurore kucove skrapar polican",
    County.AL_09: "diber bulqize mat klos",
    County.AL_02: "durres kruje shijak",
    County.AL_03: "elbasan cerrik belsh peqin gramsh librazhd prrenjas",
    County.AL_04: "fier patos roskovec lushnje divjake mallakaster",
    County.AL_05: "gjirokaster libohove tepelene memaliaj permet kelcyre dropull",
    County.AL_06: "korce maliq pustec kolonje devoll pogradec",
    County.AL_07: "kukes has tropoje",
    County.AL_08: "lezhe mirdite kurbin",
    County.AL_10: "shkoder malesi_e_madhe vau_i_dejes puke fushe_arrez",
    County.AL_11: "tirane kamez vore rrogozhine kavaje",
    County.AL_12: "vlore selenice himare sarande konispol finiq delvine",
}
_COUNTY_OF = {code: county for county, codes in _MUNICIPALITIES_OF.items() for code in codes.split()}


def county_of(municipality: str) -> County:
    """Return the county of a `Municipality`.

    Raises:
        KeyError: for any other code.
    """
    return _COUNTY_OF[municipality]


def municipalities_by_county() -> list[tuple[str, list[tuple[str, str]]]]:
    """Return the choices of a form, grouped by county in the order of `County`."""
    labels = dict(Municipality.choices)
    return [
        (str(county.label), [(code, str(labels[code])) for code in codes.split()])
        for county, codes in _MUNICIPALITIES_OF.items()
    ]
