"""The hotline's promises to reporters, measured: receipts, hostile input, and no trace of who sent."""

import logging
import random
import re
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from reports.inbox import receipts
from reports.inbox.models import IncidentReport
from reports.inbox.public.code_form import CodeForm
from tests.inbox.conftest import Inbox
from tests.inbox.test_submit import everything_stored
from tests.inbox.walking import TRACKING, code_on, filled_form, page_of, post
from tests.scale import scaled

heavy = pytest.mark.heavy


@heavy
def test_receipts_when_very_many_are_made_then_no_two_are_equal_and_all_can_be_typed_on_a_telephone() -> None:
    count = scaled(1_000_000, 20_000)
    made = {receipts.receipt_from(receipts.keyed_hash("evidence", number.to_bytes(8))) for number in range(count)}
    assert len(made) == count
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{16}[0-9A-HJKMNP-Z]", receipt) for receipt in made)


@heavy
@pytest.mark.django_db
def test_receipt_when_one_symbol_is_wrong_or_two_neighbours_change_places_then_no_query_is_made() -> None:
    rng = random.Random(5)  # noqa: S311
    with CaptureQueriesContext(connection) as queries:
        for _receipt in range(scaled(400, 12)):
            right = receipts.receipt_from(rng.randbytes(10))
            assert CodeForm({"code": right}).is_valid()
            for wrong in mistyped(right):
                assert not CodeForm({"code": wrong}).is_valid(), (right, wrong)
    assert len(queries) == 0


def mistyped(receipt: str) -> list[str]:
    """Return every receipt with one symbol wrong, and every one with two different neighbours exchanged."""
    wrong = []
    for place, symbol in enumerate(receipt):
        alphabet = receipts.ALPHABET if place < receipts.SYMBOLS else receipts.CHECK_ALPHABET
        wrong += [receipt[:place] + other + receipt[place + 1 :] for other in alphabet if other != symbol]
    for place in range(receipts.SYMBOLS):
        first, second = receipt[place], receipt[place + 1]
        if first != second:
            wrong.append(receipt[:place] + second + first + receipt[place + 2 :])
    return wrong


# Hostile input.

ROUTES = ["/sq/raportim/", "/en/raportim/", "/sq/raportim/kodi/", *TRACKING.values(), "/api/v3/reports/"]
FIELDS = [
    "step", "go", "door", "tile", "category", "addresses", "no_link", "platform", "description", "happened_when",
    "reporter_role", "age_band", "contact", "token", "proof", "website", "reporting_form", "code", "message",
    "more_addresses", "older", "repeated", "answer_how_long", "is_in_danger", "county", "affected_sex", "x",
]  # fmt: skip
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
POLYGLOTS = [
    PNG, b"%PDF-1.4\n%\xe2\xe3", b"GIF89a/*<svg onload=alert(1)>*/=1;", b"PK\x03\x04", b"<!DOCTYPE x [<!ENTITY a>]>",
    b"\xff\xfe\x00a\x00=", b"{{7*7}}{%25 csrf_token %25}", b"' OR 1=1 --", b"\x00" * 40, b"\xed\xa0\x80", b"%u0041%GG%",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=60),
    st.sampled_from(["next", "back", "send", "add", "check", "withdraw-yes", "start", "where", "unsure", "on"]),
    st.binary(max_size=60).map(lambda raw: "data:image/png;base64," + raw.hex()),
    st.sampled_from(["A" * 5000, "a\x00b", "\u202e\ufeff", "٣", "9" * 400, "-1", "1e309", "ë" * 21_000]),
)
forms = st.dictionaries(st.sampled_from(FIELDS), texts, max_size=12).map(lambda data: urlencode(data).encode())
multipart = st.tuples(st.sampled_from(FIELDS), st.sampled_from(POLYGLOTS)).map(
    lambda part: (
        b'--b\r\nContent-Disposition: form-data; name="%s"; filename="a.png"\r\n\r\n%s\r\n--b--\r\n'
        % (part[0].encode(), part[1])
    )
)
chunked = st.lists(st.binary(max_size=30), max_size=5).map(
    lambda chunks: b"".join(b"%x\r\n%s\r\n" % (len(chunk), chunk) for chunk in [*chunks, b""])
)


