"""How large an evidence test runs: small in `make test`, whole in `make test-heavy`."""

import os


def scaled(full: int, quick: int) -> int:
    """Return `full` when `HEAVY` is set in the environment, else `quick`."""
    return full if os.environ.get("HEAVY") else quick
