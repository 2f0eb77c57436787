"""Reading without a connection: what devices are told, what they may keep, and how it is switched off."""

import json
import re
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.contrib.auth import get_user_model
from django.contrib.staticfiles import finders
from django.test import Client
from PIL import Image

from cms.core.models import HelpService
from tests.factories import StandardPageFactory, loaded
from tests.home.test_pages import one_page_of_each_type, queries_of

pytestmark = pytest.mark.django_db


def worker(visitor: Client) -> dict[str, Any]:
    """Return the settings in the worker's first line."""
    text = visitor.get("/service-worker.js").content.decode()
    match = re.match(r"const SETTINGS = (\{.*\});\n", text)
    assert match is not None
    return json.loads(match[1])


def test_worker_when_asked_for_then_it_is_a_script_at_the_root_that_browsers_ask_for_again(visitor: Client) -> None:
    response = visitor.get("/service-worker.js")
    assert response["Content-Type"] == "text/javascript; charset=utf-8"
    assert response["Cache-Control"] == "no-cache"
    assert response.cookies == {}
    assert queries_of(visitor, "/service-worker.js") <= 4


def test_worker_when_it_prepares_then_it_keeps_help_numbers_in_both_languages_and_files_that_exist(
    visitor: Client,
) -> None:
    told = worker(visitor)
    expected = {loaded("page.offline-help", language).url for language in ("sq", "en")} | {
        "/sq/offline/",
        "/en/offline/",
    }
    assert set(told["pages"]) == expected
    for path in told["pages"]:
        response = visitor.get(path)
        assert response.status_code == 200
        assert "116 111" in response.content.decode()
    assert all(finders.find(path.removeprefix("/static/")) for path in told["files"])
    assert (told["pageLimit"], told["fileLimit"]) == (20, 40)
    assert told["notes"]["sq"].startswith("Nuk keni lidhje.")
    assert all("%(date)s" in note for note in told["notes"].values())


def test_worker_when_pages_need_files_then_it_knows_them_all(visitor: Client) -> None:
    known = worker(visitor)["files"]
    for path in [loaded("guide.gaming").url, "/sq/offline/", loaded("page.offline-help").url]:
        soup = BeautifulSoup(visitor.get(path).content, "html.parser")
        needed = [link["href"] for link in soup.select("link[rel=stylesheet]")]
        needed += [script["src"] for script in soup.select("script[src]")]
        assert [file for file in needed if file not in known] == []


def test_worker_when_a_number_changes_then_devices_fetch_the_pages_again_and_otherwise_not(visitor: Client) -> None:
    before = worker(visitor)["version"]
    page = loaded("guide.gaming")
    page.title = "Lojërat"
    page.save_revision().publish()
    assert worker(visitor)["version"] == before
    service = HelpService.objects.get(code="alo116", locale__language_code="sq")
    service.telephone = "116112"
    service.save()
    assert worker(visitor)["version"] != before


def test_worker_when_switched_off_then_the_script_removes_everything_and_pages_do_not_ask_for_it(
    visitor: Client, settings: Any
) -> None:
    url = loaded("guide.gaming").url
    assert "js/offline/register.js" in visitor.get(url).content.decode()
    settings.OFFLINE_COPIES = False
    script = visitor.get("/service-worker.js").content.decode()
    assert "registration.unregister()" in script
    assert "SETTINGS" not in script
    page = loaded("guide.gaming")
    page.save_revision().publish()
    assert "js/offline/register.js" not in visitor.get(url).content.decode()


@pytest.mark.parametrize("language", ["sq", "en"])
def test_pages_when_sent_then_only_those_for_everybody_are_marked_as_ones_to_keep(
    visitor: Client, language: str
) -> None:
    marked = {name: visitor.get(page.url).get("Offline-Copy") for name, page in one_page_of_each_type(language).items()}
    assert marked.pop("SearchPage") is None
    sensitive = {name for name, page in one_page_of_each_type(language).items() if page.is_sensitive}
    assert {name for name, mark in marked.items() if mark != "keep"} == sensitive
    for item in ("guide.sextortion", "page.raporto"):
        response = visitor.get(loaded(item, language).url)
        assert "Offline-Copy" not in response
        assert "register.js" not in response.content.decode()
        assert "manifest" not in response.content.decode().split("</head>")[0]


@pytest.mark.parametrize(
    "path", ["/sq/raportim/", "/sq/kerko/?q=femije", "/sq/?q=x", "/api/v3/content/guides/", "/admin/login/", "/sq/x/"]
)
def test_answers_that_are_nobodys_business_when_sent_then_they_are_never_marked(visitor: Client, path: str) -> None:
    assert "Offline-Copy" not in visitor.get(path)


def test_page_with_the_form_when_an_editor_forgot_to_mark_it_then_it_is_not_kept_either(visitor: Client) -> None:
    form = loaded("form.raporto")
    page = StandardPageFactory(body=[{"type": "report_form", "value": {"form": form.pk}, "id": "f"}])
    assert "Offline-Copy" not in visitor.get(page.url)


