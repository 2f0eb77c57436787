"""What a journalist meets: figures with their sources, the same wherever they stand."""

import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.test import Client

from cms.core.blocks import ContentBlock
from cms.core.figures import figure_choices, figures_for, filled
from cms.core.loader.markdown import list_items
from reports.annual.citations import citations_of
from reports.annual.comparison import comparison_of
from reports.annual.models import AnnualReportPage, DatasetPage, DatasetVersion
from tests.annual.conftest import LABELS, publish, row
from tests.factories import loaded
from tests.queries import queries_of

pytestmark = pytest.mark.django_db
NO_BREAK = "\N{NO-BREAK SPACE}"


def soup_of(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("sq", ["407 incidente", f"mbi 2{NO_BREAK}800 faqe", "rreth 100 raportime", "67 fëmijë", "gati 12%"]),
        ("en", ["407 incidents", f"over 2{NO_BREAK}800 pages", "about 100 reports", "67 children", "almost 12%"]),
    ],
)
def test_report_when_read_then_its_sentences_take_their_figures_from_the_dataset(
    visitor: Client, language: str, words: list[str]
) -> None:
    page = loaded("report.national-annual", language)
    soup = soup_of(visitor, page.url)
    sentences = soup.select_one(".statistics")
    for amount in words:
        assert amount in sentences.text
    dataset = soup_of(visitor, loaded("dataset.figures", language).url)
    for link in sentences.select("a.figure-link"):
        target = dataset.find(id=link["href"].split("#")[1])
        assert link.text in target.text
        assert link["href"].startswith(loaded("dataset.figures", language).url)
    assert not re.search(r"\{\d{4}-[a-z0-9-]+(:number)?\}", soup.main.text)
    assert queries_of(visitor, page.url) <= 12


def test_report_when_a_figure_is_put_right_in_the_dataset_then_every_place_shows_it(visitor: Client) -> None:
    report, dataset = loaded("report.national-annual"), loaded("dataset.figures")
    version = dataset.version
    rows = list(version.observations.order_by("position"))
    assert "407 incidente" in visitor.get(report.url).content.decode()
    from reports.annual.data_desk import _substance
    from reports.annual.services import publish_version
    from reports.annual.vocabularies import Origin

    for one in rows:
        one.value = 408 if one.code == "2024-incidents" else one.value
    publish_version(dataset_key=dataset.translation_key, rows=rows, labels=version.labels, origin=Origin.UPLOAD)
    html = visitor.get(report.url).content.decode()
    assert "407 incidente" not in html
    assert html.count("408 incidente") >= 4
    assert "408 incidente" in visitor.get(dataset.url).content.decode()
    assert _substance(rows[0])


def test_report_when_read_then_key_figures_have_year_source_and_a_way_to_their_row(visitor: Client) -> None:
    soup = soup_of(visitor, loaded("report.national-annual", "en").url)
    lines = [[cell.text.strip() for cell in line.find_all("td")] for line in soup.select("table.figures tbody tr")]
    assert len(lines) == 13
    assert lines[0] == ["2024", "Incidents recorded", "407 incidents", "Better Internet for Kids, 2025"]
    assert all(line[3] for line in lines)


def test_report_when_an_indicator_has_several_years_then_they_stand_side_by_side_and_units_are_never_mixed(
    visitor: Client,
) -> None:
    soup = soup_of(visitor, loaded("report.national-annual", "en").url)
    rows = {entry.dt.text: [item.text for item in entry.select("li")] for entry in soup.select(".comparison > div")}
    assert rows["Incidents recorded"] == ["2022 150 incidents", "2024 407 incidents"]
    assert set(rows) == {
        "Incidents recorded",
        "Share of girls among victims",
        "Reported pages with child sexual abuse material",
        "Share of ages 15–17",
        "Share of threats, blackmail and stalking",
    }


def test_comparison_when_units_or_groups_differ_then_figures_stay_apart() -> None:
    publish(
        row("1", "2023", code="a"),
        row("2", "2024", code="b"),
        row("3", "2023", "adults", code="c"),
        row("4", "2024", "13-17", code="d"),
    )
    figures = figures_for("en")
    compared = comparison_of([figures[code] for code in "abcd"])
    assert compared is not None
    assert [found.label for found in compared.rows] == ["Reports"]
    assert comparison_of([figures["c"], figures["d"]]) is None


@pytest.mark.parametrize("language", ["sq", "en"])
def test_dataset_when_read_then_every_figure_has_source_and_period_and_can_be_taken_away(
    visitor: Client, language: str
) -> None:
    page = loaded("dataset.figures", language)
    soup = soup_of(visitor, page.url)
    lines = soup.select(".figures--data tbody tr")
    assert len(lines) == 21
    assert all(line.select("td")[3].text.strip() for line in lines)
    assert {link["href"] for link in soup.select(".downloads-line a")} == {"/data/figures.csv", "/data/figures.json"}
    data = soup.find("script", type="application/ld+json").string
    assert '"@type":"Dataset"' in data
    assert '"contentUrl":"http://localhost:8000/data/figures.csv"' in data
    assert queries_of(visitor, page.url) <= 12


def test_dataset_when_it_has_no_figures_yet_then_the_page_says_so(visitor: Client) -> None:
    for language in ("sq", "en"):
        soup = soup_of(visitor, loaded("dataset.hotline", language).url)
        assert soup.select_one(".figures--data") is None
        assert not soup.select(".downloads-line")


