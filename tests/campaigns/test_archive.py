"""The printed address, and the years of a campaign: what was once on a poster never leads to a dead end."""

import pytest
from bs4 import BeautifulSoup
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from wagtail.models import Page, PageViewRestriction

from campaigns.models import CampaignEdition, CampaignIndexPage, CampaignPage
from tests.factories import CampaignPageFactory, loaded

pytestmark = pytest.mark.django_db
CAMPAIGN, INDEX = "campaign.safer-internet-day-2024", "campaign.index"


def read(visitor: Client, url: str) -> BeautifulSoup:
    response = visitor.get(url)
    assert response.status_code == 200
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("path", ["/fushata-ndergjegjesuese", "/fushata-ndergjegjesuese/"])
@pytest.mark.parametrize("query", ["", "?burimi=poster&q=a%20b%26c"])
def test_printed_path_when_opened_then_one_permanent_redirect_keeps_the_query(
    visitor: Client, path: str, query: str
) -> None:
    response = visitor.get(path + query)
    assert (response.status_code, response["Location"]) == (301, f"/sq/fushata-ndergjegjesuese/{query}")


def test_printed_path_when_editors_moved_the_page_then_it_still_leads_there(visitor: Client) -> None:
    page = loaded(INDEX)
    page.slug = "fushata"
    page.save_revision().publish()
    assert visitor.get("/fushata-ndergjegjesuese/")["Location"] == "/sq/fushata/"
    assert visitor.get("/fushata-ndergjegjesuese/?x=//evil.example")["Location"] == "/sq/fushata/?x=//evil.example"


@pytest.mark.parametrize("language", ["sq", "en"])
def test_year_when_its_edition_is_published_then_it_leads_to_it(visitor: Client, language: str) -> None:
    response = visitor.get(f"{loaded(INDEX, language).url}2024/")
    assert (response.status_code, response["Location"]) == (302, loaded(CAMPAIGN, language).url)


@pytest.mark.parametrize(("language", "words"), [("sq", "nuk ka faqe këtu tani"), ("en", "has no page here now")])
def test_year_when_its_page_is_not_written_yet_then_it_says_so_and_leads_on(
    visitor: Client, language: str, words: str
) -> None:
    soup = read(visitor, f"{loaded(INDEX, language).url}2026/")
    assert "2026" in soup.h1.text
    assert words in soup.select_one(".callout").text
    main = [link["href"] for link in soup.select("main a.button")]
    assert main == [loaded(CAMPAIGN, language).url, loaded(INDEX, language).url]
    other = soup.select_one(".languages a")["href"]
    assert other == f"{loaded(INDEX, 'en' if language == 'sq' else 'sq').url}2026/"


@pytest.mark.parametrize("year", ["2023", "1999", "0000", "99999", "٢٠٢٤", "-2024", "20240"])
def test_year_when_there_was_no_campaign_then_it_is_not_found(visitor: Client, year: str) -> None:
    assert visitor.get(f"{loaded(INDEX).url}{year}/").status_code == 404


def test_edition_when_unpublished_then_its_address_and_its_year_say_so(visitor: Client) -> None:
    page, english = loaded(CAMPAIGN), loaded(CAMPAIGN, "en")
    address = page.url
    page.unpublish()
    response = visitor.get(address, follow=True)
    assert response.redirect_chain == [(f"{loaded(INDEX).url}2024/", 302)]
    assert response.status_code == 200
    soup = BeautifulSoup(response.content, "html.parser")
    assert "nuk ka faqe këtu tani" in soup.text
    # The other language still has it.
    assert soup.select_one('a[hreflang="en"].button')["href"] == english.url
    assert visitor.get(english.url).status_code == 200


def test_edition_when_deleted_then_its_old_address_leads_to_its_year(visitor: Client) -> None:
    page = CampaignPageFactory(title="Dita 2023", slug="dita-2023")
    page.save_revision().publish()
    address = page.url
    assert visitor.get(address).status_code == 200
    Page.objects.get(pk=page.pk).delete()
    response = visitor.get(address, follow=True)
    assert response.redirect_chain[-1][0] == f"{loaded(INDEX).url}2023/"
    assert response.status_code == 200
    assert "2023" in BeautifulSoup(response.content, "html.parser").h1.text