class Body(bytes):
    """What is sent, named by its beginning where a test fails."""

    def __repr__(self) -> str:
        return f"{bytes(self[:200])!r} of {len(self)} bytes"


bodies = st.one_of(
    forms,
    multipart,
    chunked,
    st.binary(max_size=300),
    st.sampled_from(POLYGLOTS).map(lambda raw: b"description=" + quote(raw).encode()),
    st.sampled_from(POLYGLOTS),
    st.integers(1, 12_000).map(lambda number: b"a=&" * number),
    st.just(b"description=" + b"x" * 300_000),
).map(Body)
KINDS = [
    "application/x-www-form-urlencoded", "application/x-www-form-urlencoded; charset=utf-7", "application/json",
    "multipart/form-data; boundary=b", "Multipart/Form-Data;boundary=b", "multipart/form-data", "text/plain",
    "multipart/mixed; boundary=b", "image/png", "application/octet-stream", "", ";", "x" * 300,
    "application/x-www-form-urlencoded; charset=\xff",
]  # fmt: skip
headers = st.fixed_dictionaries(
    {},
    optional={
        "HTTP_TRANSFER_ENCODING": st.sampled_from(["chunked", "gzip, chunked"]),
        "HTTP_SEC_FETCH_SITE": st.sampled_from(["same-origin", "cross-site", "?"]),
        "HTTP_ORIGIN": st.sampled_from(["null", "http://testserver", "http://[", "//"]),
        "HTTP_ACCEPT_LANGUAGE": st.text(alphabet=st.characters(max_codepoint=255), max_size=20),
        "HTTP_IDEMPOTENCY_KEY": st.text(alphabet=st.characters(max_codepoint=255), max_size=30),
        "CONTENT_LENGTH": st.sampled_from(["", "-1", "x", "0", "9" * 30]),
    },
)


@heavy
@pytest.mark.django_db
def test_public_routes_when_anything_is_thrown_at_them_then_no_file_is_kept_and_no_server_error_comes(
    inbox: Inbox, media_folder: Path
) -> None:
    visitor = Client(raise_request_exception=False)
    codes: dict[int, int] = {}

    @settings(max_examples=scaled(5000, 300), deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(
        st.sampled_from(ROUTES),
        st.sampled_from(["post", "post", "post", "put", "patch", "get", "options", "delete", "head"]),
        bodies,
        st.sampled_from(KINDS),
        headers,
    )
    def throw(route: str, method: str, body: bytes, kind: str, extra: dict[str, str]) -> None:
        response = visitor.generic(method.upper(), route, body, content_type=kind, **extra)
        codes[response.status_code] = codes.get(response.status_code, 0) + 1
        assert response.status_code < 500
        # Ninja answers other methods than its own before any of our code.
        assert "no-store" in response["Cache-Control"] or (route.startswith("/api/") and response.status_code == 405)
        assert response.cookies == {}

    throw()
    assert {200, 413, 415, 422} <= set(codes)
    assert [path for path in media_folder.rglob("*") if path.is_file()] == []


FORM = "application/x-www-form-urlencoded"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("path", "sent", "status", "sentence"),
    [
        ("/sq/raportim/", (b"x", "multipart/form-data; boundary=b"), 415, "skedarë"),
        ("/en/raportim/", (b"x", "multipart/form-data; boundary=b"), 415, "Files are not accepted here"),
        ("/sq/raportim/", (b"a=&" * 15_000, FORM), 400, "nuk u lexua dot"),
        ("/en/raportim/", (b"a=b", f"{FORM}; charset=utf-7"), 400, "could not be read"),
        ("/sq/raportim/ndjekja/", (b"x" * 2_000_000, FORM), 413, "tepër e gjatë"),
    ],
)
def test_body_when_it_cannot_be_read_then_a_sentence_in_the_visitors_language_says_so(
    visitor: Client, path: str, sent: tuple[bytes, str], status: int, sentence: str
) -> None:
    response = visitor.generic("POST", path, sent[0], content_type=sent[1])
    assert response.status_code == status
    assert sentence in response.content.decode()
    assert "116 111" in response.content.decode()
    assert response["Cache-Control"] == "private, no-store"
    assert page_of(response).html["lang"] == path[1:3]


