"""What the tests of both registers share: filled-in forms, and editors."""

import time
from datetime import date
from typing import Any
from unittest.mock import patch
from urllib.parse import urlencode

from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.http import HttpResponse
from django.test import Client

from campaigns.models import Activity, MembershipRequest
from campaigns.moderation import request_membership, submit_activity
from reports.inbox.staff import EDITORS, ensure_groups

ACTIVITY: dict[str, Any] = {
    "organisation": "Shkolla “Naim Frashëri”",
    "title": "Ora e internetit të sigurt",
    "kind": "lesson",
    "date": "2027-02-09",
    "municipality": "tirane",
    "audiences": ["children", "teachers"],
    "expected_number": "120",
    "description": "Flasim për fjalëkalimet.",
    "contact_email": "shkolla@example.org",
}
MEMBER: dict[str, Any] = {
    "organisation": "Shoqata Prove",
    "sector": "civil_society",
    "municipality": "korce",
    "country": "",
    "description": "Duam të ndihmojmë në shkolla.",
    "contact_email": "zyra@example.org",
}
# How long somebody takes to fill in a form, in seconds.
TYPING = 40


def form_at(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


def send(visitor: Client, url: str, answers: dict[str, Any], *, seconds: float = TYPING, token: str = "") -> Any:
    """Fill in the form at `url` and send it, so many seconds after it was fetched."""
    token = token or str(form_at(visitor, url).select_one("input[name=token]")["value"])
    with patch("cms.core.form_tokens.time.time", return_value=time.time() + seconds):
        body: HttpResponse = visitor.post(
            url,
            urlencode({"website": "", **answers, "token": token}, doseq=True),
            content_type="application/x-www-form-urlencoded",
        )
    return body


def activity(number: int = 0, **changed: Any) -> Activity:
    """Return a waiting activity, not sent through the form."""
    details = {
        "title": "Ora e internetit të sigurt",
        "organisation": f"Shkolla prove {number}",
        "kind": "lesson",
        "date": date(2027, 2, 9),
        "municipality": "tirane",
        "audiences": ["children"],
        "expected_number": 30,
        "contact_email": "kanarina@example.org",
    }
    return submit_activity(form_token=f"{number:040d}", series="sid", language="sq", **details | changed)


def member(initiative: Any, number: int = 0, **changed: Any) -> MembershipRequest:
    """Return a waiting membership request, not sent through the form."""
    details = {"organisation": f"Shoqata {number}", "sector": "media", "municipality": "vlore"}
    return request_membership(
        form_token=f"{number:040d}", initiative_key=initiative.translation_key, language="sq", **details | changed
    )


def editor(name: str = "redaktorja") -> Any:
    ensure_groups()
    user = get_user_model().objects.create_user(name, f"{name}@example.org", "x")
    user.groups.add(Group.objects.get(name=EDITORS))
    return user
