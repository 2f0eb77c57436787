"""The body of a page as plain nodes for print: nothing lost that paper can show, nothing kept that it cannot."""

from datetime import UTC, datetime
from typing import Any

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cms.core.blocks import ContentBlock
from cms.core.documents import absolute, compile_pdf, stream_nodes
from cms.core.documents.glyphs import _RANGES, is_shown, printable
from cms.core.documents.nodes import rich_nodes
from cms.core.loader.markdown import list_items, parse_body, raw_stream
from tests.factories import loaded


def stream(*blocks: dict[str, Any]) -> Any:
    return ContentBlock().to_python(list(blocks))


def text_of(node: dict[str, Any]) -> str:
    return "".join(run["text"] for run in node["runs"])


def test_rich_text_when_read_then_marks_links_and_lists_are_kept() -> None:
    nodes = rich_nodes(
        '<p><b>Mos</b> <i>paguaj</i>, lexo <a href="https://takeitdown.ncmec.org">këtu</a>.</p>'
        "<ul><li>një</li><li><b>dy</b> fjalë</li></ul><ol><li>tre</li></ol>"
    )
    assert [node["kind"] for node in nodes] == ["paragraph", "list", "numbered"]
    assert text_of(nodes[0]) == "Mos paguaj, lexo këtu."
    assert [run["text"] for run in nodes[0]["runs"] if run["strong"]] == ["Mos"]
    assert [run["href"] for run in nodes[0]["runs"] if run["href"]] == ["https://takeitdown.ncmec.org"]
    assert [[run["text"] for run in runs] for runs in nodes[1]["items"]] == [["një"], ["dy", " fjalë"]]


@pytest.mark.django_db
def test_rich_text_when_it_links_to_a_page_then_paper_gets_the_whole_address() -> None:
    page = loaded("guide.gaming", "sq")
    with override("en"):
        nodes = rich_nodes(f'<p><a linktype="page" id="{page.pk}">lojërat</a></p>')
    address = nodes[0]["runs"][0]["href"]
    assert address.startswith("http")
    assert address.endswith(loaded("guide.gaming", "en").url)


@pytest.mark.parametrize(
    "url",
    ["javascript:alert(1)", "data:text/html,x", "", "https://x y", "http://[x", 'https://x"y', "ftp://x"],
)
def test_address_when_paper_cannot_lead_there_then_it_is_dropped(url: str) -> None:
    assert absolute(url) == ""
    assert absolute(f"https://isigurt.al/{'x' * 3000}") == ""


@given(st.text())
def test_rich_text_when_arbitrary_then_it_is_read_as_far_as_it_makes_sense(source: str) -> None:
    for node in rich_nodes(source):
        assert node["kind"] in {"paragraph", "list", "numbered"}


@given(st.text())
def test_printable_when_text_is_arbitrary_then_every_sign_has_a_glyph(text: str) -> None:
    assert all(is_shown(character) for character in printable(text))
    assert printable(printable(text)) == printable(text)


def test_glyphs_when_all_are_set_then_the_fonts_have_each_of_them() -> None:
    characters = " ".join(chr(code) for first, last in _RANGES for code in range(first, last + 1))
    data = {
        "language": "sq", "brand": "x", "kind": "x", "title": "x", "summary": characters, "keywords": [],
        "address": "https://x.al/", "address_shown": "x.al", "helpline": None, "facts": [], "safeguarding": "",
        "objectives": [], "materials": [], "steps": [], "body": [], "attachments": [], "licence": "x",
        "labels": dict.fromkeys(
            ["safeguarding", "objectives", "materials", "course", "minutes", "what", "attachments", "online"], "x"
        ),
    }  # fmt: skip
    assert compile_pdf("lesson.typ", data, created_at=datetime(2024, 2, 6, tzinfo=UTC)).startswith(b"%PDF")


def test_stream_when_blocks_are_read_then_those_for_paper_become_nodes_and_screens_keep_the_rest() -> None:
    lists = "1. Një.\n2. Dy.\n\n### Bëj\n\n- Fol.\n\n### Mos bëj\n\n- Mos hesht.\n"
    markdown = f"## Titull\n\nTekst.\n\n{lists}\nPastaj:\n\n- [ ] Kuti.\n"
    blocks = raw_stream(parse_body(markdown, path="x").blocks, "t")
    question = {"question": "Pse?", "answer": "<p>Sepse.</p>"}
    blocks += [
        {"type": "callout", "value": {"kind": "help", "text": "<p>Telefono <b>116 111</b>.</p>"}},
        {"type": "quote", "value": {"text": "Fol.", "attribution": "ALO 116"}},
        {"type": "faq", "value": {"title": "", "items": list_items([question], "q")}},
        {"type": "accordion", "value": {"items": list_items([{"title": "A", "text": "<p>B</p>"}], "a")}},
        {"type": "timeline", "value": {"items": list_items([{"date": "2024", "text": "<p>C</p>"}], "t")}},
        {"type": "table", "value": {"caption": "Tabelë", "columns": [{"type": "text", "heading": "K"}],
                                    "rows": [{"values": ["x"]}]}},
        {"type": "help_panel", "value": {"title": "x"}},
        {"type": "card_grid", "value": {"title": "x", "pages": []}},
    ]  # fmt: skip
    with override("sq"):
        nodes = stream_nodes(stream(*blocks), voice="ti")
    assert [node["kind"] for node in nodes] == [
        "heading", "paragraph", "numbered", "do_dont", "paragraph", "checklist", "callout", "quote", "paragraph",
        "paragraph", "paragraph", "paragraph", "paragraph", "paragraph", "table",
    ]  # fmt: skip
    assert [side["label"] for side in nodes[3]["sides"]] == ["Bëj", "Mos bëj"]
    assert nodes[6]["label"] == "Ndihmë"
    assert nodes[-1]["rows"] == [["x"]]


def test_headings_when_they_skip_a_level_then_the_document_does_not() -> None:
    levels = ["4", "2", "4", "3"]
    nodes = stream_nodes(stream(*({"type": "heading", "value": {"text": "T", "level": level}} for level in levels)))
    assert [node["level"] for node in nodes] == [2, 2, 3, 3]
