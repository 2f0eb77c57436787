"""The small forms of the report page. Plain HTML fields: Wagtail's own would need inline scripts."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from .. import text_rules
from ..models import ReplyTemplate
from ..models.reply_templates import unknown_placeholders
from ..vocabularies import Category, MessageKind, Priority, PriorityReason
from .words import name_of

NOTE_LIMIT = 5_000
MESSAGE_LIMIT = 2_000


class TypedText(forms.CharField):
    """Text as it was typed; a browser sends two characters for a new line, here it is one again."""

    def __init__(self, *, rows: int, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **kwargs)

    def to_python(self, value: Any) -> str:
        return str(super().to_python(value)).replace("\r\n", "\n")


class DeskForm(forms.Form):
    """A form whose fields have ids of their own on a page with many forms, and that no browser remembers."""

    code = "desk"
    use_required_attribute = False

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, auto_id=f"{self.code}-%s", **kwargs)
        for field in self.fields.values():
            field.widget.attrs.setdefault("autocomplete", "off")

    def offer(self, name: str, choices: Any) -> None:
        """Offer `choices` for a field, with an empty one first so that nothing is chosen by accident."""
        field: Any = self.fields[name]
        field.choices = [("", _("Choose…")), *choices]


class NoteForm(DeskForm):
    """A note for colleagues."""

    code = "note"
    text = TypedText(label=_("New note"), rows=3, max_length=NOTE_LIMIT)


class StepForm(DeskForm):
    """The next step: state, reason and outcome in one choice, so that no two of them can contradict each other."""

    code = "step"
    step = forms.CharField(label=_("Next step"), error_messages={"required": _("Choose the next step.")})

    def offer_steps(self, groups: Any) -> None:
        """Offer `groups` of steps; which one may be taken is checked when it is taken."""
        self.fields["step"].widget = forms.Select(choices=[("", _("Choose…")), *groups])


class CategoryForm(DeskForm):
    """What the report is about, after reading it."""

    code = "assess"
    category = forms.ChoiceField(label=_("What is it about?"))

    def __init__(self, data: Any = None, *, known: str = "") -> None:
        super().__init__(data, initial={"category": known})
        self.offer("category", [choice for choice in Category.choices if choice[0] != Category.UNSURE])


class PriorityForm(DeskForm):
    """Another priority than the points gave."""

    code = "priority"
    priority = forms.ChoiceField(label=_("Priority"))
    reason = forms.ChoiceField(label=_("Reason"))

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offer("priority", Priority.choices)
        self.offer("reason", [(value, capfirst(str(label))) for value, label in PriorityReason.choices])


class ReassignForm(DeskForm):
    """Who shall hold the report."""

    code = "reassign"
    assignee = forms.ChoiceField(label=_("Give to"))

    def __init__(self, data: Any = None, *, people: list[Any]) -> None:
        super().__init__(data)
        self.people = {str(person.pk): person for person in people}
        self.offer("assignee", [(key, name_of(person)) for key, person in self.people.items()])


class MessageForm(DeskForm):
    """What is written to the reporter, from scratch or from a template."""

    code = "message"
    KINDS = (MessageKind.MESSAGE, MessageKind.QUESTION, MessageKind.ADVICE)

    kind = forms.ChoiceField(
        label=_("What is it?"),
        choices=[(kind.value, capfirst(str(kind.label))) for kind in KINDS],
        widget=forms.RadioSelect,
        initial=MessageKind.MESSAGE,
    )
    template = forms.ChoiceField(label=_("Start from a template"), required=False)
    link = forms.ChoiceField(
        label=_("Page of ours for {link}"), required=False, help_text=_("Only pages of this site can be linked.")
    )
    text = TypedText(
        label=_("Text"),
        rows=7,
        max_length=MESSAGE_LIMIT,
        required=False,
        help_text=_("In the reporter’s language. No names, no addresses, nothing that others could recognise."),
    )

    def __init__(
        self, data: Any = None, *, templates: list[ReplyTemplate], pages: list[Any], language: str, **kwargs: Any
    ) -> None:
        super().__init__(data, **kwargs)
        self.templates = {str(template.pk): template for template in templates}
        self.pages = {str(page.pk): page for page in pages}
        self.offer("template", [(key, template.title) for key, template in self.templates.items()])
        self.offer("link", [(key, page.title) for key, page in self.pages.items()])
        self.fields["text"].widget.attrs |= {"lang": language}

    def clean_text(self) -> str:
        text: str = self.cleaned_data["text"].strip()
        text_rules.refuse_files(text)
        return text

    def filled(self, reference: str) -> str:
        """Return the text with the chosen template in it; what was typed becomes its question, or stands before it.

        Only after `is_valid`.
        """
        typed, template = self.cleaned_data["text"], self.templates.get(self.cleaned_data["template"])
        if template is None:
            return str(typed)
        page = self.pages.get(self.cleaned_data["link"])
        takes_question = "{question}" in template.text
        values = {"reference": reference, "link": page.full_url if page else "", "question": typed}
        text = template.fill(values)
        return text if takes_question or not typed else f"{typed}\n\n{text}"

    def require_sendable(self, addresses: list[str]) -> None:
        """Add an error where the text is empty, has something left to fill in, or repeats a reported address."""
        text = self.cleaned_data.get("text", "")
        left = [name for name in ("{reference}", "{link}", "{question}") if name in text] + unknown_placeholders(text)
        if not text:
            self.add_error("text", ValidationError(_("Write something, or start from a template."), "empty"))
        elif left:
            self.add_error(
                "text",
                ValidationError(_("Still to be filled in: %(left)s"), "placeholder", {"left": ", ".join(left)}),
            )
        elif any(address and address in text for address in addresses):
            self.add_error(
                "text", ValidationError(_("This repeats a reported address. Please write without it."), "address")
            )
