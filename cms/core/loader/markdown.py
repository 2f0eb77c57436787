"""The Markdown subset of the content pack, turned into raw values of body blocks.

Links stay as `href="id:guide.x"` until the writer knows the pages.
"""

import re
import uuid
from dataclasses import dataclass, field
from html import escape
from typing import Any

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode

from .problems import Problem

NAMESPACE = uuid.UUID("6a0d2f0e-7c1b-5a8e-9a53-1c9f0a3f6d11")
DO_HEADINGS = {"Bëj", "Bëni", "Do"}
DONT_HEADINGS = {"Mos bëj", "Mos bëni", "Don’t"}
_CALLOUT = re.compile(r"^\[!(help|warning|info)\]\s*")
_BOX = "<p>[ ] "
_FIGURE = re.compile(r"\{fig\.([a-z0-9.-]+?)(:number)?\}")
_INLINE_TAGS = {"strong": "b", "em": "i"}


@dataclass(frozen=True)
class BodyBlock:
    """One block of a body: its type, its raw value without ids, and where it stands.

    `shape` is what must be the same in both languages.
    """

    kind: str
    value: Any
    line: int
    shape: tuple[Any, ...]
    links: frozenset[str] = frozenset()


@dataclass
class ParsedBody:
    """The blocks of one body and what could not be read."""

    blocks: list[BodyBlock] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)

    @property
    def links(self) -> list[tuple[str, int]]:
        return [(link, block.line) for block in self.blocks for link in sorted(block.links)]


def stable_id(*parts: object) -> str:
    """Return the same UUID for the same `parts`, so that both languages and later runs agree."""
    return str(uuid.uuid5(NAMESPACE, "/".join(map(str, parts))))


def list_items(values: list[Any], *parts: object) -> list[dict[str, Any]]:
    """Return `values` in the stored form of a ListBlock; wagtail-localize skips any other form."""
    return [
        {"type": "item", "value": value, "id": stable_id(*parts, position)} for position, value in enumerate(values)
    ]


def raw_stream(blocks: list[BodyBlock], item_id: str) -> list[dict[str, Any]]:
    """Return `blocks` as the raw value of a StreamField, with ids derived from `item_id` and position."""
    return [
        {"type": block.kind, "value": _with_ids(block, item_id, index), "id": stable_id(item_id, "body", index)}
        for index, block in enumerate(blocks)
    ]


def _with_ids(block: BodyBlock, item_id: str, index: int) -> Any:
    if not isinstance(block.value, dict):
        return block.value
    return {
        name: list_items(value, item_id, "body", index, name) if isinstance(value, list) else value
        for name, value in block.value.items()
    }


def figure_code(figure_id: str) -> str:
    """Return the code of a figure in datasets for its id in the pack: `fig.2024.incidents` is `2024-incidents`."""
    return figure_id.removeprefix("fig.").replace(".", "-")


def parse_body(text: str, *, path: str, first_line: int = 1) -> ParsedBody:
    """Parse a body.

    Args:
        text: Markdown of the subset described in the pack's README.
        path: of the file, for problems.
        first_line: one-based line of the file on which `text` starts.
    """
    return _BodyParser(path, first_line).parse(text)


