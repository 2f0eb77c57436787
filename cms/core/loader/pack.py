"""Reads a content pack and finds everything that is wrong with it, before anything is written."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from .markdown import BodyBlock, figure_code, parse_body
from .problems import PackError, Problem
from .registry import ITEM_TYPES, Catalogue, Item

LANGUAGES = ("sq", "en")
SUMMARY_LIMIT = 160
COMMON_REQUIRED = {"id", "type", "lang", "title", "slug", "summary", "voice", "topics", "related"}
COMMON_OPTIONAL = {
    "audiences", "sensitive", "neutral_title", "short_title", "provenance", "review_status", "sources",
    "editor_note", "redirect_from", "last_reviewed", "review_due",
}  # fmt: skip
_SLUG = re.compile(r"^[a-z0-9]+(-[a-z0-9]+)*$")
_FRONT_MATTER = re.compile(r"\A---\n(.*?)\n---\n", re.S)


@dataclass
class Pack:
    """A pack as read: items by language and id, page tree, and the data files."""

    root: Path
    items: dict[str, dict[str, Item]] = field(default_factory=lambda: {language: {} for language in LANGUAGES})
    tree: list[str] = field(default_factory=list)
    site: dict[str, Any] = field(default_factory=dict)
    taxonomies: dict[str, Any] = field(default_factory=dict)
    structure: dict[str, Any] = field(default_factory=dict)
    figures: dict[str, Any] = field(default_factory=dict)

    def catalogue(self, language: str) -> Catalogue:
        return Catalogue(
            self.items[language], {"site": self.site, "taxonomies": self.taxonomies, "figures": self.figures}, language
        )

    def resolves(self, item_id: str) -> bool:
        """Return whether a link to `item_id` leads somewhere."""
        return item_id in self.items["sq"]


def read_pack(root: Path) -> Pack:
    """Read the pack in the folder `root`.

    Raises:
        PackError: with every fault found, by file and line.
    """
    reader = _PackReader(root)
    pack = reader.read()
    if reader.problems:
        raise PackError(reader.problems)
    return pack


class _PackReader:
    def __init__(self, root: Path) -> None:
        self.pack = Pack(root)
        self.problems: list[Problem] = []

    def read(self) -> Pack:
        pack = self.pack
        pack.site = self._yaml("site.yaml")
        pack.taxonomies = self._yaml("taxonomies.yaml")
        pack.structure = self._yaml("tree.yaml")
        pack.figures = self._yaml("reports/figures.yaml")
        if self.problems:
            return pack
        self._data_items()
        for path in sorted(pack.root.glob("*/*.md")):
            self._item_file(path)
        self._tree(pack.structure.get("pages", []), "")
        self._check_pairs()
        self._check_references()
        return pack

    def _name(self, path: Path) -> str:
        return f"{self.pack.root.name}/{path.relative_to(self.pack.root)}"

    def _yaml(self, name: str) -> dict[str, Any]:
        path = self.pack.root / name
        try:
            return yaml.safe_load(path.read_text(encoding="utf-8")) or {}
        except FileNotFoundError:
            self.problems.append(Problem(self._name(path), 1, "The file is missing."))
        except yaml.YAMLError as error:
            self.problems.append(Problem(self._name(path), _yaml_line(error), "This is not valid YAML."))
        except UnicodeDecodeError:
            self.problems.append(Problem(self._name(path), 1, "The file is not UTF-8."))
        return {}

    def _data_items(self) -> None:
        """Turn entries of the data files into items, so that one writer serves all."""
        site, taxonomies = self.pack.site, self.pack.taxonomies
        sources = [
            ("topic", "taxonomies.yaml", taxonomies.get("topics", []), "topic."),
            ("organisation", "site.yaml", site.get("organizations", []), ""),
            ("help_service", "site.yaml", site.get("help_services", []), ""),
            ("recipient", "site.yaml", site.get("recipients", []), ""),
            ("reporting_form", "tree.yaml", self.pack.structure.get("reporting_forms", []), ""),
            ("reply_template", "taxonomies.yaml", taxonomies.get("reply_templates", []), "reply."),
        ]
        for item_type, file_name, entries, prefix in sources:
            for position, entry in enumerate(entries):
                item_id = entry.get("id") or f"{prefix}{entry['code']}"
                for language in LANGUAGES:
                    meta = {key: _in_language(value, language) for key, value in entry.items()}
                    meta.setdefault("position", position)
                    self._add(Item(item_id, item_type, language, f"{self.pack.root.name}/{file_name}", meta))

    def _add(self, item: Item) -> None:
        if item.id in self.pack.items[item.language]:
            self._problem(item, "id", f"The id “{item.id}” is used twice.")
        self.pack.items[item.language][item.id] = item

    def _problem(self, item: Item, key: str, message: str) -> None:
        self.problems.append(Problem(item.path, item.line(key), message))

    def _item_file(self, path: Path) -> None:
        name = self._name(path)
        try:
            text = path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            self.problems.append(Problem(name, 1, "The file is not UTF-8."))
            return
        match = _FRONT_MATTER.match(text)
        if not match:
            self.problems.append(Problem(name, 1, "The file does not start with front matter between two lines “---”."))
            return
        try:
            node = yaml.compose(match.group(1), Loader=yaml.SafeLoader)
            meta = yaml.safe_load(match.group(1))
        except yaml.YAMLError as error:
            self.problems.append(Problem(name, _yaml_line(error) + 1, "The front matter is not valid YAML."))
            return
        if not isinstance(node, yaml.MappingNode):
            self.problems.append(Problem(name, 2, "The front matter is not a list of keys."))
            return
        lines = {key.value: key.start_mark.line + 2 for key, _value in node.value}
        item_id, language = path.name.removesuffix(".md").rsplit(".", 1)
        item = Item(item_id, str(meta.get("type")), language, name, meta, lines)
        if language not in LANGUAGES or meta.get("id") != item_id or meta.get("lang") != language:
            self._problem(item, "id", "`id` and `lang` must be those of the file name.")
            return
        body = parse_body(text[match.end() :], path=name, first_line=match.group(0).count("\n") + 1)
        item.blocks = body.blocks
        self.problems += body.problems
        self._check_meta(item)
        self._add(item)

    def _check_meta(self, item: Item) -> None:
        kind = ITEM_TYPES.get(item.type)
        if kind is None:
            self._problem(item, "type", f"There is no item type “{item.type}”.")
            return
        required, known = COMMON_REQUIRED | kind.required, COMMON_REQUIRED | COMMON_OPTIONAL
        known = known | kind.required | kind.optional
        for key in sorted(required - set(item.meta)):
            self._problem(item, "id", f"The key “{key}” is missing.")
        for key in sorted(set(item.meta) - known):
            self._problem(item, key, f"The key “{key}” is not known for “{item.type}”.")
        self._check_texts(item)

    def _check_texts(self, item: Item) -> None:
        if len(str(item.meta.get("summary", ""))) > SUMMARY_LIMIT:
            self._problem(item, "summary", f"The summary is longer than {SUMMARY_LIMIT} characters.")
        if not _SLUG.match(str(item.meta.get("slug", ""))):
            self._problem(item, "slug", "The slug must be lower-case ASCII words joined by hyphens.")
        if not str(item.meta.get("title") or "").strip():
            self._problem(item, "title", "The title is empty.")

    def _tree(self, entries: list[dict[str, Any]], parent_id: str) -> None:
        """Put the items in the order of the page tree; make items of the pages that only the tree knows."""
        for entry in entries:
            if "id" in entry:
                for language in LANGUAGES:
                    meta = {key: _in_language(value, language) for key, value in entry.items() if key != "children"}
                    meta = {"summary": "", "voice": "ju", "topics": [], "related": [], **meta}
                    item = Item(
                        str(entry["id"]), str(entry["type"]), language, f"{self.pack.root.name}/tree.yaml", meta
                    )
                    if meta.get("body"):
                        body = parse_body(str(meta.pop("body")), path=item.path)
                        item.blocks = body.blocks
                        self.problems += body.problems
                    self._check_texts(item)
                    self._add(item)
            for item_id in self._matching(str(entry.get("id") or entry.get("item"))):
                for language in LANGUAGES:
                    if found := self.pack.items[language].get(item_id):
                        found.parent_id = parent_id
                self.pack.tree.append(item_id)
                self._tree(entry.get("children", []), item_id)

    def _matching(self, pattern: str) -> list[str]:
        known = self.pack.items["sq"]
        if pattern.endswith("*"):
            found = [item for item in known.values() if item.id.startswith(pattern[:-1])]
            return [item.id for item in sorted(found, key=lambda item: (item.meta.get("position", 0), item.id))]
        if pattern not in known:
            self.problems.append(Problem(f"{self.pack.root.name}/tree.yaml", 1, f"There is no item “{pattern}”."))
            return []
        return [pattern]

    def _check_pairs(self) -> None:
        albanian, english = self.pack.items["sq"], self.pack.items["en"]
        for item_id in sorted(set(albanian) ^ set(english)):
            item = albanian.get(item_id) or english[item_id]
            self._problem(item, "id", "The item exists in one language only.")
        for item_id in sorted(set(albanian) & set(english)):
            self._check_same_structure(albanian[item_id], english[item_id])

    def _check_same_structure(self, source: Item, translation: Item) -> None:
        for mine, theirs in zip(source.blocks, translation.blocks, strict=False):
            if mine.shape != theirs.shape:
                message = f"This block ({theirs.kind}) is not built like the Albanian one ({mine.kind})."
                self.problems.append(Problem(translation.path, theirs.line, message))
                return
            if mine.links != theirs.links:
                message = "This block does not have the links of the Albanian one."
                self.problems.append(Problem(translation.path, theirs.line, message))
        if len(source.blocks) != len(translation.blocks):
            message = f"The body has {len(translation.blocks)} blocks, the Albanian one {len(source.blocks)}."
            self.problems.append(Problem(translation.path, 1, message))

    def _check_references(self) -> None:
        placed = set(self.pack.tree)
        for items in self.pack.items.values():
            for item in items.values():
                kind = ITEM_TYPES.get(item.type)
                if kind and kind.is_page and item.id not in placed:
                    self._problem(item, "id", "The page is not in tree.yaml.")
                for block in item.blocks:
                    if block.kind == "statistics":
                        self._check_figures(item, block)
                    for link in sorted(block.links):
                        if link.startswith("id:") and not self.pack.resolves(link[3:]):
                            self.problems.append(Problem(item.path, block.line, f"There is no item “{link[3:]}”."))
                for key in ("related", "guides", "featured", "materials", "initiatives", "reports"):
                    self._check_list(item, key)
                self._check_targets(item, "guide", [item.meta.get("guide")])
                self._check_targets(item, "actions", [entry.get("page") for entry in item.meta.get("actions") or []])

    def _check_figures(self, item: Item, block: BodyBlock) -> None:
        known = {figure_code(figure["id"]) for figure in self.pack.figures.get("figures", [])}
        for code in block.shape[2]:
            if code not in known:
                self.problems.append(Problem(item.path, block.line, f"There is no figure “{code}”."))

    def _check_list(self, item: Item, key: str) -> None:
        if item.type == "lesson_plan" and key == "materials":
            return
        self._check_targets(item, key, item.meta.get(key) or [])

    def _check_targets(self, item: Item, key: str, targets: list[Any]) -> None:
        for target in targets:
            if target is not None and not self.pack.resolves(str(target)):
                self._problem(item, key, f"There is no item “{target}”.")


def _in_language(value: Any, language: str) -> Any:
    """Return the part of `value` for `language` where it is a mapping of languages."""
    if isinstance(value, dict) and value and set(value) <= set(LANGUAGES):
        return value.get(language)
    return value


def _yaml_line(error: yaml.YAMLError) -> int:
    mark = getattr(error, "problem_mark", None)
    return mark.line + 1 if mark else 1
