"""What every answer says about caching, policy and languages."""

import pytest
from django.contrib.auth import get_user_model
from django.test import Client

from tests.factories import loaded

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/sq/", "/en/guides/", "/sq/fjalor/", "/robots.txt", "/.well-known/security.txt"])
def test_public_page_when_visited_then_everybody_may_keep_it_and_no_cookie_is_set(visitor: Client, path: str) -> None:
    response = visitor.get(path)
    assert response.status_code == 200
    assert response["Cache-Control"].startswith("public")
    assert response["ETag"].startswith('"')
    assert response.cookies == {}
    assert "cookie" not in response.get("Vary", "").lower()
    assert "accept-language" not in response.get("Vary", "").lower()
    assert visitor.get(path, headers={"If-None-Match": response["ETag"]}).status_code == 304


def test_sensitive_page_when_visited_then_nobody_keeps_it(visitor: Client) -> None:
    response = visitor.get(loaded("guide.sextortion").url)
    assert response["Cache-Control"] == "private, no-store"
    assert "ETag" not in response


def test_page_when_somebody_is_signed_in_then_it_is_theirs_alone() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove"))
    assert client.get("/sq/")["Cache-Control"] == "private, no-store"


def test_api_when_a_token_is_sent_then_no_cache_may_mix_the_answers(visitor: Client) -> None:
    response = visitor.get("/api/v3/pages/", headers={"Authorization": "Bearer wagtail_x"})
    assert response["Cache-Control"] == "private, no-store"
    assert "Authorization" in response["Vary"]


def test_public_page_when_visited_then_only_our_own_files_may_run(visitor: Client) -> None:
    policy = visitor.get("/sq/")["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy


def test_admin_when_opened_then_its_own_policy_applies_and_nobody_keeps_it(visitor: Client) -> None:
    response = visitor.get("/admin/login/")
    assert "'unsafe-inline'" in response["Content-Security-Policy"]
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("path", ["/api/v3/nothing/", "/admin/nothing/", "/static/nothing.css", "/bundles/999999/"])
def test_address_without_language_when_missing_then_it_is_not_led_to_a_page(visitor: Client, path: str) -> None:
    assert visitor.get(path).status_code in (302, 404)
    assert "/sq/" not in visitor.get(path).get("Location", "")


def test_page_when_the_body_is_huge_then_it_is_refused_in_words(visitor: Client) -> None:
    response = visitor.post("/sq/raportim/", "x" * 300_000, content_type="application/x-www-form-urlencoded")
    assert response.status_code == 413
    assert "tepër e gjatë" in response.content.decode()


def test_api_when_refused_then_the_problem_is_json(visitor: Client) -> None:
    response = visitor.get("/api/v3/pages/?search=%00")
    assert response.status_code == 400
    assert response["Content-Type"] == "application/problem+json"
    assert response.json()["status"] == 400


def test_sitemap_when_read_then_sensitive_pages_are_left_out(visitor: Client) -> None:
    text = visitor.get("/sitemap.xml").content.decode()
    assert loaded("guide.gaming").url in text
    assert loaded("guide.sextortion").url not in text
    assert loaded("page.raporto").url not in text


def test_server_error_when_it_happens_then_the_page_speaks_the_language_of_the_address(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    from guides.models import GuidePage

    def fail(*args: object) -> None:
        raise RuntimeError("kanarina")

    monkeypatch.setattr(GuidePage, "get_context", fail)
    client = Client(raise_request_exception=False)
    for item, words in (("sq", "Nuk është faji juaj."), ("en", "It is not your fault.")):
        response = client.get(loaded("guide.gaming", item).url)
        html = response.content.decode()
        assert response.status_code == 500
        assert words in html
        assert "116 111" in html
        assert "kanarina" not in html


@pytest.mark.parametrize("number", ["9" * 19, "9" * 400])
@pytest.mark.parametrize(
    "path",
    [
        "/cards/{}-ab.png", "/sq/not-translated/{}/", "/lessons/{}/plan.pdf", "/publications/{}/report.pdf",
        "/bundles/{}/", "/sq/calendar/event-{}.ics", "/admin/datasets/{}/", "/sitemap-{}.xml",
    ],
)  # fmt: skip
def test_address_when_its_number_is_longer_than_any_row_then_it_is_not_found(
    admin_client: Client, path: str, number: str
) -> None:
    assert admin_client.get(path.format(number), follow=True).status_code == 404
