"""Synonyms and promoted results: what the pack brings, and what editors do with them."""

import shutil
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cms.accounts.models import User
from cms.core.loader import load_pack
from search.models import PromotedResult, PublishedEntry, SynonymSet
from search.rules import forget_rules, rules_for
from tests.factories import loaded
from tests.search.conftest import entry_of, found, titles

pytestmark = pytest.mark.django_db
PACK = Path(settings.BASE_DIR) / "content"


@pytest.fixture
def pack(tmp_path: Path) -> Path:
    return Path(shutil.copytree(PACK, tmp_path / "content"))


@pytest.fixture
def editor() -> Client:
    """A member of a group with the rights that editors are given."""
    user = User.objects.create_user(username="redaktore", email="redaktore@example.org", password="kanarina-e-verdhe")
    group = Group.objects.create(name="Redaksia")
    wanted = [
        f"{action}_{model}" for action in ("add", "change", "delete") for model in ("synonymset", "promotedresult")
    ]
    group.permissions.set(Permission.objects.filter(codename__in=[*wanted, "access_admin"]))
    user.groups.add(group)
    client = Client()
    client.force_login(user)
    return client


def change(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_pack_when_loaded_then_its_synonyms_and_promoted_queries_are_rules_of_both_languages() -> None:
    for language in ("sq", "en"):
        assert SynonymSet.objects.filter(language=language).count() > 15
        promoted = PromotedResult.objects.get(language=language)
        assert promoted.page.pk == loaded("page.raporto").pk
        promoted.full_clean()
    for rule in SynonymSet.objects.all():
        rule.full_clean()


def test_pack_when_its_rules_change_then_untouched_ones_follow_and_an_editors_stay(pack: Path) -> None:
    mine = SynonymSet.objects.get(words__startswith="lojëra")
    mine.words += "\nkanarina"
    mine.save()
    change(pack / "synonyms.yaml", "[lojëra, gaming, videolojëra]", "[lojëra, gaming]")
    change(pack / "synonyms.yaml", "[telefon, celular]", "[telefon, celular, smartfon]")
    SynonymSet.objects.get(words__startswith="nxënës").delete()
    load_pack(pack)
    mine.refresh_from_db()
    assert "kanarina" in mine.words
    assert SynonymSet.objects.filter(words="telefon\ncelular\nsmartfon").exists()
    assert not SynonymSet.objects.filter(words__startswith="nxënës").exists()


def test_pack_when_a_page_of_it_changes_then_the_index_follows(pack: Path) -> None:
    change(pack / "guides/guide.gaming.sq.md", "title: ", "title: 'Kanarinat luajnë' #")
    load_pack(pack)
    assert titles("kanarina") == ["Kanarinat luajnë"]
    entry = entry_of(loaded("guide.gaming"))
    assert entry is not None
    assert entry.path == loaded("guide.gaming").url


def test_load_when_nothing_changed_then_the_index_is_left_alone() -> None:
    with CaptureQueriesContext(connection) as queries:
        load_pack(PACK)
    assert [query["sql"] for query in queries if "publishedentry" in query["sql"]] == []
    assert PublishedEntry.objects.exists()


def test_editor_when_adding_synonyms_in_the_admin_then_the_next_search_knows_them(editor: Client) -> None:
    assert found("kanarina").total == 0
    response = editor.post("/admin/snippets/search/synonymset/add/", {"language": "sq", "words": "kanarinë\nlojë"})
    assert response.status_code == 302
    assert loaded("guide.gaming").title in titles("kanarina")


def test_editor_when_promoting_a_page_in_the_admin_then_it_comes_first(editor: Client) -> None:
    values = {"language": "sq", "position": "0", "phrases": "kanarina", "page": str(loaded("guide.gaming").pk)}
    assert editor.post("/admin/snippets/search/promotedresult/add/", values).status_code == 302
    assert titles("Kanarina")[0] == loaded("guide.gaming").title
    assert "kanarina" in editor.get("/admin/snippets/search/promotedresult/").content.decode()


@pytest.mark.parametrize("words", ["", "vetëm një", "?\n!", "fjalë\n" * 61])
def test_synonyms_when_there_are_too_few_or_too_many_then_the_editor_is_told(editor: Client, words: str) -> None:
    response = editor.post("/admin/snippets/search/synonymset/add/", {"language": "sq", "words": words})
    assert response.status_code == 200
    with pytest.raises(ValidationError):
        SynonymSet(language="sq", words=words).full_clean()


def test_promoted_result_when_it_has_no_query_then_the_editor_is_told() -> None:
    with pytest.raises(ValidationError):
        PromotedResult(language="sq", phrases="…", page=loaded("guide.gaming").page_ptr).full_clean()


def test_rules_when_read_again_then_no_query_is_needed_until_they_change() -> None:
    forget_rules()
    with CaptureQueriesContext(connection) as first:
        rules_for("sq")
    with CaptureQueriesContext(connection) as again:
        rules_for("sq")
    assert len(first) <= 6
    assert len(again) == 0
    SynonymSet.objects.create(language="sq", words="kanarinë\nzog")
    with CaptureQueriesContext(connection) as changed:
        rules_for("sq")
    assert len(changed) > 0
