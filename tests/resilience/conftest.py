"""The running product, as the browser tests start it."""

from tests.browser.conftest import no_database, server

__all__ = ["no_database", "server"]
