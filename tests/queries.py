"""Counting the queries of an address, once what surrounds every page is warm."""

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext


def queries_of(visitor: Client, url: str) -> int:
    """Return the queries of a second visit to `url`, which must answer 200."""
    assert visitor.get(url).status_code == 200
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(url).status_code == 200
    return len(queries)
