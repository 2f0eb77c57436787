"""Documents of a private collection are for those who may have them, whichever address is tried."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.test import Client
from wagtail.models import Collection, CollectionViewRestriction

from cms.media.models import SiteDocument

pytestmark = pytest.mark.django_db
WORDS = b"for members only"


@pytest.fixture
def document(settings: Any, tmp_path: Path) -> SiteDocument:
    settings.MEDIA_ROOT = str(tmp_path)
    collection = Collection.get_first_root_node().add_child(name="Internal")
    CollectionViewRestriction.objects.create(collection=collection, restriction_type="login")
    return SiteDocument.objects.create(title="Minutes", collection=collection, file=ContentFile(WORDS, "minutes.pdf"))


@pytest.mark.parametrize("address", ["/media/{}", "/media/./{}", "/media//{}", "/media/%64ocuments/../{}"])
def test_document_when_private_then_its_file_is_not_among_the_open_media(document: SiteDocument, address: str) -> None:
    answer = Client().get(address.format(document.file.name))
    assert answer.status_code == 404
    assert WORDS not in answer.content


def test_document_when_private_then_its_address_asks_to_sign_in(document: SiteDocument) -> None:
    answer = Client().get(document.url)
    assert answer.status_code == 302
    assert "login" in answer["Location"]


def test_document_when_open_then_it_is_served_under_its_own_type(document: SiteDocument) -> None:
    CollectionViewRestriction.objects.all().delete()
    answer = Client().get(document.url)
    assert b"".join(answer.streaming_content) == WORDS
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("application/pdf", "nosniff")
    assert answer["Content-Disposition"].startswith("inline")
