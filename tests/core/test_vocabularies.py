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