def test_dataset_when_it_is_long_then_it_comes_in_parts_and_queries_stay(visitor: Client) -> None:
    page = loaded("dataset.hotline")
    publish(row("1", "2024"))
    few = queries_of(visitor, page.url)
    publish(*[row(str(number), f"{1000 + number}") for number in range(250)])
    soup = soup_of(visitor, page.url)
    assert len(soup.select(".figures--data tbody tr")) == 100
    last = soup_of(visitor, f"{page.url}?page=3")
    assert len(last.select(".figures--data tbody tr")) == 50
    assert last.select_one('a[rel="next"]') is None
    assert queries_of(visitor, f"{page.url}?page=2") == few <= 12
    for part in ("0", "-1", "abc", "99999999999", "%F0%9F%90%A6"):
        assert visitor.get(f"{page.url}?page={part}").status_code == 200


def test_figure_when_it_stands_far_down_then_its_link_leads_to_its_part(visitor: Client) -> None:
    publish(*[row(str(number), f"{1000 + number}") for number in range(150)], row("7", "2024", code="late"))
    figure = figures_for("en")["late"]
    assert "?page=2#late" in figure.url
    assert soup_of(visitor, figure.url.split("#")[0]).find(id="late")


def test_sentence_when_it_names_an_unknown_figure_then_the_editor_is_told_and_readers_see_a_dash() -> None:
    block = ContentBlock().child_blocks["statistics"]
    items = list_items(["<p>Ishin {2024-incidents} dhe {2099-nothing}.</p>"], "test")
    with pytest.raises(ValidationError) as refused:
        block.clean(block.to_python({"items": items}))
    assert "2099-nothing" in str(refused.value.block_errors["items"].block_errors[0])
    assert filled("{2024-incidents:number} / {2099-nothing}", figures_for("en")).count("—") == 1
    assert "407</a>" in filled("{2024-incidents:number}", figures_for("en"))


def test_figure_when_its_dataset_is_not_live_then_nobody_reads_it(visitor: Client) -> None:
    DatasetPage.objects.filter(identifier="figures").update(live=False)
    assert figures_for("sq") == {}
    assert "407" not in soup_of(visitor, loaded("report.national-annual").url).main.text


def test_figure_when_withheld_then_no_text_can_name_it() -> None:
    publish(row(None, "2024", code="secret"), row("11", "2023", code="open"))
    assert "secret" not in figures_for("sq")
    assert "secret" not in dict(figure_choices())
    assert "open" in dict(figure_choices())


def test_words_of_a_dataset_when_hostile_then_they_are_text(visitor: Client) -> None:
    labels = LABELS | {"indicators": {"reports": {"sq": "<script>alert(1)</script>", "en": "x"}}}
    publish(row("1", "2024", code="hostile", source="<b>burim</b>", note_sq="<i>shënim</i>"), labels=labels)
    page = loaded("dataset.hotline")
    html = visitor.get(page.url).content.decode()
    assert "<script>alert" not in html
    assert "<b>burim" not in html
    assert "<i>shënim" not in html


def test_citation_when_read_then_it_comes_in_three_forms_with_the_year(visitor: Client) -> None:
    AnnualReportPage.objects.filter(pk=loaded("report.national-annual", "en").pk).update(year=2024)
    page = loaded("report.national-annual", "en")
    cited = citations_of(page)
    url = f"http://localhost:8000{page.url}"
    title = "National Report on the Safe Internet in Albania"
    assert cited.plain == f"iSIGURT.al / CRCA/ECPAT Albania, {title}, 2024. {url}"
    assert cited.apa == f"iSIGURT.al / CRCA/ECPAT Albania. (2024). {title}. {url}"
    assert cited.bibtex.startswith("@techreport{isigurt2024national")
    assert f"title = {{{{{title}}}}}" in cited.bibtex
    assert soup_of(visitor, page.url).select_one("#cite pre").text == cited.bibtex


@pytest.mark.parametrize("title", ["100% {e} \\end & #1_$", "Ë~^", "a" * 200])
def test_bibtex_when_the_title_holds_its_signs_then_they_are_escaped(title: str) -> None:
    page = loaded("report.national-annual")
    page.title = title
    entry = citations_of(page).bibtex
    inside = re.search(r"title = \{\{(.*)\}\},\n", entry)
    assert inside is not None
    bare = re.sub(r"\\(?:textbackslash|textasciitilde|textasciicircum)\{\}|\\[{}%&#_$]", "", inside[1])
    assert not set(bare) & set("{}%&#_$\\~^")


def test_content_when_loaded_again_then_editors_figures_stay() -> None:
    from pathlib import Path

    from django.conf import settings

    from cms.core.loader import load_pack

    dataset = loaded("dataset.figures")
    before = DatasetVersion.objects.of(dataset.translation_key).count()
    load_pack(Path(settings.BASE_DIR) / "content")
    assert DatasetVersion.objects.of(dataset.translation_key).count() == before == 1
    publish(row("5", "2024"), page=dataset)
    load_pack(Path(settings.BASE_DIR) / "content")
    current = DatasetVersion.objects.current().of(dataset.translation_key).get()
    assert (current.number, current.row_count, current.origin) == (2, 1, "upload")


def test_preview_when_an_editor_looks_at_a_draft_then_its_charts_have_pictures(person: Any) -> None:
    publish(row("1", "2023"), row("2", "2024"))
    page = loaded("report.women-girls-six-years")
    value = {"title": "Provë", "kind": "bar", "series": "raporto/reports"}
    page.body = page._meta.get_field("body").to_python([{"type": "chart", "value": value}])
    page.save_revision()
    editor = person("change_page", on=page)
    html = editor.get(f"/admin/pages/{page.pk}/view_draft/").content.decode()
    assert "<svg xmlns" in html
