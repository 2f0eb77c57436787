"""Thousands of requests made from the API's own description: no server error, and no answer that it does not declare.

Requests go to the application in this process through WSGI, to every route of ours, well formed and not.
"""

import logging
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from cms.api import api_v3
from cms.core.api.openapi import OUR_TAGS
from cms.wsgi import application
from reports.inbox.services.accounts import Admission, admit_program
from reports.inbox.services.referrals import mark_sent
from tests.inbox.conftest import Inbox, cheap_passphrases, inbox  # noqa: F401
from tests.inbox.passing_on import add_partner, add_report, prepare_referral
from tests.scale import scaled

CASES = scaled(20_000, 1_000)
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def one_connection() -> Iterator[None]:
    """Keep the connection of the test open between requests, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@cache
def described() -> Any:
    schema = schemathesis.openapi.from_dict(api_v3.get_openapi_schema())
    schema.app = application
    return schema


@cache
def operations() -> dict[tuple[str, str], dict[str, Any]]:
    """Return the description of every route of ours, by method and path."""
    paths = api_v3.get_openapi_schema()["paths"]
    return {
        (method, path): operation
        for path, found in paths.items()
        for method, operation in found.items()
        if OUR_TAGS & set(operation.get("tags", []))
    }


def takes_something(operation: dict[str, Any]) -> bool:
    """Return whether requests of a route can differ in more than their token."""
    return bool(operation.get("parameters") or operation.get("requestBody"))


@cache
def cases_each() -> int:
    """Return how many requests a route that takes something gets, well formed and again not."""
    return -(-CASES // (2 * sum(map(takes_something, operations().values()))))


@pytest.fixture
def tokens(inbox: Inbox) -> Iterator[list[dict[str, str]]]:  # noqa: F811
    """Yield headers of somebody without a token, and of a program that may do everything."""
    partner = add_partner()
    report = add_report(inbox)
    mark_sent(referral_id=prepare_referral(inbox, report, partner.recipient).pk, actor=inbox.moderator)
    scopes = ["submit", "view", "move", "referrals"]
    admission = Admission(name="Programi", scopes=scopes, recipient_id=partner.recipient.pk)
    token = admit_program(actor=inbox.moderator, admission=admission).token
    logging.disable(logging.CRITICAL)
    yield [{}, {"Authorization": f"Bearer {token}"}]
    logging.disable(logging.NOTSET)


def test_routes_when_counted_then_all_of_ours_are_tried() -> None:
    assert len(operations()) > 45


@pytest.mark.heavy
@pytest.mark.parametrize(("method", "path"), list(operations()), ids=str)
def test_route_when_asked_in_many_ways_then_it_never_fails_and_only_answers_as_declared(
    tokens: list[dict[str, str]], monkeypatch: pytest.MonkeyPatch, method: str, path: str
) -> None:
    monkeypatch.setattr("reports.inbox.api.access.MOST_A_MINUTE", 10**9)
    operation = described()[path][method]
    for mode in (GenerationMode.POSITIVE, GenerationMode.NEGATIVE):
        made = _try(operation, mode, cases_each(), tokens)
        assert made >= cases_each() or not takes_something(operations()[method, path])


def _try(operation: Any, mode: GenerationMode, number: int, tokens: list[dict[str, str]]) -> int:
    """Send `number` requests, fewer where a route takes nothing; return how many were sent."""
    cases = operation.as_strategy(generation_mode=mode)
    made = 0

    @settings(
        max_examples=number,
        database=None,
        deadline=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=cases, headers=st.sampled_from(tokens))
    def run(case: Any, headers: dict[str, str]) -> None:
        nonlocal made
        made += 1
        response = case.call(headers=headers | {"Accept-Encoding": "identity"})
        case.validate_response(response, checks=CHECKS)

    try:
        run()
    except Unsatisfiable:
        # A route that takes nothing cannot be asked wrongly.
        assert mode == GenerationMode.NEGATIVE
    return made
