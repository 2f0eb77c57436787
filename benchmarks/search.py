"""Measures the search: `python benchmarks/search.py recall` and `python benchmarks/search.py speed`.

Figures of speed are ratios taken inside one run, because the same machine is twice as fast an hour later.
"""

import argparse
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
if __name__ == "__main__":
    # This file is called like the app it measures.
    sys.path[0] = str(ROOT)

from benchmarks.albanian.families import Families, missed, mixed, read_families, recall  # noqa: E402
from benchmarks.measuring import measure_speed, serve_measurements  # noqa: E402
from cms.core.text import fold  # noqa: E402
from search.albanian import regular_stems, stems  # noqa: E402

LISTS = {"held out": "held_out.tsv", "development": "development.tsv"}
WAYS = {
    "exact": lambda form: {form},
    "folded": lambda form: {fold(form)},
    "folded, first five letters": lambda form: {fold(form)[:5]},
    "stems by endings only": lambda form: regular_stems(fold(form)) | {fold(form)},
    "stems and irregular words": lambda form: stems(fold(form)) | {fold(form)},
}


def measure_recall() -> None:
    """Print, for each way of matching, how many pairs of forms of one word meet, and how many words get mixed up."""
    lists: dict[str, Families] = {
        name: read_families(ROOT / "benchmarks" / "albanian" / file) for name, file in LISTS.items()
    }
    print("| matching | " + " | ".join(f"{name}: recall | mixed up" for name in lists) + " |")
    print("|---" * (1 + 2 * len(lists)) + "|")
    for way, keys in WAYS.items():
        cells = [f"{recall(found, keys):.1%} | {len(mixed(found, keys))}" for found in lists.values()]
        print(f"| {way} | {' | '.join(cells)} |")
    keys = WAYS["stems and irregular words"]
    for name, families in lists.items():
        pairs = sum(len(forms) * (len(forms) - 1) for forms in families.values())
        print(f"\n{name}: {len(families)} families, {pairs} pairs.")
        print(
            "Missed:", ", ".join(f"{family} {count}" for family, count in missed(families, keys).items()) or "nothing"
        )
        print("Mixed up:", ", ".join(f"{first} – {second}" for first, second in mixed(families, keys)) or "nothing")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("recall", help="forms of Albanian words that find each other")
    speed = commands.add_parser("speed", help="rates on PostgreSQL at two sizes, as ratios")
    speed.add_argument("--sizes", type=int, nargs=2, default=[500, 50_000], metavar="ENTRIES")
    speed.add_argument("--rounds", type=int, default=7)
    speed.add_argument("--seconds", type=float, default=1.0, help="of each visit")
    worker = commands.add_parser("worker", help="used by `speed`: one database, measured when asked")
    worker.add_argument("entries", type=int)
    arguments = parser.parse_args()
    if arguments.command == "recall":
        measure_recall()
    elif arguments.command == "speed":
        measure_speed(sizes=arguments.sizes, rounds=arguments.rounds, seconds=arguments.seconds)
    else:
        serve_measurements(arguments.entries)


if __name__ == "__main__":
    main()
