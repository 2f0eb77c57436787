"""The register of an initiative: signatories that editors entered, and members whose request was approved."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.core.paginator import Page as PaginatorPage
from django.core.paginator import Paginator

from cms.core.alphabet import alphabetical_key, first_letter, letters
from cms.core.vocabularies import Municipality

from .models import InitiativePage, MembershipRequest, Sector

if TYPE_CHECKING:
    from django.utils.functional import Promise

PAGE_SIZE = 50
# A shorter register needs no letters to jump to.
LETTERS_FROM = 20


@dataclass(frozen=True)
class Signatory:
    """One line of the register. `date` is the day of the signature or of joining, where it is known."""

    name: str
    sector: str
    date: date | None
    municipality: str = ""
    country: str = ""
    is_confirmed: bool = True
    language: str = ""

    @property
    def sector_label(self) -> "str | Promise":
        return dict(Sector.choices).get(self.sector, "")

    @property
    def municipality_name(self) -> str:
        return str(dict(Municipality.choices).get(self.municipality, ""))

    @property
    def place(self) -> str:
        return self.municipality_name or self.country

    def public_data(self) -> dict[str, Any]:
        """Return the line for the API."""
        return {
            "name": self.name,
            "sector": self.sector,
            "date": self.date,
            "municipality": self.municipality,
            "country": self.country,
            "is_confirmed": self.is_confirmed,
        }


@dataclass(frozen=True)
class SignatoryTable:
    """What the page of an initiative shows of its register.

    Args:
        total: of all signatories.
        letter: the chosen letter, empty for all.
        letters: the alphabet with whether a name begins so; empty for a short register.
        page: the lines shown.
    """

    total: int
    letter: str
    letters: list[tuple[str, bool]]
    page: PaginatorPage[Signatory]


def signatories_of(initiative: InitiativePage) -> list[Signatory]:
    """Return the whole register in the order of the page's alphabet; two queries."""
    entered = [
        Signatory(
            row.label, row.kind, row.signed_on, row.municipality, row.country, row.names_confirmed,
            initiative.locale.language_code,
        )
        for row in initiative.signatories.all()
    ]  # fmt: skip
    joined = [
        Signatory(row.organisation, row.sector, row.joined_on, row.municipality, row.country, language=row.language)
        for row in MembershipRequest.objects.approved().filter(initiative_key=initiative.translation_key)
    ]
    language = initiative.locale.language_code
    return sorted([*entered, *joined], key=lambda found: (alphabetical_key(found.name, language), found.name))


def signatory_table(initiative: InitiativePage, asked: Mapping[str, str]) -> SignatoryTable:
    """Return one page of the register.

    Args:
        initiative: the page.
        asked: the query: `letter` and `page`; what makes no sense is passed over.
    """
    found, language = signatories_of(initiative), initiative.locale.language_code
    with_letters = [(first_letter(signatory.name, language), signatory) for signatory in found]
    present = {letter for letter, _signatory in with_letters}
    chosen = asked.get("letter", "").upper()
    chosen = chosen if chosen in present else ""
    shown = [signatory for letter, signatory in with_letters if not chosen or letter == chosen]
    alphabet = [*letters(language), *sorted(present - set(letters(language)))]
    return SignatoryTable(
        total=len(found),
        letter=chosen,
        letters=[(letter, letter in present) for letter in alphabet] if len(found) >= LETTERS_FROM else [],
        page=Paginator(shown, PAGE_SIZE).get_page(asked.get("page")),
    )
