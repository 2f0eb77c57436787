"""Opening a report with its receipt. A receipt that fits none costs the same queries and the same cryptography."""

from dataclasses import dataclass
from functools import cache

from django.utils.html import escape
from nacl.public import PrivateKey

from .. import pressure, sealing
from ..form_tokens import read_token
from ..models import IncidentReport
from ..proof_of_work import spend
from ..receipts import keyed_hash, receipt_hash
from ..services.correspondence import ThreadEntry, find_report, read_thread, write_from_reporter
from ..short_memory import claim
from ..text_rules import defanged
from ..vocabularies import MessageDirection

# So many documents are opened at least, there or not; longer threads are rare and only open more.
_OPENINGS = 16
# Look-ups in ten minutes above which those without a proof of work wait for `_PATIENCE` seconds. Nobody is turned away.
RUSH = 600
_PATIENCE = 15
_TICKET_SECONDS = 3600


@dataclass(frozen=True)
class Followed:
    """A report as its reporter sees it."""

    report: IncidentReport
    thread: list[ThreadEntry]


def follow(receipt: str) -> Followed | None:
    """Return the report of a receipt in its exact form, with its messages opened; None if there is none.

    Two queries and at least sixteen openings either way, so that a stranger's clock learns nothing.
    """
    report = find_report(receipt)
    thread = read_thread(report=report or IncidentReport(pk=0), receipt=receipt)
    for _number in range(len(thread), _OPENINGS):
        sealing.open_document(*_stand_in())
    return Followed(report, thread) if report is not None else None


@cache
def _stand_in() -> tuple[sealing.SealedDocument, bytes]:
    """Return a sealed document that says nothing, and its key."""
    key = PrivateKey.generate()
    return sealing.seal({"text": "", "addresses": []}, bytes(key.public_key)), bytes(key)


def add_details(*, followed: Followed, text: str, addresses: list[str]) -> None:
    """Add what the reporter writes; what was the last thing written is not written twice by a second click."""
    last = followed.thread[-1] if followed.thread else None
    if last is not None and (last.direction, last.text, last.addresses) == (
        MessageDirection.FROM_REPORTER,
        text,
        addresses,
    ):
        return
    write_from_reporter(report_id=followed.report.pk, text=text, addresses=addresses)


def must_wait(*, receipt: str, token: str, proof: str) -> bool:
    """Return whether this look-up has to be asked for again in a moment, and count it.

    Only in a rush, and only without a proof of work: then each form, once it is old enough, opens one code.
    """
    pressure.count("lookup")
    if pressure.recent("lookup") <= RUSH:
        return False
    known = read_token(token)
    if known is not None and spend(proof, known.value):
        return False
    owner = keyed_hash("look-up ticket", receipt_hash(receipt)).hex()
    return known is None or known.age < _PATIENCE or not claim(f"ticket-{known.value}", owner, _TICKET_SECONDS)


@dataclass(frozen=True)
class Part:
    """A piece of a message that fits on a page. `is_first` where the message begins."""

    entry: ThreadEntry
    text: str
    is_first: bool

    @property
    def is_ours(self) -> bool:
        """Return whether the hotline wrote it."""
        return self.entry.direction == MessageDirection.TO_REPORTER


def pages_of(thread: list[ThreadEntry], *, size: int, part_size: int) -> list[list[Part]]:
    """Return the thread cut into pages, the newest page first, each of at most `size` bytes of escaped text.

    Args:
        size: bytes of HTML a page may spend on messages.
        part_size: characters after which a message continues in another part.
    """
    pages: list[list[Part]] = [[]]
    spent = 0
    for entry in reversed(thread):
        words = "\n".join([entry.text, *map(defanged, entry.addresses)]).strip()
        cuts = range(0, max(len(words), 1), part_size)
        for start in reversed(cuts):
            part = Part(entry, words[start : start + part_size], start == 0)
            cost = _bytes_of(part.text)
            if spent + cost > size and pages[-1]:
                pages.append([])
                spent = 0
            pages[-1].insert(0, part)
            spent += cost
    return pages


def _bytes_of(text: str) -> int:
    return len(escape(text).encode()) + 200