class _BodyParser:
    def __init__(self, path: str, first_line: int) -> None:
        self.path = path
        self.first_line = first_line
        self.body = ParsedBody()
        self.links: set[str] = set()

    def parse(self, text: str) -> ParsedBody:
        nodes = SyntaxTreeNode(MarkdownIt("commonmark").parse(text)).children
        position = 0
        while position < len(nodes):
            if self._is_do_dont(nodes[position : position + 4]):
                self._add_do_dont(nodes[position : position + 4])
                position += 4
                continue
            self._add(nodes[position])
            position += 1
        return self.body

    def _line(self, node: SyntaxTreeNode) -> int:
        return self.first_line + (node.map[0] if node.map else 0)

    def _problem(self, node: SyntaxTreeNode, message: str) -> None:
        self.body.problems.append(Problem(self.path, self._line(node), message))

    def _add(self, node: SyntaxTreeNode) -> None:
        self.links = set()
        line = self._line(node)
        if node.type == "heading":
            level = node.tag[1:]
            if level not in "234":
                self._problem(node, "Headings have level 2 to 4.")
            self._append("heading", {"text": _plain(node), "level": level}, line, ("heading", level))
        elif node.type == "bullet_list" and (items := self._boxes(node)):
            self._append("checklist", {"title": "", "items": items}, line, ("checklist", len(items)))
        elif node.type == "bullet_list" and (sentences := self._sentences(node)):
            items, named = sentences
            self._append("statistics", {"items": items}, line, ("statistics", len(items), named))
        elif node.type in ("paragraph", "bullet_list"):
            html, shape = self._rich(node), self._shape(node)
            self._append_text(html, line, shape)
        elif node.type == "ordered_list":
            items = [self._item(child) for child in node.children]
            self._append("steps", {"items": items}, line, ("steps", len(items)))
        elif node.type == "blockquote":
            self._add_callout(node, line)
        else:
            self._problem(node, f"“{node.type}” is not part of the body subset.")

    def _append(self, kind: str, value: Any, line: int, shape: tuple[Any, ...]) -> None:
        self.body.blocks.append(BodyBlock(kind, value, line, shape, frozenset(self.links)))

    def _append_text(self, html: str, line: int, shape: tuple[Any, ...]) -> None:
        """Join running text with the block before it, so that a section is one rich text."""
        last = self.body.blocks[-1] if self.body.blocks else None
        if last is not None and last.kind == "paragraph":
            self.links |= last.links
            self.body.blocks.pop()
            html, line, shape = last.value + html, last.line, last.shape + shape
        self._append("paragraph", html, line, shape)

    def _add_callout(self, node: SyntaxTreeNode, line: int) -> None:
        html = "".join(self._rich(child) for child in node.children)
        match = _CALLOUT.match(html.removeprefix("<p>"))
        if not match or not node.children:
            self._problem(node, "A quotation must start with [!help], [!warning] or [!info].")
            return
        kind = match.group(1)
        text = "<p>" + html.removeprefix("<p>")[match.end() :]
        shape = ("callout", kind, *(part for child in node.children for part in self._shape(child)))
        self._append("callout", {"kind": kind, "text": text}, line, shape)

    @staticmethod
    def _is_do_dont(nodes: list[SyntaxTreeNode]) -> bool:
        if [node.type for node in nodes] != ["heading", "bullet_list", "heading", "bullet_list"]:
            return False
        return _plain(nodes[0]) in DO_HEADINGS and _plain(nodes[2]) in DONT_HEADINGS

    def _add_do_dont(self, nodes: list[SyntaxTreeNode]) -> None:
        self.links = set()
        do = [self._item(child) for child in nodes[1].children]
        dont = [self._item(child) for child in nodes[3].children]
        self._append("do_dont", {"do": do, "dont": dont}, self._line(nodes[0]), ("do_dont", len(do), len(dont)))

    def _boxes(self, node: SyntaxTreeNode) -> list[str]:
        """Return the items of a list in which each one starts with an empty box; none of any other list."""
        items = [self._item(child) for child in node.children]
        if not all(item.startswith(_BOX) for item in items):
            self.links = set()
            return []
        return ["<p>" + item.removeprefix(_BOX) for item in items]

    def _sentences(self, node: SyntaxTreeNode) -> tuple[list[str], tuple[str, ...]] | None:
        """Return the items of a list that names figures, with their codes as blocks name them, and the codes."""
        items = [self._item(child) for child in node.children]
        named = [figure_code(code) for item in items for code, _bare in _FIGURE.findall(item)]
        if not named:
            self.links = set()
            return None
        filled = [_FIGURE.sub(lambda match: f"{{{figure_code(match[1])}{match[2] or ''}}}", item) for item in items]
        return filled, tuple(sorted(named))

    def _item(self, node: SyntaxTreeNode) -> str:
        return "".join(self._rich(child) for child in node.children)

    def _shape(self, node: SyntaxTreeNode) -> tuple[Any, ...]:
        return ("p",) if node.type == "paragraph" else (("ul", len(node.children)),)

    def _rich(self, node: SyntaxTreeNode) -> str:
        if node.type == "paragraph":
            return f"<p>{self._inline(node)}</p>"
        if node.type == "bullet_list":
            items = "".join(f"<li>{self._list_text(child)}</li>" for child in node.children)
            return f"<ul>{items}</ul>"
        self._problem(node, f"“{node.type}” cannot stand here.")
        return ""

    def _list_text(self, node: SyntaxTreeNode) -> str:
        parts = []
        for child in node.children:
            if child.type != "paragraph":
                self._problem(child, "List items hold one paragraph.")
                continue
            parts.append(self._inline(child))
        return " ".join(parts)

    def _inline(self, node: SyntaxTreeNode) -> str:
        return "".join(self._inline_part(part, node) for child in node.children for part in child.children)

    def _inline_part(self, part: SyntaxTreeNode, block: SyntaxTreeNode) -> str:
        if part.type == "text":
            return escape(part.content, quote=False)
        if part.type in ("softbreak", "hardbreak"):
            return " "
        inner = "".join(self._inline_part(child, block) for child in part.children)
        if part.type in _INLINE_TAGS:
            return f"<{_INLINE_TAGS[part.type]}>{inner}</{_INLINE_TAGS[part.type]}>"
        if part.type == "link":
            href = str(part.attrGet("href"))
            if not href.startswith(("id:", "https://", "mailto:")):
                self._problem(block, f"The link “{href}” is neither id:, https:// nor mailto:.")
            self.links.add(href)
            return f'<a href="{escape(href)}">{inner}</a>'
        self._problem(block, f"“{part.type}” is not part of the body subset.")
        return inner


def _plain(node: SyntaxTreeNode) -> str:
    return "".join(
        " " if part.type in ("softbreak", "hardbreak") else part.content
        for child in node.children
        for part in child.walk()
        if part.type in ("text", "softbreak", "hardbreak")
    )
