"""The description of the API: valid, complete, and the one that is in the repository."""

import json
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from openapi_spec_validator import validate

from cms.api import api_v3
from cms.core.api.openapi import OUR_TAGS
from search.content_api.kinds import kinds

SNAPSHOT = Path(settings.BASE_DIR) / "docs" / "openapi.json"


@pytest.fixture(scope="module")
def document() -> Any:
    return json.loads(json.dumps(api_v3.get_openapi_schema()))


def ours(document: Any) -> list[tuple[str, Any]]:
    return [
        (f"{method} {path}", operation)
        for path, operations in document["paths"].items()
        for method, operation in operations.items()
        if OUR_TAGS & set(operation.get("tags", []))
    ]


def test_description_when_checked_then_it_is_valid(document: Any) -> None:
    validate(document)


def test_description_when_compared_with_the_file_then_nothing_has_changed_unseen(document: Any) -> None:
    kept = json.loads(SNAPSHOT.read_text(encoding="utf-8"))
    assert kept == document, "The API has changed. Look at the difference, then run: make openapi"


def test_routes_of_ours_when_described_then_each_says_its_answers_and_its_errors(document: Any) -> None:
    for name, operation in ours(document):
        assert operation["summary"], name
        assert {"400", "404", "405", "422"} <= operation["responses"].keys(), name
        if name.startswith("post"):
            assert {"413", "415"} <= operation["responses"].keys(), name
        else:
            assert "304" in operation["responses"], name
        answers = [answer for status, answer in operation["responses"].items() if status in ("200", "201")]
        assert all(answer.get("content") for answer in answers), name


def test_routes_with_a_token_when_described_then_they_say_so(document: Any) -> None:
    for name, operation in ours(document):
        if "hotline" in operation["tags"]:
            assert operation["security"], name
            assert {"401", "403", "429"} <= operation["responses"].keys(), name


def test_schemas_of_content_when_walked_then_none_is_left_open(document: Any) -> None:
    schemas = document["components"]["schemas"]
    for kind in kinds().values():
        for name in (f"{kind.name}Out", f"{kind.name}DetailOut"):
            for field, schema in schemas[name]["properties"].items():
                assert set(schema) - {"title", "description"}, f"{name}.{field} may be anything"
