"""The light StreamField and the list of codes."""

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override

from cms.core.blocks import ContentBlock
from cms.core.fields import CodeListField, ContentField
from cms.core.vocabularies import Audience


@pytest.fixture
def field() -> CodeListField:
    created = CodeListField("audiences", choices_source=Audience)
    created.set_attributes_from_name("audiences")
    return created


def test_code_list_when_a_code_is_unknown_then_it_is_refused_by_name(field: CodeListField) -> None:
    with pytest.raises(ValidationError, match="martians"):
        field.clean(["children", "martians"], None)


def test_code_list_when_codes_are_known_then_they_are_kept(field: CodeListField) -> None:
    assert field.clean(["parents", "children"], None) == ["parents", "children"]


def test_code_list_when_shown_then_labels_are_in_the_readers_language(field: CodeListField) -> None:
    with override("en"):
        assert [str(label) for label in field.labels(["parents", "children"])] == [
            "Children and young people",
            "Parents and carers",
        ]


def test_code_list_form_when_an_editor_ticks_boxes_then_the_codes_come_back(field: CodeListField) -> None:
    form_field = field.formfield()
    assert form_field.clean(["teachers"]) == ["teachers"]
    assert form_field.clean([]) == []


def test_content_field_when_migrated_then_block_definitions_stay_out() -> None:
    field = ContentField(ContentBlock(), blank=True)
    field.set_attributes_from_name("body")
    _name, _path, args, kwargs = field.deconstruct()
    assert args == [[]]
    assert kwargs == {"blank": True}
