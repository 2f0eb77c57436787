"""Asking the site for one address inside this process, as a visitor without cookies would over the network."""

import io
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.signals import request_finished, request_started
from django.db import close_old_connections

from cms.core.downloads import OWN_PROGRAM
from cms.core.stored_files import pieces


@dataclass
class Fetched:
    """An answer; `parts` gives the body in pieces and is read once."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    parts: Iterator[bytes] = field(default_factory=lambda: iter(()))

    @property
    def is_html(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/html")

    @property
    def is_css(self) -> bool:
        return self.headers.get("content-type", "").startswith("text/css")

    def read(self) -> bytes:
        return b"".join(self.parts)


class Site:
    """The running application, called directly. Used as a context, in which the connection to the database stays."""

    def __enter__(self) -> "Site":
        # Each answer would end by closing what the next one needs.
        request_started.disconnect(close_old_connections)
        request_finished.disconnect(close_old_connections)
        return self

    def __exit__(self, *_error: object) -> None:
        request_started.connect(close_old_connections)
        request_finished.connect(close_old_connections)

    def __init__(self) -> None:
        from django.core.wsgi import get_wsgi_application

        self.application: Callable[..., Any] = get_wsgi_application()
        self.address = urlsplit(settings.BASE_URL)

    def fetch(self, target: str) -> Fetched:
        """Return the answer to a GET for `target`, a path with or without a query."""
        path, _sign, query = target.partition("?")
        if path.startswith(settings.MEDIA_URL):
            # In production a proxy serves these, not the application.
            return self._stored(unquote(path[len(settings.MEDIA_URL) :]))
        found: list[Any] = []

        def start_response(status: str, headers: list[tuple[str, str]], *_rest: Any) -> Any:
            found[:] = [int(status.split(" ", 1)[0]), {name.lower(): value for name, value in headers}]
            return lambda _data: None

        answer = self.application(self._environment(path, query), start_response)
        return Fetched(found[0], found[1], _closing(answer))

    def _environment(self, path: str, query: str) -> dict[str, Any]:
        port = self.address.port or (443 if self.address.scheme == "https" else 80)
        return {
            "REQUEST_METHOD": "GET",
            "SCRIPT_NAME": "",
            "PATH_INFO": unquote(path).encode().decode("latin-1"),
            "QUERY_STRING": query,
            "SERVER_NAME": self.address.hostname or "localhost",
            "SERVER_PORT": str(port),
            "HTTP_HOST": self.address.netloc or "localhost",
            "HTTP_X_FORWARDED_PROTO": self.address.scheme,
            "SERVER_PROTOCOL": "HTTP/1.1",
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.version": (1, 0),
            "wsgi.url_scheme": self.address.scheme,
            "wsgi.input": io.BytesIO(),
            "wsgi.errors": sys.stderr,
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": True,
            OWN_PROGRAM: True,
        }

    @staticmethod
    def _stored(name: str) -> Fetched:
        try:
            if not default_storage.exists(name):
                return Fetched(404)
        except (OSError, ValueError):
            return Fetched(404)
        return Fetched(200, {"content-type": "application/octet-stream"}, pieces(default_storage, name))


def _closing(answer: Any) -> Iterator[bytes]:
    try:
        yield from answer
    finally:
        if hasattr(answer, "close"):
            answer.close()
