"""The report form: what its screens offer, what is checked, what is stored. Its order of screens is in `steps`."""

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .. import text_rules
from ..address_lists import split_items
from ..documents import ReportContact, ReportContent, ReportMetadata
from ..platforms import HOSTS, guess_platform, site_type_of
from ..questions import ASKED, TILE, YES, Question, known_answers, questions_for
from ..vocabularies import DOOR_ROLES, AgeBand, Category, Door, Platform, ReporterRole, Tile
from .fields import Option, options
from .report_fields import ANSWER_PREFIX, DO_NOT_KNOW, ReportFields


class ReportForm(ReportFields):
    """Only what happened and one of addresses and description are required."""

    def as_typed(self) -> "ReportForm":
        """Return the form with what was typed and without a word about errors, for a screen not yet answered."""
        typed = {name: self.raw(name) for name in self.fields}
        return ReportForm(initial=typed, reporting_form=self.snippet, is_complete=self.is_complete)

    # What the screens show.

    def role_options(self) -> list[Option]:
        """Return the roles that fit the door; all of them where the door is not known."""
        fitting = DOOR_ROLES.get(self.raw("door"), tuple(ReporterRole))
        doors = {
            role.value: " ".join(door for door in Door.values if role in DOOR_ROLES[door]) for role in ReporterRole
        }
        found = [Option(**vars(option) | {"group": doors[option.value]}) for option in options(self["reporter_role"])]
        return [option for option in found if self.is_complete or option.value in fitting]

    def tile_options(self) -> list[Option]:
        """Return the tiles, each with the categories behind it."""
        return [
            Option(**vars(option) | {"group": " ".join(self.offered_in(option.value))})
            for option in options(self["tile"])
        ]

    def category_options(self) -> list[Option]:
        """Return the categories of the chosen tile, "I am not sure" last; all where the page's script chooses."""
        fitting = [*self.offered_in(self.raw("tile")), Category.UNSURE]
        hints = {category.value: category.help_text for category in Category if category != Category.UNSURE}
        return [
            Option(**vars(option) | {"hint": hints.get(option.value, "")})
            for option in options(self["category"])
            if self.is_complete or option.value in fitting
        ]

    def danger_options(self) -> list[Option]:
        """Return the answers to the first question."""
        return options(self["is_in_danger"])

    def doors(self) -> list[tuple[str, Any]]:
        """Return the three doors."""
        return list(Door.choices)

    def platform_options(self) -> list[tuple[str, Any, str]]:
        """Return code, label and known hosts of each platform; the hosts are for the page's script."""
        return [("", DO_NOT_KNOW, ""), *((p.value, p.label, " ".join(HOSTS.get(p, ()))) for p in Platform)]

    def likely_platform(self) -> str:
        """Return the chosen platform, or the one the typed addresses point to while nobody has chosen."""
        if "platform" in self.data or self.raw("platform"):
            return self.raw("platform")
        return guess_platform(split_items(self.raw("addresses")[: text_rules.ADDRESSES_LIMIT]))

    def asked(self) -> list[tuple[Question, Any, list[Option]]]:
        """Return the questions of the chosen category with field and answers; all where the page's script chooses."""
        questions = list(ASKED) if self.is_complete else questions_for(self.chosen_category())
        fields = [(question, self[ANSWER_PREFIX + question.code]) for question in questions]
        return [(question, field, options(field)) for question, field in fields]

    def chosen_category(self) -> str:
        """Return the category that tile and category say together; empty while it is open."""
        tile, category = self.raw("tile"), self.raw("category")
        if tile == Tile.UNSURE:
            return str(Category.UNSURE)
        behind = self.offered_in(tile)
        if len(behind) == 1:
            return str(behind[0])
        known = {offered.value for offered in self.offered}
        if category in known and (not behind or category in (*behind, Category.UNSURE)):
            return category
        return ""

    def chosen_label(self) -> Any:
        """Return in words what was chosen, as closely as it was."""
        category = self.chosen_category()
        tile = self.raw("tile")
        if len(self.offered_in(tile)) == 1 or (category == Category.UNSURE and tile in Tile.values):
            return Tile(tile).label
        return Category(category).label if category else ""

    # What is checked.

    def clean_addresses(self) -> list[str]:
        return text_rules.split_addresses(self.cleaned_data["addresses"])

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        self._require_category()
        self._require_words(data)
        if data.get("contact") and not (data.get("consents_to_contact") or data.get("consents_to_pass_on")):
            self.add_error(
                "consents_to_contact",
                ValidationError(_("Tick what we may do with your contact, or leave the contact field empty.")),
            )
        return data

    def _require_category(self) -> None:
        if self.chosen_category():
            self.errors.pop("category", None)
            return
        if "tile" in self.errors:
            return
        # Without a tile the screen of its categories would be empty.
        self.errors.pop("category", None)
        words = ValidationError(_("Choose what happened. “I am not sure” is fine too."))
        self.add_error("category" if self.raw("tile") else "tile", words)

    def _require_words(self, data: dict[str, Any]) -> None:
        wrote_something = data.get("addresses") or data.get("description", "").strip()
        if wrote_something or "addresses" in self.errors or "description" in self.errors:
            return
        if data.get("no_link"):
            words = _("Tell us in a few words what happened, because there is no link.")
            self.add_error("description", ValidationError(words))
        else:
            words = _("Tell us where it happened, or describe it in your own words.")
            self.add_error("addresses", ValidationError(words))

    # What is stored. Only after `is_valid`.

    @property
    def content(self) -> ReportContent:
        """Return what is sealed."""
        data = self.cleaned_data
        category = self.chosen_category()
        answers = {question.code: data[ANSWER_PREFIX + question.code] for question in ASKED}
        return ReportContent(
            description=data["description"],
            addresses=data["addresses"],
            happened_when=data["happened_when"],
            is_in_danger=data["is_in_danger"] == YES,
            answers=known_answers(category, answers | {TILE: data["tile"]}),
            affected_sex=data["affected_sex"],
            other_person=data["other_person"],
            done_so_far=data["done_so_far"],
        )

    @property
    def reporter_contact(self) -> ReportContact | None:
        """Return how to reach the reporter, or None."""
        data = self.cleaned_data
        if not data["contact"]:
            return None
        return ReportContact(data["contact"], data["consents_to_contact"], data["consents_to_pass_on"])

    @property
    def metadata(self) -> ReportMetadata:
        """Return what stays in the clear."""
        data = self.cleaned_data
        unsaid = ReporterRole.WITNESS if data["door"] == Door.SAW else ReporterRole.UNDISCLOSED
        return ReportMetadata(
            category=self.chosen_category(),
            reporter_role=data["reporter_role"] or unsaid,
            age_band=data["age_band"] or AgeBand.UNKNOWN,
            platform=data["platform"],
            site_type=site_type_of(data["platform"]),
            county=data["county"],
        )
