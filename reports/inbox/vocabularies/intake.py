"""Closed sets of what is asked and told. Stored codes are English and stable."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Category(models.TextChoices):
    """What a report is about."""

    CSAM = "csam", _("Child sexual abuse material")
    CSAM_AI = "csam_ai", _("Abuse image made with artificial intelligence")
    GROOMING = "grooming", _("Grooming of a child")
    SEXTORTION_CHILD = "sextortion_child", _("Sextortion of a child")
    SELF_GENERATED_CHILD = "self_generated_child", _("Intimate image of a child being shared")
    UNSOLICITED_SEXUAL = "unsolicited_sexual", _("Sexual content sent to a child")
    CSE_TRAFFICKING = "cse_trafficking", _("Exploitation or trafficking of a child")
    CYBERBULLYING = "cyberbullying", _("Cyberbullying")
    VAWG_ONLINE = "vawg_online", _("Online violence against women and girls")
    HATE_SPEECH = "hate_speech", _("Hate speech")
    SELF_HARM = "self_harm", _("Self-harm or suicide")
    UNSUITABLE = "unsuitable", _("Content unsuitable for children")
    SCAM_ACCOUNT = "scam_account", _("Scam or stolen account")
    PRIVACY_OTHER = "privacy_other", _("Personal data or something else")
    UNSURE = "unsure", _("I am not sure")

    @property
    def help_text(self) -> str:
        """Return one plain sentence that says what belongs here."""
        return str(CATEGORY_HELP[self.value])


CATEGORY_HELP = {
    "csam": _("A page, image or video showing sexual abuse of a child. Give us only the address."),
    "csam_ai": _("A sexual image of a child that looks made up or altered by a program."),
    "grooming": _("Someone wins a child’s trust for sexual purposes or asks to meet."),
    "sextortion_child": _("Someone threatens to share an intimate image to get money or more images."),
    "self_generated_child": _("An intimate image of you or a friend is going round, or you fear it will."),
    "unsolicited_sexual": _("A child receives sexual images, words or calls they did not ask for."),
    "cse_trafficking": _("A child is offered money, work, travel or gifts in order to exploit them sexually."),
    "cyberbullying": _("Mockery, insults, exclusion, rumours or threats that are repeated."),
    "vawg_online": _("Stalking, images without consent, sexual harassment or publishing private data."),
    "hate_speech": _("Humiliation of people for what they are, or calls for violence against them."),
    "self_harm": _("Someone talks of ending their life, or a post urges others to hurt themselves."),
    "unsuitable": _("Violence, sexual scenes, gambling or dangerous challenges where children see them."),
    "scam_account": _("A fake page, a demand for money, a stolen account or a profile in your name."),
    "privacy_other": _("Data published without permission, extremism, or something not on the list."),
    "unsure": _("Tell us in your own words. We will find the right place for it."),
}
# Categories in which a child may be in danger now.
URGENT_CATEGORIES = frozenset(
    {
        "csam",
        "csam_ai",
        "grooming",
        "sextortion_child",
        "self_generated_child",
        "unsolicited_sexual",
        "cse_trafficking",
        "vawg_online",
        "self_harm",
    }
)


class ReporterRole(models.TextChoices):
    """Who reports, in the first person."""

    VICTIM_CHILD = "victim_child", _("It happened to me; I am under 18")
    VICTIM_ADULT = "victim_adult", _("It happened to me; I am 18 or over")
    PARENT_CARER = "parent_carer", _("I am a parent or carer")
    TEACHER = "teacher", _("I am a teacher")
    PROFESSIONAL = "professional", _("I work with children")
    PEER = "peer", _("I am a friend")
    WITNESS = "witness", _("I saw it")
    OTHER = "other", _("Other")
    UNDISCLOSED = "undisclosed", _("I do not want to say")


class AgeBand(models.TextChoices):
    """Age of the person affected, in years."""

    AGE_0_2 = "0-2", _("ages 0–2")
    AGE_3_6 = "3-6", _("ages 3–6")
    AGE_7_10 = "7-10", _("ages 7–10")
    AGE_11_13 = "11-13", _("ages 11–13")
    AGE_14_15 = "14-15", _("ages 14–15")
    AGE_16_17 = "16-17", _("ages 16–17")
    AGE_18_30 = "18-30", _("ages 18–30")
    AGE_31_PLUS = "31+", _("31 and over")
    UNKNOWN = "unknown", _("unknown")


class Platform(models.TextChoices):
    """Where it happened; names only, no endorsement."""

    INSTAGRAM = "instagram", "Instagram"
    TIKTOK = "tiktok", "TikTok"
    FACEBOOK = "facebook", "Facebook"
    SNAPCHAT = "snapchat", "Snapchat"
    WHATSAPP = "whatsapp", "WhatsApp"
    MESSENGER = "messenger", "Messenger"
    VIBER = "viber", "Viber"
    TELEGRAM = "telegram", "Telegram"
    DISCORD = "discord", "Discord"
    YOUTUBE = "youtube", "YouTube"
    TWITCH = "twitch", "Twitch"
    X = "x", "X (Twitter)"
    REDDIT = "reddit", "Reddit"
    PINTEREST = "pinterest", "Pinterest"
    LINKEDIN = "linkedin", "LinkedIn"
    ROBLOX = "roblox", "Roblox"
    MINECRAFT = "minecraft", "Minecraft"
    FORTNITE = "fortnite", "Fortnite"
    STEAM = "steam", "Steam"
    GOOGLE = "google", "Google"
    OTHER = "other", _("Other")


class SiteType(models.TextChoices):
    """What kind of place it happened at."""

    WEBSITE = "website", _("website")
    SOCIAL_NETWORK = "social_network", _("social network")
    MESSAGING = "messaging", _("messaging or chat")
    VIDEO_HOST = "video_host", _("video platform")
    LIVESTREAM = "livestream", _("live stream")
    GAME = "game", _("game")
    IMAGE_HOST = "image_host", _("image host")
    FILE_HOST = "file_host", _("file host")
    FORUM = "forum", _("forum")
    BLOG = "blog", _("blog")
    SEARCH = "search", _("search engine")
    LINK_SITE = "link_site", _("link site")
    APP_STORE = "app_store", _("app store")
    EMAIL_SMS = "email_sms", _("e-mail or SMS")
    P2P = "p2p", _("file-sharing network (P2P)")
    DARK_WEB = "dark_web", _("dark web")
    OTHER = "other", _("other")


class Channel(models.TextChoices):
    """How a report reached us."""

    WEB = "web", _("web form")
    API = "api", _("API")
    PHONE = "phone", _("telephone")
    EMAIL = "email", _("e-mail")
