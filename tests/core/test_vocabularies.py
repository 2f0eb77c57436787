"""The closed sets in code are those of the content pack."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.utils.translation import override

from cms.core import vocabularies

TAXONOMIES = yaml.safe_load((Path(settings.BASE_DIR) / "content" / "taxonomies.yaml").read_text(encoding="utf-8"))


def entries(name: str) -> list[dict[str, Any]]:
    value = TAXONOMIES[name]
    return value["items"] if isinstance(value, dict) else value


@pytest.mark.parametrize(
    ("vocabulary", "name"),
    [
        ("Audience", "audiences"),
        ("SubRole", "sub_roles"),
        ("EducationalLevel", "educational_levels"),
        ("ResourceType", "resource_types"),
        ("Competence", "competences"),
        ("Licence", "licences"),
    ],
)
@pytest.mark.parametrize("language", ["sq", "en"])
def test_vocabulary_when_compared_with_the_pack_then_codes_and_labels_agree(
    vocabulary: str, name: str, language: str
) -> None:
    with override(language):
        in_code = {code: str(label) for code, label in getattr(vocabularies, vocabulary).choices}
    assert in_code == {entry["code"]: entry["label"][language] for entry in entries(name)}


def test_municipalities_when_counted_then_all_61_lie_in_one_of_the_twelve_counties() -> None:
    grouped = vocabularies.municipalities_by_county()
    codes = [code for _county, choices in grouped for code, _label in choices]
    assert len(grouped) == 12
    assert sorted(codes) == sorted(vocabularies.Municipality.values)
    assert len(codes) == len(set(codes)) == 61
    assert vocabularies.county_of("kamez") == vocabularies.County.AL_11
    assert {vocabularies.county_of(code) for code in codes} == set(vocabularies.County)
    with pytest.raises(KeyError):
        vocabularies.county_of("prishtine")


def test_counties_when_compared_with_the_pack_then_codes_and_albanian_labels_agree() -> None:
    with override("sq"):
        in_code = {code: str(label) for code, label in vocabularies.County.choices}
    assert in_code == {entry["code"]: entry["name"]["sq"] for entry in entries("counties")}
