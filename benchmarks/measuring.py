"""Speed of the search on PostgreSQL at two sizes: two databases, visited by turns, compared inside each round."""

import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
WARM_UP = 20

# What is measured: the search against bare SQL, and lists against themselves at the smaller size.
SEARCHES = ["rare word", "inflected word", "common word", "two common words", "rare word, filtered", "mistyped word"]
LISTS = ["list of 20", "list of 20, deep", "facets of a filter", "facets of everything"]


@contextmanager
def postgresql() -> Iterator[str]:
    """Give the address of an embedded server that ends with the block."""
    command = [sys.executable, str(ROOT / "tools" / "postgres.py")]
    server = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)  # noqa: S603
    try:
        assert server.stdout is not None  # noqa: S101
        yield server.stdout.readline().strip()
    finally:
        server.communicate()


class Worker:
    """A process with its own database; measures one task at a time."""

    def __init__(self, address: str, entries: int) -> None:
        environment = {**os.environ, "DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "cms.settings.test"}
        command = [sys.executable, str(ROOT / "benchmarks" / "search.py"), "worker", str(entries)]
        self.process = subprocess.Popen(  # noqa: S603
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, env=environment, cwd=ROOT
        )
        self.entries = entries

    def ask(self, **question: Any) -> Any:
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        self.process.stdin.write(json.dumps(question) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def stop(self) -> None:
        self.process.communicate()


def measure_speed(*, sizes: list[int], rounds: int, seconds: float) -> None:
    """Print the ratios.

    Args:
        sizes: entries of the small and of the large database.
        rounds: each visits every task once at both sizes.
        seconds: of each visit.
    """
    import psycopg

    with postgresql() as address:
        workers = []
        for size in sizes:
            name = f"entries_{size}"
            with psycopg.connect(_address(address, "postgres"), autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {name}")  # type: ignore[call-overload]
            workers.append(Worker(address.rsplit("/", 1)[0] + f"/{name}", size))
            print(f"{size} entries written in {workers[-1].ask(task='prepare'):.0f} s", flush=True)
        measured: dict[tuple[str, int], list[dict[str, float]]] = {}
        for round_number in range(rounds):
            for task in [*SEARCHES, *LISTS]:
                # The first of a pair may find the machine in another state than the second: they take turns.
                for worker in workers[:: 1 if round_number % 2 else -1]:
                    answer = worker.ask(task=task, seconds=seconds)
                    measured.setdefault((task, worker.entries), []).append(answer)
        for worker in workers:
            worker.stop()
    _print(measured, sizes)


def _address(address: str, database: str) -> str:
    folder = address.split("@", 1)[1].rsplit("/", 1)[0].lstrip("/")
    return f"host=/{folder} user=postgres dbname={database}"


def _print(measured: dict[tuple[str, int], list[dict[str, float]]], sizes: list[int]) -> None:
    small, large = sizes
    print(f"\n| search | hits at {large} | rate of bare SQL | search : bare SQL at {large} | at {small} | p99 ms |")
    print("|---|---|---|---|---|---|")
    for task in SEARCHES:
        found = {size: [visit["rate"] / visit["bare"] for visit in measured[(task, size)]] for size in sizes}
        visits = measured[(task, large)]
        print(
            f"| {task} | {visits[0]['hits']:.0f} | {statistics.median(visit['bare'] for visit in visits):.0f}/s "
            f"| {_spread(found[large])} | {_spread(found[small])} "
            f"| {statistics.median(visit['p99'] for visit in visits) * 1000:.0f} |"
        )
    print(f"\n| list | time at {large} : time at {small} | search at {large} : at {small} |\n|---|---|---|")
    for task in [*LISTS, *SEARCHES]:
        pairs = zip(measured[(task, small)], measured[(task, large)], strict=True)
        print(f"| {task} | {_spread([few['rate'] / many['rate'] for few, many in pairs])} |")


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f}–{max(ratios):.2f})"


def serve_measurements(entries: int) -> None:
    """Answer questions from standard input: `prepare` writes the entries, anything else is a task to measure."""
    import django

    django.setup()
    tasks: dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]] = {}
    for line in sys.stdin:
        question = json.loads(line)
        if question["task"] == "prepare":
            started = time.monotonic()
            _write(entries)
            answer: Any = time.monotonic() - started
            tasks = _tasks()
        else:
            answer = _measure(*tasks[question["task"]], question["seconds"])
        print(json.dumps(answer), flush=True)


