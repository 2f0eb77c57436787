"""Families of inflected forms, and how many of their pairs a way of matching connects."""

from collections.abc import Callable, Iterable
from itertools import permutations
from pathlib import Path

Families = dict[str, list[str]]


def read_families(path: Path) -> Families:
    """Return the different forms of each lemma in a list: lemma, part of speech and forms, separated by tabs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {f"{lemma} ({part})": list(dict.fromkeys(forms.split())) for lemma, part, forms in rows}


def recall(families: Families, keys: Callable[[str], Iterable[str]]) -> float:
    """Return the share of pairs (form searched, another form on the page) that have a key in common."""
    met = total = 0
    for forms in families.values():
        found = {form: frozenset(keys(form)) for form in forms}
        for first, second in permutations(forms, 2):
            total += 1
            met += not found[first].isdisjoint(found[second])
    return met / total


def missed(families: Families, keys: Callable[[str], Iterable[str]]) -> dict[str, int]:
    """Return the number of pairs that do not meet, for each family that has any."""
    shares = {name: recall({name: forms}, keys) for name, forms in families.items()}
    return {
        name: round((1 - share) * len(families[name]) * (len(families[name]) - 1))
        for name, share in shares.items()
        if share < 1
    }


def mixed(families: Families, keys: Callable[[str], Iterable[str]]) -> list[tuple[str, str]]:
    """Return the pairs of different families that have a key in common: what a search would wrongly find."""
    owners: dict[str, set[str]] = {}
    for name, forms in families.items():
        for form in forms:
            for key in keys(form):
                owners.setdefault(key, set()).add(name)
    pairs = {tuple(sorted(pair)) for names in owners.values() for pair in permutations(names, 2)}
    return sorted((first, second) for first, second in pairs)
