"""How large an evidence test runs: small in `make test`, whole in `make test-heavy`."""

import os

import pytest

# For walks through the running product that take many minutes on a small machine.
only_heavy = pytest.mark.skipif(not os.environ.get("HEAVY"), reason="takes many minutes: make test-heavy runs it")


def scaled(full: int, quick: int) -> int:
    """Return `full` when `HEAVY` is set in the environment, else `quick`."""
    return full if os.environ.get("HEAVY") else quick