class CutOff:
    """A connection that breaks while the body is on its way."""

    def read(self, *args: Any) -> bytes:
        raise OSError("connection reset")

    readline = read


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sq/raportim/", "/sq/raportim/kodi/", TRACKING["sq"]])
def test_body_when_the_connection_breaks_then_no_server_error_comes(visitor: Client, path: str) -> None:
    broken = {"wsgi.input": CutOff(), "CONTENT_LENGTH": "50", "CONTENT_TYPE": FORM}
    response = visitor.generic("POST", path, b"", **broken)
    assert response.status_code == 400
    assert "nuk u lexua dot" in response.content.decode()


@pytest.mark.django_db
def test_body_when_it_is_too_long_but_can_be_read_then_everything_typed_is_still_on_the_page(
    inbox: Inbox, visitor: Client
) -> None:
    url, data = filled_form(visitor, addresses="@dikush", contact="a@example.org")
    response = post(visitor, url, data | {"description": "fjalë " * 60_000})
    page = page_of(response)
    assert response.status_code == 413
    assert "tepër e gjatë" in page.select_one(".error-summary").text
    assert page.select_one("[name=description]").text.strip() == ("fjalë " * 60_000).strip()
    assert page.select_one("[name=addresses]").text.strip() == "@dikush"
    assert page.select_one("[name=contact]")["value"] == "a@example.org"
    assert IncidentReport.objects.count() == 0


# Who sent it.

ADDRESS, FORWARDED, AGENT = "203.0.113.77", "198.51.100.23", "Kanarina/3.14159 (2718281828)"
TRACES = (ADDRESS, FORWARDED, "Kanarina/3", "2718281828")


@heavy
@pytest.mark.django_db
def test_reports_when_very_many_are_sent_then_nothing_anywhere_tells_from_where(
    inbox: Inbox,
    media_folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    capfd: pytest.CaptureFixture[str],
) -> None:
    sender: dict[str, Any] = {
        "REMOTE_ADDR": ADDRESS, "HTTP_X_FORWARDED_FOR": f"{FORWARDED}, 10.0.0.1", "HTTP_X_REAL_IP": FORWARDED,
        "HTTP_FORWARDED": f"for={FORWARDED}", "HTTP_USER_AGENT": AGENT, "HTTP_COOKIE": f"trace={TRACES[-1]}",
    }  # fmt: skip
    visitor = Client(raise_request_exception=False)
    url, data = filled_form(visitor)
    create = IncidentReport.objects.create
    with caplog.at_level(logging.DEBUG):
        for number in range(scaled(1000, 60)):

            def fail(**kwargs: Any) -> None:
                raise DatabaseError(f"refused {ADDRESS} {AGENT}")

            kind = number % 6
            monkeypatch.setattr(IncidentReport.objects, "create", fail if kind == 0 else create)
            wrong = {1: {"category": ""}, 2: {"description": "data:image/png;base64,AAAA"}}.get(kind, {})
            answer = post(visitor, url, data | {"description": f"fjalë {number}"} | wrong, **sender)
            assert answer.status_code == {0: 503, 1: 422, 2: 422}.get(kind, 200)
            if kind == 3:
                post(visitor, TRACKING["sq"], {"code": code_on(answer), "go": "open"}, **sender)
                visitor.generic("POST", url, b"x", content_type="multipart/form-data", **sender)
                visitor.get("/sq/raportim/sfida/", **sender)
                body = {"category": "unsure", "description": f"fjalë {number}"}
                visitor.post("/api/v3/reports/", body, content_type="application/json", **sender)
    monkeypatch.undo()
    output = capfd.readouterr()
    kept = [everything_stored(media_folder), caplog.text, output.out, output.err, repr(getattr(cache, "_cache", {}))]
    kept += [repr(vars(record)) for record in caplog.records if record.name != "asyncio"]
    assert IncidentReport.objects.count() > scaled(500, 30)
    assert {trace: text[:200] for trace in TRACES for text in kept if trace in text} == {}
    assert Session.objects.count() == 0
