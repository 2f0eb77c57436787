"""The pictures beside links: right size, stable addresses, silent about sensitive pages."""

import io
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.images import ImageFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image

from cms.core.social_cards import card_of
from cms.media.models import SiteImage
from tests.factories import GuidePageFactory, loaded

pytestmark = pytest.mark.django_db


def picture_path(visitor: Client, url: str) -> str:
    soup = BeautifulSoup(visitor.get(url).content, "html.parser")
    return soup.select_one("[property='og:image']")["content"].split("/", 3)[3].join(("/", ""))


def test_card_when_fetched_then_it_is_a_picture_of_the_right_size_that_may_be_kept_for_ever(visitor: Client) -> None:
    path = picture_path(visitor, loaded("guide.gaming").url)
    response = visitor.get(path)
    assert response["Content-Type"] == "image/png"
    assert response["Cache-Control"] == "public, max-age=31536000, immutable"
    image = Image.open(io.BytesIO(response.content))
    assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(response.content) < 200_000
    # Something is drawn: the paper is not the only colour.
    assert len(image.convert("RGB").getcolors(1_000_000) or []) > 20


def test_card_when_the_title_changes_then_its_address_does_and_the_old_one_leads_to_it(visitor: Client) -> None:
    guide = loaded("guide.gaming")
    old = picture_path(visitor, guide.url)
    guide.title = "Lojëra, por me qetësi"
    guide.save_revision().publish()
    new = picture_path(visitor, guide.url)
    assert new != old
    response = visitor.get(old)
    assert (response.status_code, response["Location"]) == (302, new)


def test_cards_when_compared_then_languages_differ_and_the_same_page_draws_the_same_bytes(visitor: Client) -> None:
    albanian, english = (picture_path(visitor, loaded("guide.gaming", language).url) for language in ("sq", "en"))
    assert albanian != english
    first, second, other = (visitor.get(path).content for path in (albanian, albanian, english))
    assert first == second != other


def test_sensitive_page_when_its_card_is_asked_for_then_only_the_neutral_one_is_given(visitor: Client) -> None:
    page = loaded("guide.sextortion")
    assert picture_path(visitor, page.url) == "/cards/neutral.png"
    response = visitor.get(f"/cards/{page.pk}-0123456789abcdef.png")
    assert (response.status_code, response["Location"]) == (302, "/cards/neutral.png")
    with pytest.raises(ValueError, match="sensitive"):
        card_of(page, "iSIGURT.al")
    other = loaded("page.raporto")
    assert picture_path(visitor, other.url) == "/cards/neutral.png"
    assert Image.open(io.BytesIO(visitor.get("/cards/neutral.png").content)).size == (1200, 630)


@pytest.mark.parametrize("make", [lambda: GuidePageFactory(live=False).pk, lambda: 1, lambda: 99_999_999])
def test_card_when_there_is_no_such_public_page_then_there_is_no_card(visitor: Client, make: Any) -> None:
    assert visitor.get(f"/cards/{make()}-0123456789abcdef.png").status_code == 404


@pytest.mark.parametrize("title", ["#set page(fill: red) \\ $x$ *", "Ë" * 255, "një " * 60, "<svg>", "a"])
def test_card_when_a_title_is_strange_then_it_is_drawn_as_words(visitor: Client, title: str) -> None:
    guide = GuidePageFactory(title=title)
    image = Image.open(io.BytesIO(card_of(guide, "iSIGURT.al").png())).convert("RGB")
    assert image.size == (1200, 630)
    assert image.getpixel((5, 300)) == (0xFB, 0xFA, 0xF6)


def test_card_when_an_editor_chose_a_picture_then_that_is_shown_instead(visitor: Client) -> None:
    data = io.BytesIO()
    Image.new("RGB", (1600, 900), "#0b4a56").save(data, "PNG")
    chosen = SiteImage.objects.create(title="Foto", alt_sq="Një valë", file=ImageFile(data, "vale.png"))
    guide = loaded("guide.gaming")
    guide.social_image = chosen
    guide.save_revision().publish()
    soup = BeautifulSoup(visitor.get(guide.url).content, "html.parser")
    assert "/media/" in soup.select_one("[property='og:image']")["content"]
    assert soup.select_one("[property='og:image:alt']")["content"] == "Një valë"
    assert soup.select_one("[property='og:image:width']")["content"] == "1200"


def test_card_when_drawn_again_then_it_needs_few_queries(visitor: Client) -> None:
    path = picture_path(visitor, loaded("guide.gaming").url)
    visitor.get(path)
    with CaptureQueriesContext(connection) as queries:
        visitor.get(path)
    assert len(queries) <= 6
