"""What somebody can do for themselves while a report is read: three steps a category, and the guide to read on."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.models import Page

from cms.core.localisation import locale_of
from cms.core.models import LoadedItem

from .vocabularies import Category

_TALK = _("Talk to someone you trust, or call 116 111: free, day and night.")
STEPS: dict[str, tuple[Any, Any, Any]] = {
    Category.CSAM: (
        _("Close the page. Do not save it, copy it or send it to anyone, not even as proof."),
        _("You do not have to look again. The address you gave us is enough."),
        _("If what you saw does not leave you, talk about it. 116 111 is free, day and night."),
    ),
    Category.CSAM_AI: (
        _("Do not save the image and do not pass it on, not even as proof."),
        _("It is wrong even if a program made it. You do not have to prove that it is false."),
        _TALK,
    ),
    Category.GROOMING: (
        _("Stop answering. You owe this person nothing, whatever you have written so far."),
        _("Keep the messages and note the account name. Then block the account."),
        _("Do not go to meet this person. Tell an adult you trust today."),
    ),
    Category.SEXTORTION_CHILD: (
        _("Do not pay and do not send anything more."),
        _("Keep the messages and note the account name. Then stop answering."),
        _("You are not to blame. Tell someone you trust, or call 116 111: free, day and night."),
    ),
    Category.SELF_GENERATED_CHILD: (
        _("You are not to blame. Whoever shares your image without your yes does wrong."),
        _("Note where you saw it. Do not send the image to anyone, not even as proof."),
        _("It can be removed. The guide below shows how, step by step."),
    ),
    Category.UNSOLICITED_SEXUAL: (
        _("Do not answer and do not send anything back."),
        _("Keep the message and note the account name. Then block the account."),
        _("You did nothing wrong. Tell an adult you trust."),
    ),
    Category.CSE_TRAFFICKING: (
        _("Do not go to meet anyone and do not take money, gifts or tickets."),
        _("Note names, numbers and places that you know."),
        _("If you are in danger or cannot leave, call 129 or 112 at once."),
    ),
    Category.CYBERBULLYING: (
        _("Do not answer insults. Not answering is not weakness."),
        _("Keep the messages with date and time. Then block whoever wrote them."),
        _("You do not have to bear it alone. Tell a friend, a parent or a teacher."),
    ),
    Category.VAWG_ONLINE: (
        _("Keep the messages, with names, dates and addresses."),
        _("Look at who sees your profile and where your phone shows your place."),
        _("If you are afraid of someone near you, call 129. It is not your fault."),
    ),
    Category.HATE_SPEECH: (
        _("Do not answer and do not share it, not even to be angry about it. Sharing makes it bigger."),
        _("Note the address, the account and the date."),
        _("If it is about you: it says nothing about your worth. Talk about it with someone."),
    ),
    Category.SELF_HARM: (
        _("If someone may hurt themselves now, stay with them and call 112."),
        _("If it is you: you are not alone. Call 116 111 now, free, day and night."),
        _("Do not keep it a secret. One adult should know today."),
    ),
    Category.UNSUITABLE: (
        _("Close it. You do not have to watch it to the end."),
        _("In the app, press “Report” or “Not interested”, so that it shows you less of it."),
        _("What frightens gets smaller when you tell someone."),
    ),
    Category.SCAM_ACCOUNT: (
        _("Do not pay anything more, and give no code and no password to anyone."),
        _("Change the password and switch on two-step verification."),
        _("If money is gone, tell an adult and the bank today."),
    ),
    Category.PRIVACY_OTHER: (
        _("Report the post in the app too, and ask for it to be removed."),
        _("Note the address, the account and the date."),
        _TALK,
    ),
    Category.UNSURE: (
        _("You did well to tell us, even without being sure."),
        _("Keep the messages and do not delete anything yet."),
        _TALK,
    ),
}
# Items of the content pack; a test holds them to the pack's taxonomy.
GUIDES: dict[str, str] = {
    Category.CSAM: "guide.child-sexual-abuse-material-what-to-do",
    Category.CSAM_AI: "guide.child-sexual-abuse-material-what-to-do",
    Category.GROOMING: "guide.grooming",
    Category.SEXTORTION_CHILD: "guide.sextortion",
    Category.SELF_GENERATED_CHILD: "guide.intimate-images",
    Category.UNSOLICITED_SEXUAL: "guide.grooming",
    Category.CSE_TRAFFICKING: "guide.grooming",
    Category.CYBERBULLYING: "guide.cyberbullying",
    Category.VAWG_ONLINE: "guide.online-violence-against-women-and-girls",
    Category.HATE_SPEECH: "guide.hate-speech",
    Category.SELF_HARM: "guide.social-media-and-wellbeing",
    Category.UNSUITABLE: "guide.talking-with-your-child",
    Category.SCAM_ACCOUNT: "guide.scams-and-accounts",
    Category.PRIVACY_OTHER: "guide.privacy-and-passwords",
}


@dataclass(frozen=True)
class HelpCard:
    """Three steps in the reader's language; `guide` is None where editors have taken it down."""

    steps: tuple[Any, Any, Any]
    guide: Page | None


def help_card(category: str, language: str) -> HelpCard:
    """Return the card of a category, with its live guide in `language`. At most one query."""
    return HelpCard(STEPS[category], _guide(GUIDES.get(category, ""), language))


def _guide(item_id: str, language: str) -> Page | None:
    if not item_id:
        return None
    written = LoadedItem.objects.filter(item_id=item_id, language=language).values("object_id")
    page = Page.objects.live().filter(pk__in=written, alias_of=None).first()
    if page is not None:
        page.locale = locale_of(page.locale_id)
    return page
