"""A front end draws the frame of the site, offers toolkits, and prints the hotline's figures."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from campaigns.models import ToolkitBundle
from campaigns.services import build_bundles
from reports.inbox.models import StatFact
from reports.inbox.services.snapshots import freeze_statistics

pytestmark = pytest.mark.django_db
API = "/api/v3/"


def queries_of(visitor: Client, url: str) -> int:
    visitor.get(url)
    with CaptureQueriesContext(connection) as queries:
        assert visitor.get(url).status_code == 200
    return len(queries)


@pytest.mark.parametrize(("locale", "report"), [("sq", "/sq/raporto/"), ("en", "/en/report/")])
def test_site_when_read_then_it_has_help_numbers_and_the_way_to_report(
    visitor: Client, locale: str, report: str
) -> None:
    site = visitor.get(f"{API}site/", {"locale": locale}).json()
    assert site["report"]["url"] == report
    assert "116111" in {service["telephone"] for service in site["help_services"]}
    assert queries_of(visitor, f"{API}site/?locale={locale}") <= 3


def test_locales_when_read_then_albanian_is_the_source(visitor: Client) -> None:
    answer = visitor.get(f"{API}locales/").json()
    assert [(one["code"], one["is_source"]) for one in answer] == [("sq", True), ("en", False)]


def test_menus_when_read_then_all_links_are_of_the_language(visitor: Client) -> None:
    menus = visitor.get(f"{API}menus/", {"locale": "en"}).json()
    links = [*menus["header"], *(link for column in menus["footer"].values() for link in column)]
    assert len(links) > 5
    assert all(link["url"].startswith("/en/") for link in links)
    assert queries_of(visitor, f"{API}menus/?locale=en") <= 3


def test_taxonomies_when_read_then_codes_are_the_same_and_names_differ(visitor: Client) -> None:
    sq, en = (visitor.get(f"{API}taxonomies/", {"locale": locale}).json() for locale in ("sq", "en"))
    for name in ("audiences", "resource_types", "ages"):
        assert [term["code"] for term in sq[name]] == [term["code"] for term in en[name]]
    assert {term["code"] for term in sq["topics"]} == {term["code"] for term in en["topics"]}
    assert sq["audiences"] != en["audiences"]
    assert queries_of(visitor, f"{API}taxonomies/?locale=sq") <= 2


def test_toolkits_when_read_then_bundle_size_and_hash_are_those_of_the_download(visitor: Client) -> None:
    build_bundles()
    toolkit = visitor.get(f"{API}toolkits/", {"locale": "sq"}).json()["items"][0]
    assert toolkit == visitor.get(f"{API}toolkits/{toolkit['id']}/").json()
    assert toolkit["materials"]
    download = visitor.get(toolkit["bundle"]["url"])
    assert int(download["Content-Length"]) == toolkit["bundle"]["bytes"]
    assert download["ETag"] == f'"{toolkit["bundle"]["sha256"]}"'
    assert queries_of(visitor, f"{API}toolkits/") <= 14


def test_toolkits_when_there_are_more_then_the_queries_stay_the_same(visitor: Client) -> None:
    one, both = (queries_of(visitor, f"{API}toolkits/{query}") for query in ("?locale=en", ""))
    assert both <= one + 4
    ToolkitBundle.objects.all().delete()
    assert visitor.get(f"{API}toolkits/", {"locale": "sq"}).json()["items"][0]["bundle"] is None


def test_statistics_when_nothing_is_published_then_the_answer_is_empty_and_has_its_caveats(visitor: Client) -> None:
    answer = visitor.get(f"{API}statistics/").json()
    assert (answer["period"], answer["tables"]) == (None, [])
    assert answer["caveats"]


def test_statistics_when_published_then_small_numbers_are_withheld_in_both_forms(visitor: Client) -> None:
    month = (timezone.localdate() - timedelta(days=200)).replace(day=1)
    common = {"month": month, "reporter_role": "undisclosed", "age_band": "unknown", "channel": "web"}
    common |= {"language": "sq", "priority": "P3", "kind": "received"}
    StatFact.objects.bulk_create(
        StatFact(category="grooming" if number < 4 else "hate_speech", **common) for number in range(44)
    )
    freeze_statistics()
    answer = visitor.get(f"{API}statistics/", {"locale": "en"}).json()
    table = next(table for table in answer["tables"] if table["code"] == "received_by_category")
    cells = {cell["code"]: cell["value"] for cell in table["cells"]}
    assert cells["grooming"] is None
    assert all(value is None or value % 5 == 0 for value in cells.values())
    csv = visitor.get(f"{API}statistics/", {"locale": "en", "format": "csv"})
    assert csv["Content-Type"] == "text/csv; charset=utf-8"
    assert "received_by_category,grooming,Grooming" in csv.content.decode().replace('"', "")
    assert queries_of(visitor, f"{API}statistics/") <= 3


@pytest.mark.parametrize("path", ["site/", "menus/", "locales/", "taxonomies/", "toolkits/", "statistics/"])
def test_read_when_repeated_misspelt_or_asked_by_head_then_it_answers_as_http_says(visitor: Client, path: str) -> None:
    first = visitor.get(f"{API}{path}")
    assert first["Cache-Control"].startswith("public")
    with CaptureQueriesContext(connection) as queries:
        again = visitor.get(f"{API}{path}", headers={"If-None-Match": first["ETag"]})
    # Figures have their tag from the answer itself.
    assert again.status_code == 304
    assert len(queries) <= (2 if path == "statistics/" else 1)
    assert visitor.get(f"{API}{path}", {"kanarina": "1"}).status_code == 422
    head = visitor.head(f"{API}{path}")
    assert (head.status_code, head.content, head["ETag"]) == (200, b"", first["ETag"])
    options = visitor.options(f"{API}{path}")
    assert (options.status_code, options["Allow"]) == (204, "GET, HEAD, OPTIONS")


def test_kinds_and_roles_when_compared_with_the_schemas_then_they_agree() -> None:
    from typing import get_args

    from cms.core.api.site import HelpServiceOut, SiteOrganisationOut
    from cms.core.models import HelpService, Organisation

    assert get_args(HelpServiceOut.model_fields["kind"].annotation) == tuple(HelpService.Kind.values)
    assert get_args(SiteOrganisationOut.model_fields["role"].annotation) == tuple(Organisation.Role.values)
