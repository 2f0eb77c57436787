"""One spelling for each address, and its keyed hash. Nothing here opens, resolves or fetches an address."""

import re
from urllib.parse import parse_qsl, urlencode, urlsplit

from .receipts import keyed_hash

_DEFANGED = (("hxxp", "http"), ("[.]", "."), ("(.)", "."), ("[:]", ":"))
_SAME_HOST = ("www.", "m.", "mobile.", "web.")
# Added to a link by whoever shares it; says nothing of what it leads to.
_TRACKING = re.compile(r"^(utm_\w+|fbclid|gclid|igsh|igshid|si|ref|ref_src|feature|share|_t|_r)$")
_LOOKS_LIKE_HOST = re.compile(r"^[\w.-]+\.[a-z]{2,}(?::\d+)?(?:[/?#]|$)", re.I)
_TELEPHONE = re.compile(r"^\+?[\d\s()./-]{7,20}$")
_ALBANIA = "355"


def canonical_address(typed: str) -> str:
    """Return the one spelling under which `typed` is compared.

    Links lose scheme, `www.`, tracking parameters and fragment; names lose `@` and case; telephone numbers become
    digits with the country. Anything else is only folded in case and blanks.
    """
    text = " ".join(typed.split())
    for written, meant in _DEFANGED:
        text = re.sub(re.escape(written), meant, text, flags=re.I)
    if _TELEPHONE.match(text):
        return "tel:" + _telephone(text)
    if "://" in text or _LOOKS_LIKE_HOST.match(text):
        return _link(text)
    if text.startswith("@"):
        return "name:" + text[1:].lower()
    return "text:" + text.lower()


def blind_index(typed: str) -> bytes:
    """Return the 32 bytes under which equal addresses meet: a keyed hash of the canonical spelling."""
    return keyed_hash("address", canonical_address(typed).encode())


def _telephone(text: str) -> str:
    digits = re.sub(r"\D", "", text)
    if digits.startswith("00"):
        return digits[2:]
    if digits.startswith("0"):
        return _ALBANIA + digits[1:]
    return digits


def _link(text: str) -> str:
    with_scheme = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(with_scheme)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError:
        return "text:" + text.lower()
    for prefix in _SAME_HOST:
        host = host.removeprefix(prefix)
    if port not in (None, 80, 443):
        host = f"{host}:{port}"
    kept = [(name, value) for name, value in parse_qsl(parts.query) if not _TRACKING.match(name)]
    query = f"?{urlencode(sorted(kept))}" if kept else ""
    return f"link:{host}{parts.path.rstrip('/')}{query}"