def _write(entries: int) -> None:
    from django.core.management import call_command
    from django.db import connection
    from wagtail.models import Locale, Page, Site

    from benchmarks.synthetic import add_documents, synthetic_documents
    from home.models import HomePage

    call_command("migrate", verbosity=0, interactive=False)
    albanian, _created = Locale.objects.get_or_create(language_code="sq")
    Locale.objects.get_or_create(language_code="en")
    home = HomePage(title="Kreu", slug="kreu", hero_title="Kreu", locale=albanian)
    Page.get_first_root_node().add_child(instance=home)
    Site.objects.filter(is_default_site=True).update(root_page=home)
    batch = []
    for document in synthetic_documents(entries):
        batch.append(document)
        if len(batch) == 1000:
            add_documents(Page.objects.get(pk=home.pk), batch)
            batch = []
    add_documents(Page.objects.get(pk=home.pk), batch)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")


def _tasks() -> dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]]:
    """Return what is measured, by name: what we do, and the bare SQL for it."""
    from benchmarks.synthetic import COMMON, RARE, SECOND_COMMON
    from search.finder import find
    from search.matching import Filters
    from search.models import PublishedEntry

    teachers = Filters((("audience", "teachers"),))
    guides = PublishedEntry.objects.in_language("sq").of_type("guide").newest()
    columns = ("page_id", "title", "path", "summary", "first_published_at")
    ordered = list(guides.values_list("first_published_at", "page_id"))
    middle = ordered[len(ordered) * 4 // 5]
    queries = {
        "rare word": (RARE, Filters()),
        "inflected word": ("kanarinimeve", Filters()),
        "common word": (COMMON, Filters()),
        "two common words": (f"{COMMON} {SECOND_COMMON}", Filters()),
        "rare word, filtered": (RARE, teachers),
        "mistyped word": ("kanarinmi", Filters()),
    }
    tasks: dict[str, tuple[Callable[[], Any], Callable[[], Any] | None]] = {
        name: (
            lambda query=query, filters=filters: find(query=query, language="sq", filters=filters),
            _bare(query, filters),
        )
        for name, (query, filters) in queries.items()
    }
    tasks["list of 20"] = (lambda: list(guides.values_list(*columns)[:20]), None)
    tasks["list of 20, deep"] = (lambda: list(guides.after(*middle).values_list(*columns)[:20]), None)
    tasks["facets of a filter"] = (lambda: find(query="", language="sq", filters=teachers), None)
    tasks["facets of everything"] = (lambda: find(query="", language="sq"), None)
    return tasks


def _bare(query: str, filters: Any) -> Callable[[], Any]:
    """Return the ranked search of the same terms as one prepared statement: ten rows, their rank, and the total."""
    import psycopg
    from django.db import connection

    from search.matching import tsquery
    from search.parsing import parse

    condition = "".join(
        f" AND e.page_id IN (SELECT entry_id FROM search_entryfacet WHERE kind = '{kind}' AND code = '{code}')"  # noqa: S608
        for kind, code in filters.facets
    )
    statement = (
        "SELECT e.page_id, e.title, e.path, e.summary, ts_rank(t.search_vector, %(query)s::tsquery) AS rank, "  # noqa: S608
        "count(*) OVER () FROM search_entrytext t JOIN search_publishedentry e ON e.page_id = t.entry_id "
        f"WHERE t.locale = 'sq' AND t.search_vector @@ %(query)s::tsquery{condition} "
        "ORDER BY rank DESC, e.page_id DESC LIMIT 10"
    )
    values = {"query": tsquery(parse(query, "sq"))}
    settings = connection.settings_dict
    raw = psycopg.connect(host=settings["HOST"], user=settings["USER"], dbname=settings["NAME"], autocommit=True)
    cursor = raw.cursor()

    def run() -> Any:
        return cursor.execute(statement, values, prepare=True).fetchall()  # type: ignore[call-overload]

    return run


def _measure(ours: Callable[[], Any], bare: Callable[[], Any] | None, seconds: float) -> dict[str, float]:
    for _number in range(WARM_UP):
        ours()
    times = _times(ours, seconds)
    answer = {"rate": len(times) / sum(times), "p99": sorted(times)[int(len(times) * 0.99)]}
    if bare is not None:
        rows = bare()
        times = _times(bare, seconds)
        answer |= {"bare": len(times) / sum(times), "hits": rows[0][-1] if rows else 0}
    return answer


def _times(task: Callable[[], Any], seconds: float) -> list[float]:
    times, until = [], time.perf_counter() + seconds
    while time.perf_counter() < until:
        started = time.perf_counter()
        task()
        times.append(time.perf_counter() - started)
    return times
