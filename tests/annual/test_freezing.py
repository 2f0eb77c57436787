"""The hotline's statistics as open data: withheld everywhere what is withheld there, signed, frozen once."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from reports.annual.models import DatasetVersion, Observation
from reports.annual.services import HotlineUnreadyError, freeze_hotline_dataset
from reports.annual.services.freezing import dimension_of, indicator_of
from reports.annual.signing import is_signed
from reports.inbox import statistics
from reports.inbox.models import StatFact
from reports.inbox.services.snapshots import freeze_statistics
from tests.factories import loaded

pytestmark = pytest.mark.django_db
COUNTS = {"csam": 14, "cyberbullying": 23, "grooming": 3, "hate_speech": 1, "scam_account": 12}


def add_facts(month: date, counts: dict[str, int]) -> None:
    StatFact.objects.bulk_create(
        [
            StatFact(
                kind="received", month=month, category=category, reporter_role="unknown", age_band="unknown",
                channel="web", language="sq", priority="P3",
            )
            for category, count in counts.items()
            for _number in range(count)
        ]
    )  # fmt: skip


@pytest.fixture
def counted(db: Any) -> None:
    add_facts(date(2024, 1, 1), COUNTS)
    add_facts(date(2024, 5, 1), {"csam": 40})
    freeze_statistics(today=date(2024, 8, 1))


def published() -> dict[tuple[str, str, str], int | None]:
    """Return what the inbox publishes: value by quarter, table and cell; the total has an empty cell."""
    found: dict[tuple[str, str, str], int | None] = {}
    with override("sq"):
        for period in statistics.periods():
            for table in statistics.tables_of(period.code):
                for row in table.rows:
                    found[period.code, indicator_of(table), row.label] = row.value
                if not table.is_median:
                    found[period.code, indicator_of(table), ""] = table.total
    return found


def as_number(text: str) -> int | None:
    return int(text) if text else None


def test_dataset_when_frozen_then_page_csv_json_and_api_withhold_exactly_what_the_inbox_withholds(
    counted: None, visitor: Client
) -> None:
    freeze_hotline_dataset()
    page = loaded("dataset.hotline")
    expected = published()
    assert None in expected.values()
    assert any(expected.values())

    dimension = {
        indicator_of(table): dimension_of(table)
        for period in statistics.periods()
        for table in statistics.tables_of(period.code)
    }
    lines = list(csv.DictReader(io.StringIO(visitor.get("/data/raporto.csv").content.decode())))
    in_csv = {
        (line["time_period"], line["indicator"], line[f"dimension:{dimension[line['indicator']]}_sq"]): as_number(
            line["value"]
        )
        for line in lines
    }
    assert in_csv == expected
    assert all((line["status"] == "suppressed") == (line["value"] == "") for line in lines)

    def from_rows(rows: list[dict[str, Any]]) -> dict[tuple[str, str, str], int | None]:
        return {
            (
                one["time_period"],
                one["indicator"],
                one["dimensions"][0]["value_label"]["sq"] if one["dimensions"] else "",
            ): as_number(one["value"] or "")
            for one in rows
        }

    assert from_rows(visitor.get("/data/raporto.json").json()["observations"]) == expected
    api, cursor = [], None
    while True:
        query = {"limit": 50} | ({"cursor": cursor} if cursor else {})
        answer = visitor.get(f"/api/v3/datasets/{page.pk}/observations/", query).json()
        api += answer["items"]
        cursor = answer["next"]
        if cursor is None:
            break
    assert from_rows(api) == expected

    shown: list[int | None] = []
    part = 1
    while True:
        soup = BeautifulSoup(visitor.get(f"{page.url}?page={part}").content, "html.parser")
        for cell in soup.select(".figures--data td.number"):
            number = re.match(r"\d+", cell.text.replace("\N{NO-BREAK SPACE}", ""))
            shown.append(int(number[0]) if number else None)
            assert (number is None) == (cell.select_one(".figures__withheld") is not None)
        part += 1
        if soup.select_one('a[rel="next"]') is None:
            break
    assert shown == [as_number(line["value"]) for line in lines]


def test_dataset_when_frozen_then_the_caveats_stand_with_the_figures_everywhere(counted: None, visitor: Client) -> None:
    freeze_hotline_dataset()
    for language in ("sq", "en"):
        page = loaded("dataset.hotline", language)
        with override(language):
            caveats = [str(sentence) for sentence in statistics.CAVEATS]
        soup = BeautifulSoup(visitor.get(page.url).content, "html.parser")
        assert [item.text for item in soup.select(".caveats li")][1:] == caveats
        assert visitor.get("/data/raporto.json").json()["caveats"][language][1:] == caveats
        assert visitor.get(f"/api/v3/datasets/{page.pk}/").json()["caveats"][1:] == caveats
    assert caveats[1] in visitor.get("/data/raporto/datapackage.json").json()["description"]


def test_dataset_when_frozen_twice_then_one_version_stands_and_a_new_quarter_makes_the_next(counted: None) -> None:
    first = freeze_hotline_dataset()
    assert freeze_hotline_dataset().pk == first.pk
    add_facts(date(2024, 8, 1), {"csam": 30})
    freeze_statistics(today=date(2024, 11, 1))
    second = freeze_hotline_dataset()
    assert (second.number, second.periods) == (2, ["2024-Q1", "2024-Q2", "2024-Q3"])
    before = {row.dimensions_key: row.value for row in first.observations.filter(time_period="2024-Q1")}
    after = {row.dimensions_key: row.value for row in second.observations.filter(time_period="2024-Q1")}
    assert before == after


def test_dataset_when_frozen_then_its_signature_fits_the_file_and_no_other(counted: None, visitor: Client) -> None:
    version = freeze_hotline_dataset()
    from hashlib import sha256

    digest = sha256(visitor.get("/data/raporto.csv").content).hexdigest()
    assert digest == version.digest
    assert is_signed(digest, version.signature, version.public_key)
    assert not is_signed(sha256(b"other").hexdigest(), version.signature, version.public_key)
    assert not is_signed(digest, "zz", version.public_key)
    assert not is_signed(digest, version.signature, version.public_key[:10])


def test_command_when_nothing_is_counted_then_it_says_so_and_later_it_publishes(capsys: Any) -> None:
    with pytest.raises(HotlineUnreadyError):
        freeze_hotline_dataset()
    call_command("freeze_hotline_dataset")
    add_facts(date(2024, 1, 1), COUNTS)
    freeze_statistics(today=date(2024, 5, 1))
    call_command("freeze_hotline_dataset")
    output = capsys.readouterr().out
    assert "no quarters" in output
    assert DatasetVersion.objects.current().of(loaded("dataset.hotline").translation_key).get().digest in output


def test_button_when_pressed_by_somebody_who_may_publish_then_the_quarters_are_published(
    counted: None, person: Callable[..., Client]
) -> None:
    page = loaded("dataset.hotline")
    editor = person("change_page", on=page)
    editor.post(reverse("dataset_freeze", args=[page.pk]))
    assert not Observation.objects.of(page.translation_key).exists()
    publisher = person("change_page", "publish_page", on=page)
    publisher.post(reverse("dataset_freeze", args=[page.pk]))
    publisher.post(reverse("dataset_freeze", args=[page.pk]))
    assert DatasetVersion.objects.of(page.translation_key).count() == 1
    other = loaded("dataset.figures")
    assert person("change_page", "publish_page", on=other).post(
        reverse("dataset_freeze", args=[other.pk])
    ).status_code in (302, 403)
    assert DatasetVersion.objects.of(other.translation_key).count() == 1