def test_draft_when_it_was_never_public_then_neither_its_address_nor_its_year_exists(visitor: Client) -> None:
    page = CampaignPageFactory(title="Kanarina", slug="kanarina", year=2031, live=False)
    index = loaded(INDEX)
    assert visitor.get(f"{index.url}{page.slug}/").status_code == 404
    assert visitor.get(f"{index.url}2031/").status_code == 404
    assert "Kanarina" not in visitor.get(index.url).content.decode()
    Page.objects.get(pk=page.pk).delete()
    assert visitor.get(f"{index.url}kanarina/").status_code == 404


def test_archive_when_an_edition_is_not_for_everybody_then_only_its_year_shows(visitor: Client) -> None:
    page = CampaignPageFactory(title="Kanarina", slug="kanarina")
    page.save_revision().publish()
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    soup = read(visitor, loaded(INDEX).url)
    assert "Kanarina" not in soup.text
    assert "2023" in soup.select_one(".editions").text


def test_index_when_read_then_years_stand_newest_first_and_the_newest_edition_on_top(visitor: Client) -> None:
    newest = CampaignPageFactory(title="Dita 2027", year=2027, start_date="2027-02-09", end_date="2027-02-09")
    newest.save_revision().publish()
    soup = read(visitor, loaded(INDEX).url)
    assert [year.text for year in soup.select(".editions__year")] == ["2027", "2026", "2025", "2024"]
    assert soup.select_one("#current-title").text == "Dita 2027"


def test_edition_when_its_page_is_published_with_other_days_then_the_archive_follows() -> None:
    page = loaded(CAMPAIGN)
    page.end_date = "2024-02-09"
    page.save_revision().publish()
    assert str(CampaignEdition.objects.get(series="sid", year=2024).end_date) == "2024-02-09"


def test_editions_when_the_pack_is_loaded_then_its_days_are_known_and_an_editors_stay() -> None:
    from campaigns.edition_services import add_edition

    days = {edition.year: str(edition.start_date) for edition in CampaignEdition.objects.all()}
    assert days == {2024: "2024-02-06", 2025: "2025-02-11", 2026: "2026-02-10"}
    CampaignEdition.objects.filter(year=2026).update(start_date="2026-02-03", end_date="2026-02-12")
    kept = add_edition(series="sid", year=2026, start_date="2026-02-10", end_date="2026-02-10")
    assert str(kept.start_date) == "2026-02-03"


def test_campaign_when_the_series_has_one_of_that_year_then_a_second_is_refused() -> None:
    page = CampaignPageFactory(title="Tjetra")
    page.year = 2024
    with pytest.raises(ValidationError) as refused:
        page.full_clean()
    assert "year" in refused.value.message_dict
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignPage.objects.filter(pk=page.pk).update(end_date="2020-01-01")
    with pytest.raises(IntegrityError), transaction.atomic():
        CampaignEdition.objects.create(series="sid", year=2024, start_date="2024-02-06", end_date="2024-02-06")


@pytest.mark.parametrize("language", ["sq", "en"])
def test_campaign_page_when_read_then_everything_the_press_needs_is_there(visitor: Client, language: str) -> None:
    page = loaded(CAMPAIGN, language)
    soup = read(visitor, page.url)
    assert page.slogan in soup.text
    assert [tag.text for tag in soup.select(".hashtags code")] == ["#SaferInternetDay", "#SID2024"]
    # Without a script the text can be selected, and no button stands there that does nothing.
    assert all(button.has_attr("hidden") for button in soup.select("[data-copy]"))
    assert len(soup.select(".timeline li")) == 2
    press = soup.select_one("#press")
    assert "CRCA/ECPAT" in press.text
    assert press.select_one('a[href^="mailto:"]') is not None
    assert len(soup.select(".partner-list li")) == 4
    assert soup.select_one('a[type="text/calendar"]')["href"] == f"/{language}/calendar/campaign-{page.pk}.ics"


def test_index_entry_when_an_edition_is_added_then_the_api_body_has_it() -> None:
    from search.models import PublishedEntry

    index = CampaignIndexPage.objects.get(pk=loaded(INDEX).pk)
    CampaignEdition.objects.create(series="sid", year=2019, start_date="2019-02-05", end_date="2019-02-05")
    entry = PublishedEntry.objects.get(page_id=index.pk)
    assert [edition["year"] for edition in entry.body["edition_list"]] == [2026, 2025, 2024, 2019]
    campaign = PublishedEntry.objects.get(page_id=loaded(CAMPAIGN).pk)
    assert campaign.body["partner_list"][0]["name"].startswith("CRCA")
    assert len(campaign.body["timeline_list"]) == 2
