"""Loads the initial content pack: reads it, checks all of it, then writes it in one transaction.

`pack` reads, `markdown` turns bodies into blocks, `registry` knows how each item type becomes an object,
`writer` writes Albanian objects, `translations` their English translations, `run` does it all in order.
"""

from .problems import PackError, Problem
from .run import LoadSummary, load_pack

__all__ = ["LoadSummary", "PackError", "Problem", "load_pack"]
