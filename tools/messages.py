"""Finds every message of our own sources and updates the catalogues, without the gettext programs.

Run by `make messages`; the catalogue tests use `messages_in_sources`.
"""

import ast
import sys
from pathlib import Path

import polib

ROOT = Path(__file__).resolve().parent.parent
FOLDERS = ("cms", "home", "guides", "campaigns", "reports", "search")
# Function name -> positions of (context, message, plural).
CALLS = {
    "_": (None, 0, None),
    "gettext": (None, 0, None),
    "gettext_lazy": (None, 0, None),
    "gettext_noop": (None, 0, None),
    "ngettext": (None, 0, 1),
    "ngettext_lazy": (None, 0, 1),
    "pgettext": (0, 1, None),
    "pgettext_lazy": (0, 1, None),
    "npgettext": (0, 1, 2),
}
Key = tuple[str, str, str]


def messages_in_sources() -> dict[Key, set[str]]:
    """Return where each message stands: (context, message, plural) -> relative paths."""
    found: dict[Key, set[str]] = {}
    for folder in FOLDERS:
        for path in sorted((ROOT / folder).rglob("*.py")):
            if "migrations" not in path.parts:
                _collect(path.read_text(encoding="utf-8"), path, found)
    from django.utils.translation.template import templatize

    for path in sorted((ROOT / "templates").rglob("*.html")):
        for call in _calls(templatize(path.read_text(encoding="utf-8"))):
            _collect(call, path, found)
    return found


def _calls(pseudo: str) -> list[str]:
    """Return the gettext calls in templatize's output, which is Python only in parts."""
    calls = []
    for start in range(len(pseudo)):
        if not pseudo.startswith(("gettext(", "ngettext(", "pgettext(", "npgettext(", "_("), start):
            continue
        if start and (pseudo[start - 1].isalnum() or pseudo[start - 1] == "_"):
            continue
        for end in range(start + 1, len(pseudo) + 1):
            if pseudo[end - 1] != ")":
                continue
            try:
                ast.parse(pseudo[start:end])
            except SyntaxError:
                continue
            calls.append(pseudo[start:end])
            break
    return calls


def _collect(source: str, path: Path, found: dict[Key, set[str]]) -> None:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "id", getattr(node.func, "attr", ""))
        if name not in CALLS:
            continue
        texts = [_text(node, position) for position in CALLS[name]]
        if texts[1]:
            found.setdefault((texts[0], texts[1], texts[2]), set()).add(str(path.relative_to(ROOT)))


def _text(node: ast.Call, position: int | None) -> str:
    if position is None or position >= len(node.args):
        return ""
    argument = node.args[position]
    return argument.value if isinstance(argument, ast.Constant) and isinstance(argument.value, str) else ""


def key_of(entry: polib.POEntry) -> Key:
    return (entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def update(language: str) -> None:
    """Add new messages to a catalogue and drop those that are gone; translations stay."""
    path = ROOT / "locale" / language / "LC_MESSAGES" / "django.po"
    catalogue = polib.pofile(str(path)) if path.exists() else polib.POFile()
    kept = {key_of(entry): entry for entry in catalogue}
    updated = polib.POFile(wrapwidth=110)
    updated.metadata = {
        "Language": language,
        "MIME-Version": "1.0",
        "Content-Type": "text/plain; charset=UTF-8",
        "Content-Transfer-Encoding": "8bit",
        "Plural-Forms": "nplurals=2; plural=(n != 1);",
    }
    for key, places in sorted(messages_in_sources().items()):
        context, message, plural = key
        entry = kept.get(key) or polib.POEntry(msgid=message, msgctxt=context or None, msgid_plural=plural or None)
        if plural and not entry.msgstr_plural:
            entry.msgstr_plural = {0: "", 1: ""}
        entry.occurrences = [(place, "") for place in sorted(places)]
        updated.append(entry)
    path.parent.mkdir(parents=True, exist_ok=True)
    updated.save(str(path))


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    for code in sys.argv[1:] or ["sq", "en"]:
        update(code)
