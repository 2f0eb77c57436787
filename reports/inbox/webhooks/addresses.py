"""Where a webhook may go: https, and never into a network of our own."""

import ipaddress
import socket
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext_lazy as _

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_HTTPS_PORT = 443


class WebhookAddressError(Exception):
    """The address may not be called; `message` says why, for the person who typed it."""

    def __init__(self, message: Any) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class Target:
    """Where to call. `address` is the one that was checked: a name is not looked up again for the call."""

    host: str
    port: int
    path: str
    is_tls: bool
    address: str = ""


def check_address(url: str) -> Target:
    """Return the parts of an address that may be called, without looking its name up.

    Raises:
        WebhookAddressError: if it is no https address, or names a machine of our own.
    """
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise WebhookAddressError(_("This is no address.")) from None
    is_loopback = settings.WEBHOOKS_TO_LOOPBACK and parts.hostname in ("127.0.0.1", "localhost")
    if parts.scheme != "https" and not (is_loopback and parts.scheme == "http"):
        raise WebhookAddressError(_("The address has to begin with https://."))
    if not parts.hostname or parts.username or parts.password or not url.isascii() or any(c.isspace() for c in url):
        raise WebhookAddressError(_("This is no address."))
    if not is_loopback and port not in (None, _HTTPS_PORT):
        raise WebhookAddressError(_("Only the usual port of https is called."))
    literal = _literal(parts.hostname)
    if literal is not None:
        _require_public(literal)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    is_tls = parts.scheme == "https"
    return Target(parts.hostname, port or (_HTTPS_PORT if is_tls else 80), path, is_tls)


def resolve(url: str) -> Target:
    """Return where to call now: every address of the name has to be public, and one of them is called.

    Raises:
        WebhookAddressError: as for `check_address`, if the name is not known, or one of its addresses is not public.
    """
    target = check_address(url)
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError:
        raise WebhookAddressError(_("This name is not known.")) from None
    addresses = [str(entry[4][0]) for entry in found]
    for address in addresses:
        _require_public(ipaddress.ip_address(address.partition("%")[0]))
    if not addresses:
        raise WebhookAddressError(_("This name is not known."))
    return Target(target.host, target.port, target.path, target.is_tls, addresses[0])


def _literal(host: str) -> Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def _require_public(address: Address) -> None:
    """Let pass what the whole internet reaches; an IPv4 address inside an IPv6 one counts as itself.

    Raises:
        WebhookAddressError: for loopback, private, link-local, shared, multicast and reserved addresses.
    """
    if isinstance(address, ipaddress.IPv6Address):
        address = address.ipv4_mapped or address.sixtofour or address
    if settings.WEBHOOKS_TO_LOOPBACK and address.is_loopback:
        return
    if not address.is_global or address.is_multicast:
        raise WebhookAddressError(_("This address leads into a network that is not public."))
