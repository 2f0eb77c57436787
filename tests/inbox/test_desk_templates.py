"""Reply templates: loaded in both languages, refused where something cannot be filled in, changed by few."""

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Locale

from reports.inbox.duties import Role
from reports.inbox.models import ReplyTemplate
from reports.inbox.staff import EDITORS
from tests.inbox.conftest import Inbox
from tests.inbox.desk import person, signed_in

pytestmark = pytest.mark.django_db


def template(code: str, language: str = "sq") -> ReplyTemplate:
    return ReplyTemplate.objects.get(code=code, locale__language_code=language)


def test_templates_when_the_pack_is_loaded_then_all_six_are_there_in_both_languages_and_sound() -> None:
    for language in ("sq", "en"):
        found = ReplyTemplate.objects.in_language(language)
        assert {entry.code for entry in found} == {
            "received", "urgent_support", "need_more_information", "passed_on", "closed_with_result",
            "closed_with_advice",
        }  # fmt: skip
        for entry in found:
            entry.full_clean()
    pair = template("need_more_information"), template("need_more_information", "en")
    assert pair[0].translation_key == pair[1].translation_key
    assert "{question}" in pair[0].text
    assert "kemi një pyetje" in pair[0].text
    assert "have one question" in pair[1].text


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Përshëndetje {emri}", "{emri}"),
        ("Raportimi {refernce} {link}", "{refernce}"),
        ("Një kllapë { e vetme", "{"),
        ("{}", "{}"),
        ("{ reference }", "{ reference }"),
        ("{{reference}}", "{, }"),
    ],
)
def test_template_when_it_has_something_else_in_braces_then_it_is_refused_by_name(text: str, named: str) -> None:
    entry = ReplyTemplate(code="prove", title="Prove", text=text, locale=Locale.objects.get(language_code="sq"))
    with pytest.raises(ValidationError) as refused:
        entry.full_clean()
    assert f"Kjo nuk mund të plotësohet: {named}." in str(refused.value.message_dict["text"])


@pytest.mark.parametrize(
    ("role", "may"),
    [
        (Role.SENIOR_ANALYST, True),
        (Role.SUPERVISOR, True),
        (Role.INTAKE_ANALYST, False),
        (Role.LIAISON, False),
        (Role.STATISTICIAN, False),
        (Role.AUDITOR, False),
        (EDITORS, False),
    ],
)
def test_templates_when_opened_in_the_admin_then_only_seniors_and_supervisors_may_change_them(
    inbox: Inbox, role: str, may: bool
) -> None:
    client = signed_in(person("dikush", role))
    for path in ("", "add/", f"edit/{template('received').pk}/"):
        response = client.get(f"/admin/snippets/inbox/replytemplate/{path}")
        assert (response.status_code == 200) == may, path


def test_template_when_saved_in_the_admin_with_a_slip_then_the_form_says_what_it_is(inbox: Inbox) -> None:
    client = signed_in(inbox.moderator)
    response = client.post(
        "/admin/snippets/inbox/replytemplate/add/?locale=sq",
        {"code": "prove", "title": "Prove", "text": "Përshëndetje {emri}"},
    )
    assert "Kjo nuk mund të plotësohet: {emri}." in response.content.decode()
    assert not ReplyTemplate.objects.filter(code="prove").exists()
