"""What may leave to whom: the tables, and that a contact leaves only with consent, whatever is chosen."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.inbox.contact_traces import mentions
from reports.inbox.disclosure import FORBIDDEN_FIELDS, KINDS, MINIMAL_FIELDS, NOTICES, allowed_fields, kinds_for
from reports.inbox.documents import ReportContact, ReportContent
from reports.inbox.models import IncidentReport
from reports.inbox.passing import Choice, Field, Sources, passed_fields, payload, refusals
from reports.inbox.vocabularies import Category, ReferralKind
from tests.core.test_vocabularies import TAXONOMIES

CONTACT = "ana.prove@shembull.example, 069 123 4567"
SENDER = {"name": "Linja", "email": "linja@shembull.example"}
kinds = st.sampled_from(ReferralKind.values)
field_sets = st.sets(st.sampled_from(Field.values)).map(frozenset)


def sources(*, contact: ReportContact | None = None, words: str = "fjalë prove", **metadata: Any) -> Sources:
    from django.utils import timezone

    report = IncidentReport(
        public_reference="IS-PROVA2",
        received_at=timezone.now(),
        **{"category": "grooming", "language": "sq", "reporter_role": "parent_carer", "county": "AL-11"} | metadata,
    )
    content = ReportContent(description=words, addresses=["https://shembull.example/a"], done_so_far="asgjë")
    return Sources(report, content, contact, ("https://shembull.example/a", "@emri"), words)


def choice(**given: Any) -> Choice:
    return Choice(**{"fields": frozenset({"category"}), "language": "sq"} | given)


def test_usual_kinds_when_compared_with_the_pack_then_they_agree_and_in_that_order() -> None:
    told = {entry["code"]: entry["referrals"] for entry in TAXONOMIES["report_categories"]}
    assert {category: [str(kind) for kind in usual] for category, usual in KINDS.items()} == told
    assert set(ReferralKind.values) == {entry["code"] for entry in TAXONOMIES["referral_types"]}


@pytest.mark.parametrize("category", Category.values)
def test_kinds_when_listed_for_a_category_then_each_is_there_once_and_the_usual_ones_first(category: str) -> None:
    assert sorted(kinds_for(category)) == sorted(ReferralKind)
    assert tuple(kinds_for(category)[: len(KINDS.get(category, ()))]) == KINDS.get(category, ())


@pytest.mark.parametrize("kind", ReferralKind.values)
def test_minimum_when_read_then_no_contact_and_no_role_is_in_it_and_nothing_forbidden(kind: str) -> None:
    assert not MINIMAL_FIELDS[kind] & {Field.CONTACT, Field.REPORTER_ROLE}
    assert not MINIMAL_FIELDS[kind] & FORBIDDEN_FIELDS.get(kind, frozenset())
    offered = allowed_fields(kind)
    assert frozenset(offered[: len(MINIMAL_FIELDS[kind])]) == MINIMAL_FIELDS[kind]


@pytest.mark.parametrize("kind", ["platform_notice", "host_ntd", "inhope_iccam"])
@pytest.mark.parametrize("name", ["contact", "reporter_role", "county"])
def test_company_or_network_when_given_what_points_at_the_reporter_then_it_is_refused(kind: str, name: str) -> None:
    agreed = ReportContact(CONTACT, consents_to_contact=True, consents_to_pass_on=True)
    chosen = choice(fields=frozenset({"addresses", "explanation", name}), addresses=(0,), explanation="pse")
    assert refusals(kind, chosen, sources(contact=agreed))


@pytest.mark.parametrize(
    ("contact", "passes"),
    [
        (None, False),
        (ReportContact(CONTACT), False),
        (ReportContact(CONTACT, consents_to_contact=True), False),
        (ReportContact(CONTACT, consents_to_pass_on=True), True),
        (ReportContact(CONTACT, consents_to_contact=True, consents_to_pass_on=True), True),
    ],
)
@pytest.mark.parametrize("kind", ["helpline_116111", "police", "child_protection"])
def test_contact_when_ticked_then_only_consent_to_passing_on_lets_it_leave(
    kind: str, contact: ReportContact | None, passes: bool
) -> None:
    chosen = choice(fields=frozenset({"category", "contact"}))
    assert (refusals(kind, chosen, sources(contact=contact)) == []) is passes


@pytest.mark.parametrize(
    "words",
    [
        "Më shkruani te ana.prove@shembull.example.",
        "ANA.PROVE@SHEMBULL.EXAMPLE",
        "ana.prove @shembull. example",
        "telefoni: 0691234567",
        "+355 69 123 45 67",
        "(069) 123-4567",
        "00355.69.123.4567",
    ],
)
def test_words_when_they_say_the_contact_in_another_spelling_then_they_do_not_leave(words: str) -> None:
    told = sources(contact=ReportContact(CONTACT, consents_to_contact=True), words=words)
    assert refusals("police", choice(fields=frozenset({"description"})), told)
    shortened = choice(fields=frozenset({"description"}), description="Pjesa tjetër.")
    assert refusals("police", shortened, told) == []
    assert refusals("police", choice(note=words), told)


@pytest.mark.parametrize("text", ["", "069 765 4321", "ana", "prove@shembull.example", "12345 67"])
def test_text_when_it_says_something_else_then_it_is_no_trace_of_the_contact(text: str) -> None:
    assert not mentions(text, CONTACT)


def test_words_when_everything_is_taken_out_then_nothing_of_them_leaves() -> None:
    chosen = choice(fields=frozenset({"category", "description"}), description="  \r\n ")
    assert "description" not in passed_fields(chosen, sources())


def test_words_when_a_browser_sends_them_back_with_other_line_ends_then_they_are_not_called_shortened() -> None:
    told = sources(words="një\ndy")
    passed = passed_fields(choice(fields=frozenset({"description"}), description="një\r\ndy"), told)
    assert passed["description"] == {"text": "një\ndy", "is_shortened": False}


@pytest.mark.parametrize(
    ("kind", "given_choice"),
    [
        ("police", choice(fields=frozenset())),
        ("police", choice(fields=frozenset({"receipt_hash"}))),
        ("police", choice(language="de")),
        ("police", choice(fields=frozenset({"addresses"}))),
        ("police", choice(fields=frozenset({"addresses"}), addresses=(2,))),
        ("police", choice(fields=frozenset({"addresses"}), addresses=(-1,))),
        ("inhope_iccam", choice()),
        ("platform_notice", choice(fields=frozenset({"addresses"}), addresses=(0,))),
        ("host_ntd", choice(fields=frozenset({"addresses", "explanation"}), addresses=(0,), explanation=" ")),
    ],
)
def test_choice_when_it_is_not_whole_then_it_is_refused_with_words(kind: str, given_choice: Choice) -> None:
    assert [str(words) for words in refusals(kind, given_choice, sources())]


@pytest.mark.parametrize("kind", sorted(NOTICES))
@pytest.mark.parametrize(("category", "names"), [("csam", False), ("grooming", False), ("hate_speech", True)])
def test_notice_when_it_is_about_child_sexual_abuse_then_it_names_no_notifier(
    kind: str, category: str, names: bool
) -> None:
    chosen = choice(fields=frozenset({"addresses", "explanation"}), addresses=(0,), explanation="pse")
    document = payload(kind=kind, recipient="X", choice=chosen, sources=sources(category=category), sender=SENDER)
    assert (document["sender"] == SENDER) is names
    assert ("linja@" in json.dumps(document)) is names


@settings(max_examples=300, deadline=None)
@given(
    kind=kinds,
    fields=field_sets,
    places=st.lists(st.integers(-2, 3), max_size=3).map(tuple),
    texts=st.fixed_dictionaries(
        {
            name: st.one_of(st.just(""), st.just(CONTACT), st.just("0691234567"), st.text(max_size=20))
            for name in ("explanation", "legal_ground", "host_country", "note")
        }
    ),
    description=st.one_of(st.none(), st.just("thirrni 069-123-4567"), st.text(max_size=20)),
    words=st.sampled_from(["fjalë", f"jam {CONTACT}", "ANA.PROVE@shembull.example"]),
    to_contact=st.booleans(),
    to_pass_on=st.booleans(),
)
def test_contact_when_anything_is_chosen_then_it_never_leaves_without_consent(  # noqa: PLR0917
    kind: str,
    fields: frozenset[str],
    places: tuple[int, ...],
    texts: dict[str, str],
    description: str | None,
    words: str,
    to_contact: bool,
    to_pass_on: bool,
) -> None:
    told = sources(contact=ReportContact(CONTACT, to_contact, to_pass_on), words=words)
    chosen = Choice(fields=fields, language="sq", addresses=places, description=description, **texts)
    if refusals(kind, chosen, told):
        return
    document = payload(kind=kind, recipient="X", choice=chosen, sources=told, sender=SENDER)
    assert "contact" not in document["fields"]
    assert set(document["fields"]) <= {str(name) for name in allowed_fields(kind)}
    if Field.CONTACT in fields:
        assert to_pass_on
        assert kind not in FORBIDDEN_FIELDS
        return
    written = json.dumps(document, ensure_ascii=False).casefold()
    assert "ana.prove@" not in written
    assert "91234567" not in "".join(letter for letter in written if letter.isdigit())
