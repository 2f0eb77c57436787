"""The hotline's closed sets are those of the content pack."""

import pytest
from django.utils.translation import override

from reports.inbox import vocabularies
from tests.core.test_vocabularies import TAXONOMIES


@pytest.mark.parametrize(
    ("vocabulary", "name", "extra"),
    [
        ("Category", "report_categories", {"unsure"}),
        ("ReporterRole", "reporter_roles", set()),
        ("AgeBand", "report_age_bands", set()),
        ("SiteType", "site_types", set()),
        ("Outcome", "outcomes", set()),
        ("Tile", "report_tiles", set()),
        ("ReporterStatus", "reporter_statuses", set()),
    ],
)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_vocabulary_when_compared_with_the_pack_then_codes_and_labels_agree(
    vocabulary: str, name: str, extra: set[str], language: str
) -> None:
    with override(language):
        in_code = {c: str(label) for c, label in getattr(vocabularies, vocabulary).choices if c not in extra}
    assert in_code == {entry["code"]: entry["label"][language] for entry in TAXONOMIES[name]}


@pytest.mark.parametrize("language", ["sq", "en"])
def test_categories_when_explained_then_the_sentences_are_those_of_the_pack(language: str) -> None:
    for entry in TAXONOMIES["report_categories"]:
        with override(language):
            assert vocabularies.Category(entry["code"]).help_text == entry["help"][language]
        assert (entry["code"] in vocabularies.URGENT_CATEGORIES) == entry["urgent"]


def test_counties_and_platforms_when_compared_with_the_pack_then_codes_agree() -> None:
    assert set(vocabularies.County.values) == {entry["code"] for entry in TAXONOMIES["counties"]}
    assert set(vocabularies.Platform.values) == {entry["code"] for entry in TAXONOMIES["platforms"]}


def test_tiles_when_compared_with_the_pack_then_the_same_categories_stand_behind_them() -> None:
    behind = {tile: list(categories) for tile, categories in vocabularies.TILE_CATEGORIES.items()}
    assert behind == {entry["code"]: entry["categories"] for entry in TAXONOMIES["report_tiles"]}
    assert [tile.value for tile in vocabularies.Tile] == [entry["code"] for entry in TAXONOMIES["report_tiles"]]
