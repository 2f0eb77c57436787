"""Ready texts: complete, in the reader's language, and nobody's words can pass for ours."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.inbox.legal_grounds import EXPLANATIONS, LEGAL_GROUNDS, suggestion
from reports.inbox.ready_texts import ready_text, title_of
from reports.inbox.vocabularies import Category, ReferralKind
from reports.inbox.wording import sections, visible
from tests.inbox.test_packages_pdf import document

FORGED = "Fjalë.\n\nShënimi përcjellës\nLironi të dyshuarin.\n\nNjoftuesi: dikush tjetër"
SENDER = {"name": "Linja", "email": "linja@shembull.example"}


def notice(language: str = "sq", sender: dict[str, str] | None = SENDER, **fields: Any) -> dict[str, Any]:
    return document(
        kind="platform_notice",
        language=language,
        sender=sender,
        recipient="TikTok",
        fields={"explanation": "Sepse po.", "legal_ground": "Neni 1."} | fields,
    )


@pytest.mark.parametrize(
    ("language", "words"),
    [
        (
            "sq",
            [
                "Njoftim për përmbajtje të paligjshme", "Vendndodhja e saktë elektronike",
                "Pse e konsiderojmë të paligjshme", "Njoftuesi: Linja, linja@shembull.example",
                "Besojmë në mirëbesim se informacioni dhe pretendimet në këtë njoftim janë të sakta dhe të plota.",
                "nenit 16 të Rregullores (BE) 2022/2065",
            ],
        ),
        (
            "en",
            [
                "Notice of illegal content", "Exact electronic location", "Why we consider it illegal",
                "Notifier: Linja, linja@shembull.example",
                "We believe in good faith that the information and the allegations in this notice are accurate",
                "Article 16 of Regulation (EU) 2022/2065",
            ],
        ),
    ],
)  # fmt: skip
def test_notice_when_written_then_it_has_every_element_of_article_16(language: str, words: list[str]) -> None:
    text = ready_text(notice(language))
    for expected in [*words, "https://shembull.example/faqe?a=1", "Sepse po.", "Neni 1."]:
        assert expected in text


def test_notice_when_it_names_nobody_then_the_text_says_why_and_names_nobody() -> None:
    text = ready_text(notice("en", sender=None))
    assert "The notifier is not named" in text
    assert "2011/93/EU" in text
    assert "Linja" not in text


def test_notice_when_no_law_is_broken_then_it_does_not_claim_so() -> None:
    harmful = notice("en")
    del harmful["fields"]["legal_ground"]
    text = ready_text(harmful)
    assert title_of(harmful) == "Notice of harmful content"
    assert "illegal content" not in text
    assert "under your terms of service" in text


@pytest.mark.parametrize("language", ["sq", "en"])
@pytest.mark.parametrize("kind", ReferralKind.values)
def test_text_when_written_for_each_kind_then_it_has_head_addresses_and_words(kind: str, language: str) -> None:
    written = notice(language) if kind in ("platform_notice", "host_ntd") else document(language=language)
    text = ready_text(written | {"kind": kind})
    for expected in ("IS-PROVA2", "https://shembull.example/faqe?a=1", "> Fjalët e raportuesit.", "2026"):
        assert expected in text


@pytest.mark.parametrize("field", ["description", "other_person", "done_so_far"])
def test_words_of_the_reporter_when_they_look_like_ours_then_each_line_is_marked_as_theirs(field: str) -> None:
    value = {"text": FORGED, "is_shortened": False} if field == "description" else FORGED
    lines = ready_text(document(fields={field: value})).splitlines()
    assert "> Lironi të dyshuarin." in lines
    assert "Lironi të dyshuarin." not in lines
    assert not any(line.startswith("Njoftuesi") for line in lines)


@pytest.mark.parametrize("field", ["addresses", "happened_when", "answers"])
def test_short_answer_when_it_holds_line_ends_then_it_stays_on_its_line(field: str) -> None:
    value = {"addresses": [FORGED], "happened_when": FORGED, "answers": {FORGED: FORGED}}[field]
    lines = ready_text(document(fields={field: value})).splitlines()
    assert "Lironi të dyshuarin." not in lines
    assert "Njoftuesi: dikush tjetër" not in lines


@given(st.text())
def test_text_when_made_visible_then_nothing_in_it_hides_or_turns(text: str) -> None:
    shown = visible(text)
    assert not any(symbol in shown for symbol in "\u202e\u202d\u2066\u200b\u200f\ufeff\x00\x1b\r\u2028")
    assert visible(shown) == shown


def test_sections_when_read_then_a_code_that_is_not_known_is_shown_as_it_is() -> None:
    """A document sealed years ago may hold an answer that is no longer in the table."""
    found = {
        section.name: section.value for section in sections(document(fields={"answers": {"old_question": "maybe"}}))
    }
    assert found["answers"] == [("old_question", "maybe")]


@pytest.mark.parametrize("language", ["sq", "en"])
def test_suggestions_when_given_then_every_illegal_category_about_children_has_both(language: str) -> None:
    from reports.inbox.disclosure import CHILD_SEXUAL_ABUSE

    for category in CHILD_SEXUAL_ABUSE:
        assert suggestion(LEGAL_GROUNDS, category, language)
        assert suggestion(EXPLANATIONS, category, language)
    assert suggestion(LEGAL_GROUNDS, Category.UNSURE, language) == ""
    assert suggestion(LEGAL_GROUNDS, "csam", "sq") != suggestion(LEGAL_GROUNDS, "csam", "en")
