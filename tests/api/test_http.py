"""Programs are answered as HTTP says: problems in their language, nothing echoed, nothing private kept."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client
from wagtail.models import APIToken

pytestmark = pytest.mark.django_db
API = "/api/v3/"


@pytest.fixture
def tolerant() -> Client:
    """A program that sees what the server sends, also where Django would raise in a test."""
    return Client(raise_request_exception=False)


@pytest.mark.parametrize(
    ("path", "headers", "language", "word"),
    [
        ("content/guides/99999/", {"Accept-Language": "en"}, "en", "nothing"),
        ("content/guides/99999/", {"Accept-Language": "sq"}, "sq", "asgjë"),
        ("content/guides/99999/?locale=sq", {"Accept-Language": "en"}, "sq", "asgjë"),
        ("kanarina/", {"Accept-Language": "en-GB,en;q=0.9"}, "en", "nothing"),
    ],
)
def test_problem_when_told_then_it_is_in_the_language_asked_for(
    visitor: Client, path: str, headers: dict[str, str], language: str, word: str
) -> None:
    response = visitor.get(f"{API}{path}", headers=headers)
    assert response.status_code in (404, 422)
    assert response["Content-Type"] == "application/problem+json"
    assert response["Content-Language"] == language
    assert "no-store" in response["Cache-Control"]
    if response.status_code == 404:
        assert word in response.json()["detail"].lower()


@pytest.mark.parametrize(
    ("body", "content_type", "status"),
    [
        ("{}", "text/plain", 415),
        ("{}", "", 415),
        ("kanarina", "application/json", 400),
        ('["kanarina"]', "application/json", 422),
        ('"kanarina"', "application/json", 422),
        ("[" * 100_000, "application/json", 400),
        ("x" * 300_000, "application/json", 413),
        ("{}", "application/json", 422),
    ],
)
def test_body_when_no_route_can_mean_it_then_the_status_says_why(
    tolerant: Client, body: str, content_type: str, status: int
) -> None:
    response = tolerant.post(f"{API}reports/status/", body, content_type=content_type)
    assert response.status_code == status
    assert response["Content-Type"].startswith("application/problem+json")
    assert b"kanarina" not in response.content


def test_method_when_not_taken_then_the_answer_names_those_that_are(visitor: Client) -> None:
    response = visitor.post(f"{API}content/guides/", content_type="application/json", data="")
    assert (response.status_code, response["Allow"]) == (405, "GET, HEAD, OPTIONS")
    assert response["Content-Type"] == "application/problem+json"


def test_report_when_sent_from_another_site_then_its_browser_may_and_no_cookie_or_token_goes_along(
    visitor: Client,
) -> None:
    preflight = visitor.options(
        f"{API}reports/",
        headers={
            "Origin": "https://app.example",
            "Access-Control-Request-Method": "POST",
            "Access-Control-Request-Headers": "content-type,idempotency-key",
        },
    )
    assert preflight["Access-Control-Allow-Origin"] == "*"
    assert "POST" in preflight["Access-Control-Allow-Methods"]
    assert "idempotency-key" in preflight["Access-Control-Allow-Headers"]
    assert "authorization" not in preflight["Access-Control-Allow-Headers"]
    assert "Access-Control-Allow-Credentials" not in preflight


def test_read_when_a_token_comes_along_then_the_answer_is_private(visitor: Client) -> None:
    response = visitor.get(f"{API}content/guides/", headers={"Authorization": "Bearer kanarina"})
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]


@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("post", "pages/", {}),
        ("post", "pages/", {"meta": "kanarina"}),
        ("post", "pages/", {"meta": {"type": "guides.GuidePage", "parent_id": 10**30}, "title": "x"}),
        (
            "post",
            "pages/",
            {"meta": {"type": "home.StandardPage", "parent_id": 3}, "title": "x", "body": [{"value": 1}]},
        ),
        ("patch", "pages/3/", {"body": "kanarina"}),
        ("get", "pages/99999999999999999999999/", None),
        ("get", "snippets/core.Topic/kanarina/", None),
        ("get", "pages/?type=kanarina", None),
        ("get", "pages/find/?html_path=/%2500/", None),
    ],
)
def test_stock_route_when_an_editors_program_sends_nonsense_then_no_server_error_comes(
    tolerant: Client, method: str, path: str, body: object
) -> None:
    user = get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove")
    _token, key = APIToken.create_token(user=user, name="prove")
    given = {} if body is None else {"data": body, "content_type": "application/json"}
    response = getattr(tolerant, method)(f"{API}{path}", **given, headers={"Authorization": f"Bearer {key}"})
    assert response.status_code < 500
    assert "private" in response["Cache-Control"]


def test_docs_when_opened_then_everything_on_the_page_is_ours(visitor: Client) -> None:
    page = visitor.get(f"{API}docs/")
    text = page.content.decode()
    assert page.status_code == 200
    assert "https://" not in text.replace("https://github.com", "")
    assert "<script>" not in text
    assert "script-src 'self'" in page["Content-Security-Policy"]
