"""Partners' programs are told that something changed: signed, again if it failed, and never into our own network."""

import hashlib
import hmac
import json
import socket
import threading
from collections.abc import Iterator
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from reports.inbox.models import WebhookDelivery
from reports.inbox.services.accounts import Admission, admit_program, revoke_program
from reports.inbox.services.casework import CaseworkError
from reports.inbox.services.referrals import mark_sent, take_back
from reports.inbox.webhooks.addresses import WebhookAddressError, check_address, resolve
from reports.inbox.webhooks.announcing import WAITS, deliver_webhooks
from tests.inbox.conftest import Inbox
from tests.inbox.passing_on import add_partner, add_report, prepare_referral


class Receiver:
    """A partner's server on this machine; `status` is what it answers."""

    def __init__(self) -> None:
        self.status = 204
        self.seen: list[tuple[dict[str, str], bytes]] = []
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                receiver.seen.append((dict(self.headers), body))
                self.send_response(receiver.status)
                if receiver.status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *args: Any) -> None:
                pass

        self.server = HTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self.server.server_port}/njoftime?a=1"
        threading.Thread(target=self.server.serve_forever, daemon=True).start()


@pytest.fixture
def receiver(settings: Any) -> Iterator[Receiver]:
    settings.WEBHOOKS_TO_LOOPBACK = True
    found = Receiver()
    yield found
    found.server.shutdown()
    found.server.server_close()


def sent_referral(inbox: Inbox, url: str, capture: Any) -> tuple[Any, Any]:
    """Admit a partner's program and send it a referral; returns both."""
    partner = add_partner()
    admission = Admission(name="Programi", scopes=["referrals"], recipient_id=partner.recipient.pk, webhook_url=url)
    admitted = admit_program(actor=inbox.moderator, admission=admission)
    referral = prepare_referral(inbox, add_report(inbox), partner.recipient)
    with capture(execute=True):
        mark_sent(referral_id=referral.pk, actor=inbox.moderator)
    return admitted, referral


def test_partner_when_a_referral_is_sent_then_its_program_hears_that_and_nothing_else(
    inbox: Inbox, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    admitted, referral = sent_referral(inbox, receiver.url, django_capture_on_commit_callbacks)
    headers, body = receiver.seen[0]
    delivery = WebhookDelivery.objects.get()
    assert json.loads(body) == {"id": delivery.pk, "event": "referral.sent", "referral": referral.pk}
    stamp, signed = (part.split("=")[1] for part in headers["X-Isigurt-Signature"].split(","))
    secret = bytes.fromhex(admitted.webhook_secret)
    assert hmac.compare_digest(hmac.new(secret, f"{stamp}.".encode() + body, hashlib.sha256).hexdigest(), signed)
    assert (delivery.last_status, delivery.next_attempt_at) == (204, None)
    assert delivery.delivered_at is not None


def test_message_when_it_fails_then_it_is_tried_later_and_later_and_at_last_given_up(
    inbox: Inbox, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    receiver.status = 500
    sent_referral(inbox, receiver.url, django_capture_on_commit_callbacks)
    assert deliver_webhooks.call() == 0
    assert len(receiver.seen) == 1
    moment = timezone.now()
    for minutes in WAITS:
        moment += timedelta(minutes=minutes, seconds=5)
        with time_machine.travel(moment, tick=False):
            deliver_webhooks.call()
    assert len(receiver.seen) == 1 + len(WAITS)
    assert WebhookDelivery.objects.get().next_attempt_at is None
    bodies = {body for _headers, body in receiver.seen}
    assert len(bodies) == 1


def test_message_when_the_answer_is_a_redirect_then_it_is_not_followed(
    inbox: Inbox, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    receiver.status = 302
    sent_referral(inbox, receiver.url, django_capture_on_commit_callbacks)
    delivery = WebhookDelivery.objects.get()
    assert (delivery.last_status, delivery.delivered_at) == (302, None)


def test_message_when_nobody_listens_then_the_referral_is_sent_all_the_same(
    inbox: Inbox, settings: Any, django_capture_on_commit_callbacks: Any
) -> None:
    settings.WEBHOOKS_TO_LOOPBACK = True
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    _admitted, referral = sent_referral(inbox, f"http://127.0.0.1:{port}/", django_capture_on_commit_callbacks)
    referral.refresh_from_db()
    assert referral.state == "sent"
    assert WebhookDelivery.objects.get().last_status is None


def test_program_when_revoked_or_the_referral_taken_back_then_it_hears_what_it_should(
    inbox: Inbox, receiver: Receiver, django_capture_on_commit_callbacks: Any
) -> None:
    admitted, referral = sent_referral(inbox, receiver.url, django_capture_on_commit_callbacks)
    with django_capture_on_commit_callbacks(execute=True):
        take_back(referral_id=referral.pk, actor=inbox.moderator)
    assert [json.loads(body)["event"] for _headers, body in receiver.seen] == ["referral.sent", "referral.withdrawn"]
    receiver.status = 503
    WebhookDelivery.objects.update(next_attempt_at=timezone.now(), delivered_at=None)
    revoke_program(account_id=admitted.account.pk, actor=inbox.moderator)
    assert deliver_webhooks.call() == 0
    assert len(receiver.seen) == 2


@pytest.mark.parametrize(
    "url",
    [
        "http://partneri.example/",
        "ftp://partneri.example/",
        "https://127.0.0.1/",
        "https://10.0.0.5/",
        "https://192.168.1.1/",
        "https://169.254.169.254/latest/",
        "https://[::1]/",
        "https://[::ffff:127.0.0.1]/",
        "https://[fd00::1]/",
        "https://[2002:7f00:1::]/",
        "https://100.64.0.1/",
        "https://224.0.0.1/",
        "https://0.0.0.0/",
        "https://partneri.example:22/",
        "https://user:pass@partneri.example/",
        "https://partneri.example/ a",
        "https://",
        "https://[",
        "kanarina",
    ],
)
def test_address_when_it_leads_into_our_own_network_or_is_no_https_then_it_is_refused(inbox: Inbox, url: str) -> None:
    with pytest.raises(WebhookAddressError):
        check_address(url)
    admission = Admission(
        name="Programi", scopes=["referrals"], recipient_id=add_partner().recipient.pk, webhook_url=url
    )
    with pytest.raises(CaseworkError):
        admit_program(actor=inbox.moderator, admission=admission)


@pytest.mark.parametrize("answers", [["10.0.0.5"], ["93.184.216.34", "127.0.0.1"], ["fe80::1%eth0"], []])
def test_name_when_one_of_its_addresses_is_not_public_then_nothing_is_called(
    monkeypatch: pytest.MonkeyPatch, answers: list[str]
) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443)) for address in answers]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    with pytest.raises(WebhookAddressError):
        resolve("https://partneri.example/")


def test_name_when_public_then_the_address_that_was_checked_is_the_one_to_call(monkeypatch: pytest.MonkeyPatch) -> None:
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.216.34", 443))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **kwargs: found)
    target = resolve("https://partneri.example/njoftime?a=1")
    assert (target.address, target.host, target.path) == ("93.184.216.34", "partneri.example", "/njoftime?a=1")
