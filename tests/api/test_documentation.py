"""Every example of docs/api.md does what it says: requests are sent, answers compared, code executed, in order."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.conf import settings
from django.test import Client
from wagtail.images import get_image_model
from wagtail.images.tests.utils import get_test_image_file

from guides.models import GuidePage
from reports.inbox.models import IncidentReport
from reports.inbox.services.accounts import Admission, admit_program
from reports.inbox.services.referrals import mark_sent
from reports.inbox.webhooks.sending import signature
from search.services import index_pages
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401
from tests.inbox.passing_on import add_partner, add_report, prepare_referral

PAGE = Path(settings.BASE_DIR) / "docs" / "api.md"
_PART = re.compile(r"^```(http|json|python|html)\n(.*?)^```$|^<!-- keep: (.*?) -->$", re.M | re.S)
pytestmark = pytest.mark.django_db


def parts() -> list[tuple[str, str]]:
    return [(kind or "keep", text or kept) for kind, text, kept in _PART.findall(PAGE.read_text(encoding="utf-8"))]


def filled(text: str, known: dict[str, Any]) -> str:
    """Return `text` with what is known in place of `{name}` and `{name.path.of.steps}`."""

    def value(found: re.Match[str]) -> str:
        return str(value_at(known, found[1])) if found[1].split(".")[0] in known else found[0]

    return re.sub(r"\{([a-z_]+(?:\.\w+)*)\}", value, text)


def send(client: Client, request: str) -> Any:
    """Send what stands in a block: the request line, headers, an empty line, the body."""
    head, _gap, body = request.partition("\n\n")
    line, *lines = head.strip().splitlines()
    method, path = line.split(" ", 1)
    headers = dict(one.split(": ", 1) for one in lines)
    content_type = headers.pop("Content-Type", "application/json")
    return client.generic(method, path, body.strip(), content_type=content_type, headers=headers)


def fits(told: Any, real: Any, place: str = "answer") -> list[str]:
    """Return where `real` is not what was told: names must be there, values of the same kind, `…` is anything."""
    if told == "…":
        return []
    if type(told) is not type(real):
        return [place]
    if isinstance(told, dict):
        missing = [f"{place}.{name}" for name in told.keys() - real.keys()]
        pairs = [(name, told[name], real[name]) for name in told.keys() & real.keys()]
        return missing + [wrong for name, one, other in pairs for wrong in fits(one, other, f"{place}.{name}")]
    if isinstance(told, list):
        return [wrong for item in real for wrong in fits(told[0], item, place)] + [place] * (not real) if told else []
    return [place] if isinstance(told, str) and told != real else []


def value_at(answer: Any, path: str) -> Any:
    for step in path.split("."):
        answer = answer[int(step) if step.isdigit() else step]
    return answer


def add_picture(guide_id: int) -> None:
    """Give the guide a picture of its own; the content pack has none."""
    file = get_test_image_file(size=(1600, 900))
    image = get_image_model().objects.create(title="Vizatim", file=file, alt_sq="Një zog", alt_en="A bird")
    GuidePage.objects.filter(pk=guide_id).update(social_image=image)
    index_pages(page_ids=[guide_id])


def test_examples_when_followed_from_top_to_bottom_then_each_answers_as_written(
    inbox: Inbox,  # noqa: F811
    visitor: Client,
) -> None:
    partner = add_partner()
    mark_sent(referral_id=prepare_referral(inbox, add_report(inbox), partner.recipient).pk, actor=inbox.moderator)
    admissions = {
        "token": Admission(name="Program", scopes=["view", "move"]),
        "partner_token": Admission(name="Partner", scopes=["referrals"], recipient_id=partner.recipient.pk),
    }
    known: dict[str, Any] = {
        name: admit_program(actor=inbox.moderator, admission=admission).token for name, admission in admissions.items()
    }
    known["private_key"] = partner.private_key
    answer: Any = None
    sent = 0
    for kind, text in parts():
        if kind == "http":
            if "?fields=image" in text:
                add_picture(known["guide"])
            if "/api/v3/reports/?state" in text:
                IncidentReport.objects.update(is_suspect=False)
            response = send(visitor, filled(text, known))
            assert response.status_code in (200, 201), f"{text}\n{response.content.decode()}"
            answer, sent = response.json(), sent + 1
        elif kind == "json":
            assert fits(json.loads(text), answer) == [], f"{text}\n{json.dumps(answer, ensure_ascii=False)[:2000]}"
        elif kind == "keep":
            known |= {name: value_at(answer, path) for name, path in (pair.split("=") for pair in text.split())}
        elif kind == "html":
            picture = BeautifulSoup(filled(text, known), "html.parser").img
            candidates = [candidate.split() for candidate in picture["srcset"].split(", ")]
            assert [width for _url, width in candidates] == ["400w", "800w", "1200w"]
            assert picture["src"] == candidates[0][0]
            assert picture["alt"] == "A bird"
        else:
            exec(text, known)  # noqa: S102  (our own documentation)
    assert sent >= 15
    assert known["report"]["reference"].startswith("IS-")
    secret, body = "ab" * 32, b'{"id":17}'
    assert known["is_genuine"](secret, signature(secret, 1764072000, body), body)
    assert not known["is_genuine"](secret, signature("cd" * 32, 1764072000, body), body)