def test_page_when_somebody_is_signed_in_then_it_is_not_kept() -> None:
    client = Client()
    client.force_login(get_user_model().objects.create_superuser("admin", password="fjalëkalim-prove"))
    response = client.get(loaded("guide.gaming").url)
    assert "Offline-Copy" not in response
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize(("language", "name"), [("sq", "Platforma Kombëtare"), ("en", "National Platform")])
def test_manifest_when_read_then_it_says_how_to_install_the_site_in_its_language(
    visitor: Client, language: str, name: str
) -> None:
    soup = BeautifulSoup(visitor.get(f"/{language}/").content, "html.parser")
    response = visitor.get(soup.select_one("link[rel=manifest]")["href"])
    assert response["Content-Type"] == "application/manifest+json"
    manifest = json.loads(response.content)
    assert name in manifest["name"]
    assert manifest["lang"] == language
    assert manifest["start_url"] == manifest["id"] == f"/{language}/"
    assert manifest["scope"] == "/"
    assert manifest["shortcuts"][0]["url"] == loaded("page.offline-help", language).url
    assert any(icon.get("purpose") == "maskable" for icon in manifest["icons"])
    for icon in manifest["icons"]:
        with Image.open(str(finders.find(icon["src"].removeprefix("/static/")))) as picture:
            assert f"{picture.width}x{picture.height}" == icon["sizes"]
            assert picture.format == "PNG"
    for colour in (manifest["theme_color"], manifest["background_color"]):
        assert colour in soup.select_one("meta[name=theme-color]")["content"] or colour == "#fbfaf6"
    assert queries_of(visitor, f"/{language}/manifest.webmanifest") <= 4


@pytest.mark.parametrize(
    ("language", "words"), [("sq", "Kjo faqe hapet edhe pa internet."), ("en", "opens even where there is no internet")]
)
def test_offline_page_when_opened_then_numbers_and_words_are_there_in_its_language(
    visitor: Client, language: str, words: str
) -> None:
    response = visitor.get(f"/{language}/offline/")
    soup = BeautifulSoup(response.content, "html.parser")
    assert words in soup.main.text
    assert [link["href"] for link in soup.select("main a[href^='tel:']")] == [
        "tel:116111",
        "tel:116000",
        "tel:129",
        "tel:112",
    ]
    assert soup.select_one("meta[name=robots]")["content"] == "noindex"
    # Without a script nothing is said about what the device keeps.
    assert soup.select_one("#kept-pages").has_attr("hidden")
    assert response["Cache-Control"].startswith("public")


def test_pictures_when_a_browser_saves_data_then_links_stand_in_their_place(visitor: Client) -> None:
    page = page_with_picture()
    whole = BeautifulSoup(visitor.get(page.url).content, "html.parser")
    [picture] = whole.select("main img")
    assert picture["loading"] == "lazy"
    assert picture["alt"] == "Një urë mbi lumë"
    assert (int(picture["width"]), int(picture["height"])) == (800, 450)
    assert whole.select_one("main source[media='(prefers-reduced-data: reduce)']") is not None
    assert whole.select_one(".pictures-switch a")["href"] == "?pictures=no"
    for saved in (visitor.get(page.url, headers={"Save-Data": "on"}), visitor.get(page.url + "?pictures=no")):
        soup = BeautifulSoup(saved.content, "html.parser")
        assert soup.select("main img, main source") == []
        assert "Një urë mbi lumë" in soup.main.text
        assert soup.select_one(".figure__left-out a")["href"].startswith("/media/")
        assert soup.select_one(".pictures-switch a")["href"] == "?pictures=yes"
    wanted = visitor.get(page.url + "?pictures=yes", headers={"Save-Data": "on"})
    assert len(BeautifulSoup(wanted.content, "html.parser").select("main img")) == 1


def test_saving_data_when_caches_keep_answers_then_only_pages_with_pictures_have_two_versions(visitor: Client) -> None:
    page = page_with_picture()
    whole, saved = visitor.get(page.url), visitor.get(page.url, headers={"Save-Data": "on"})
    assert "Save-Data" in whole["Vary"]
    assert whole["Vary"] == saved["Vary"]
    assert whole["ETag"] != saved["ETag"]
    assert visitor.get(page.url, headers={"If-None-Match": whole["ETag"], "Save-Data": "on"}).status_code == 200
    assert "Save-Data" not in visitor.get(loaded("guide.gaming").url)["Vary"]


def page_with_picture() -> Any:
    import io

    from django.core.files.images import ImageFile

    from cms.media.models import SiteImage

    data = io.BytesIO()
    Image.new("RGB", (1600, 900), "#0b4a56").save(data, "PNG")
    image = SiteImage.objects.create(title="Ura", alt_sq="Një urë mbi lumë", file=ImageFile(data, "ura.png"))
    value = {"image": {"image": image.pk, "decorative": False, "alt_text": ""}, "caption": "", "credit": ""}
    return StandardPageFactory(body=[{"type": "figure", "value": value, "id": "f"}])
