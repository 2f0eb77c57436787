"""An editor brings figures into a dataset: nothing counts before it has been looked at, nothing uploaded is lost."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from bs4 import BeautifulSoup
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.annual.models import DatasetPage, DatasetUpload, DatasetVersion, Observation
from reports.annual.services import DatasetChangedError, publish_version
from reports.annual.vocabularies import Origin
from tests.annual.conftest import FILE, HEAD, LABELS, publish, row
from tests.factories import loaded

pytestmark = pytest.mark.django_db


@pytest.fixture
def dataset(db: Any) -> DatasetPage:
    found = loaded("dataset.hotline")
    DatasetPage.objects.filter(translation_key=found.translation_key).update(filling="editors")
    found.refresh_from_db()
    return found


@pytest.fixture
def publisher(dataset: DatasetPage, person: Callable[..., Client]) -> Client:
    return person("change_page", "publish_page", on=dataset)


def send(client: Client, dataset: DatasetPage, text: str | bytes, name: str = "shifrat.csv") -> Any:
    data = text if isinstance(text, bytes) else text.encode()
    return client.post(
        reverse("dataset_figures", args=[dataset.pk]), {"file": SimpleUploadedFile(name, data, "text/csv")}, follow=True
    )


def words(response: Any) -> str:
    return " ".join(BeautifulSoup(response.content, "html.parser").get_text(" ").split())


def confirm(client: Client, dataset: DatasetPage, upload: DatasetUpload, based_on: int = 0) -> Any:
    return client.post(reverse("dataset_confirm", args=[dataset.pk, upload.pk]), {"based_on": based_on}, follow=True)


def test_file_when_uploaded_then_its_rows_are_shown_and_nothing_is_published(
    publisher: Client, dataset: DatasetPage, visitor: Client
) -> None:
    response = send(publisher, dataset, FILE)
    assert "2 new rows" in words(response) or "2 rreshta të rinj" in words(response)
    assert "407" in words(response)
    assert not DatasetVersion.objects.of(dataset.translation_key).exists()
    assert "407" not in BeautifulSoup(visitor.get(dataset.url).content, "html.parser").main.text


def test_file_when_confirmed_then_readers_see_it_in_both_languages(
    publisher: Client, dataset: DatasetPage, visitor: Client
) -> None:
    send(publisher, dataset, FILE)
    response = confirm(publisher, dataset, DatasetUpload.objects.get())
    assert "2" in words(response)
    assert "407 incidente" in visitor.get(dataset.url).content.decode()
    assert "407 incidents" in visitor.get(loaded("dataset.hotline", "en").url).content.decode()
    assert not DatasetUpload.objects.exists()
    version = DatasetVersion.objects.current().of(dataset.translation_key).get()
    assert (version.number, version.origin, version.created_by.username[:6]) == (1, Origin.UPLOAD, "person")


def test_file_when_cells_are_wrong_then_row_and_column_are_told_and_it_cannot_be_confirmed(
    publisher: Client, dataset: DatasetPage
) -> None:
    response = send(
        publisher, dataset, f"{HEAD}\nincidents,I,I,2024,shumë,incident,B\nincidents,I,I,2023,1,fëmijë,=B\n"
    )
    cells = [tuple(cell.text for cell in line.find_all("td")[:2]) for line in rows_of(response)]
    assert cells == [("2", "value"), ("3", "source")]
    upload = DatasetUpload.objects.get()
    assert "Publish" not in words(response)
    assert "Botoni" not in words(response)
    assert confirm(publisher, dataset, upload).status_code == 400
    assert not Observation.objects.of(dataset.translation_key).exists()
    assert DatasetUpload.objects.filter(pk=upload.pk).exists()


def rows_of(response: Any) -> list[Any]:
    return BeautifulSoup(response.content, "html.parser").select("table.listing tbody tr")


def test_preview_when_left_and_opened_later_then_the_file_is_still_there(
    publisher: Client, dataset: DatasetPage
) -> None:
    send(publisher, dataset, FILE)
    listing = publisher.get(reverse("dataset_figures", args=[dataset.pk]))
    assert "shifrat.csv" in words(listing)
    assert "407" in words(publisher.get(reverse("dataset_preview", args=[dataset.pk, DatasetUpload.objects.get().pk])))


def test_two_editors_when_both_confirm_then_the_second_must_compare_once_more_and_loses_nothing(
    dataset: DatasetPage, person: Callable[..., Client]
) -> None:
    one = person("change_page", "publish_page", on=dataset)
    other = person("change_page", "publish_page", on=dataset)
    send(one, dataset, FILE)
    send(other, dataset, FILE.replace("407", "500"))
    second, first = DatasetUpload.objects.all()
    assert confirm(one, dataset, first).status_code == 200
    refused = confirm(other, dataset, second)
    assert refused.status_code == 409
    assert {"1 changed row", "1 rresht i ndryshuar"} & {
        item.text for item in BeautifulSoup(refused.content, "html.parser").find_all("li")
    }
    assert Observation.objects.of(dataset.translation_key).get(time_period="2024").value == 407
    assert confirm(other, dataset, second, based_on=1).status_code == 200
    assert Observation.objects.of(dataset.translation_key).get(time_period="2024").value == 500
    assert [version.number for version in DatasetVersion.objects.of(dataset.translation_key)] == [2, 1]


def test_file_when_it_changes_nothing_then_no_version_is_made(publisher: Client, dataset: DatasetPage) -> None:
    for _time in range(2):
        send(publisher, dataset, FILE)
        current = DatasetVersion.objects.current().of(dataset.translation_key).first()
        confirm(publisher, dataset, DatasetUpload.objects.get(), based_on=current.number if current else 0)
    assert DatasetVersion.objects.of(dataset.translation_key).count() == 1


@pytest.mark.parametrize("based_on", ["", "-1", "x", "99999999999999999999", "٣"])
def test_confirmation_when_its_number_is_forged_then_it_is_a_conflict(
    publisher: Client, dataset: DatasetPage, based_on: Any
) -> None:
    send(publisher, dataset, FILE)
    assert confirm(publisher, dataset, DatasetUpload.objects.get(), based_on=based_on).status_code == 409


def test_people_when_they_have_no_right_on_this_page_then_no_address_opens(
    dataset: DatasetPage, person: Callable[..., Client], publisher: Client
) -> None:
    send(publisher, dataset, FILE)
    upload = DatasetUpload.objects.get()
    outsider = person("change_page", "publish_page", on=loaded("guide.gaming"))
    for name, arguments in (
        ("dataset_figures", [dataset.pk]),
        ("dataset_preview", [dataset.pk, upload.pk]),
    ):
        assert outsider.get(reverse(name, args=arguments), follow=False).status_code in (302, 403)
        assert Client().get(reverse(name, args=arguments)).status_code == 302
    for name in ("dataset_confirm", "dataset_discard"):
        outsider.post(reverse(name, args=[dataset.pk, upload.pk]), {"based_on": 0})
    outsider.post(reverse("dataset_freeze", args=[dataset.pk]))
    assert DatasetUpload.objects.filter(pk=upload.pk).exists()
    assert not DatasetVersion.objects.of(dataset.translation_key).exists()


def test_editor_when_they_may_not_publish_then_the_file_waits_for_somebody_who_may(
    dataset: DatasetPage, person: Callable[..., Client], publisher: Client
) -> None:
    editor = person("change_page", on=dataset)
    response = send(editor, dataset, FILE)
    upload = DatasetUpload.objects.get()
    assert "based_on" not in response.content.decode()
    confirm(editor, dataset, upload)
    assert not DatasetVersion.objects.of(dataset.translation_key).exists()
    assert confirm(publisher, dataset, upload).status_code == 200
    assert DatasetVersion.objects.of(dataset.translation_key).exists()


def test_upload_when_opened_through_another_dataset_then_it_is_not_found(
    dataset: DatasetPage, person: Callable[..., Client], publisher: Client
) -> None:
    send(publisher, dataset, FILE)
    other = loaded("dataset.figures")
    editor = person("change_page", "publish_page", on=other)
    assert editor.get(reverse("dataset_preview", args=[other.pk, DatasetUpload.objects.get().pk])).status_code == 404


@pytest.mark.parametrize("data", [b"", b"\xff\xfa", b"PK\x03\x04" + b"\xff" * 50, b"  "])
def test_file_when_it_is_no_text_then_a_sentence_says_so_and_nothing_is_kept(
    publisher: Client, dataset: DatasetPage, data: bytes
) -> None:
    response = send(publisher, dataset, data)
    assert response.status_code == 400
    assert BeautifulSoup(response.content, "html.parser").select_one("#file-error") is not None
    assert not DatasetUpload.objects.exists()


def test_file_when_it_holds_nul_and_markup_then_it_is_kept_and_shown_as_text(
    publisher: Client, dataset: DatasetPage
) -> None:
    response = send(publisher, dataset, f"{HEAD}\nincidents,<script>x</script>,I,2024,1,incident,a\x00b\n", "<b>.csv")
    assert response.status_code == 200
    assert [line.find("td").text for line in rows_of(response)] == ["2"]
    assert "<script>x" not in response.content.decode()
    assert "<b>.csv" not in response.content.decode()


def test_upload_when_it_has_waited_for_a_week_then_the_next_one_throws_it_away(
    publisher: Client, dataset: DatasetPage
) -> None:
    send(publisher, dataset, FILE)
    DatasetUpload.objects.update(uploaded_at=timezone.now() - timedelta(days=8))
    send(publisher, dataset, FILE.replace("407", "408"))
    assert DatasetUpload.objects.count() == 1
    publisher.post(reverse("dataset_discard", args=[dataset.pk, DatasetUpload.objects.get().pk]))
    assert not DatasetUpload.objects.exists()


def test_version_when_another_one_came_between_then_it_is_refused() -> None:
    publish(row("1"))
    key = loaded("dataset.hotline").translation_key
    with pytest.raises(DatasetChangedError):
        publish_version(dataset_key=key, rows=[row("2")], labels=LABELS, origin=Origin.UPLOAD, based_on=0)
    assert Observation.objects.of(key).get().value == 1


def test_hotline_dataset_when_somebody_uploads_a_file_then_it_is_not_taken(person: Callable[..., Client]) -> None:
    dataset = loaded("dataset.hotline")
    send(person("change_page", "publish_page", on=dataset), dataset, FILE)
    assert not DatasetUpload.objects.exists()


def test_page_list_when_a_dataset_is_in_it_then_its_figures_are_one_step_away(
    publisher: Client, dataset: DatasetPage
) -> None:
    html = publisher.get(reverse("wagtailadmin_pages:edit", args=[dataset.pk])).content.decode()
    assert reverse("dataset_figures", args=[dataset.pk]) in html
