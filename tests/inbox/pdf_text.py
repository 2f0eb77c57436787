"""Reads the text out of a PDF as Typst writes it: glyph numbers back to characters through each font's `ToUnicode`."""

import re
import zlib
from collections.abc import Iterator

_OBJECT = re.compile(rb"(\d+) 0 obj\s(.*?)\bendobj", re.S)
_STREAM = re.compile(rb"/Length (\d+).*?\bstream\r?\n", re.S)
_FONT = re.compile(rb"/(f\d+) [\d.]+ Tf")
_MARK = re.compile(rb"/(\w+)\s*(?:<<(?:<<.*?>>|<[0-9A-Fa-f]*>|[^<>])*>>\s*BDC|BMC)", re.S)
_ESCAPES = {b"n": b"\n", b"r": b"\r", b"t": b"\t", b"b": b"\b", b"f": b"\f"}


def pdf_text(pdf: bytes) -> str:
    """Return the text of `pdf` in the order it is drawn, without blanks: lines and runs of glyphs do not matter.

    What the PDF marks as decoration, such as the foot of each page, is left out.
    """
    objects = {int(number): body for number, body in _OBJECT.findall(pdf)}
    pages = next(body for body in objects.values() if b"/Type/Pages" in body)
    text = ""
    for number in re.findall(rb"(\d+) 0 R", pages.partition(b"/Kids")[2]):
        page = objects[int(number)]
        fonts = {
            name: _characters(objects, int(font)) for name, font in _fonts(objects[_reference(page, b"Resources")])
        }
        text += _shown(_decoded(objects[_reference(page, b"Contents")]), fonts)
    return "".join(text.split())


def _reference(body: bytes, name: bytes) -> int:
    found = re.search(rb"/" + name + rb" (\d+) 0 R", body)
    assert found is not None
    return int(found[1])


def _fonts(resources: bytes) -> list[tuple[bytes, bytes]]:
    found = re.search(rb"/Font<<(.*?)>>", resources, re.S)
    return re.findall(rb"/(f\d+) (\d+) 0 R", found[1]) if found is not None else []


def _decoded(body: bytes) -> bytes:
    found = _STREAM.search(body)
    assert found is not None
    stream = body[found.end() : found.end() + int(found[1])]
    return zlib.decompress(stream) if b"FlateDecode" in found[0] else stream


def _characters(objects: dict[int, bytes], font: int) -> dict[int, str]:
    table: dict[int, str] = {}
    cmap = _decoded(objects[_reference(objects[font], b"ToUnicode")])
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", cmap, re.S):
        for glyph, character in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            table[int(glyph, 16)] = bytes.fromhex(character.decode()).decode("utf-16-be")
    return table


def _shown(content: bytes, fonts: dict[bytes, dict[int, str]]) -> str:
    text, table = "", {}
    for token in _tokens(content):
        if isinstance(token, str):
            table = fonts[token.encode()]
            continue
        text += "".join(table[int.from_bytes(token[place : place + 2], "big")] for place in range(0, len(token), 2))
    return text


def _tokens(content: bytes) -> Iterator[str | bytes]:
    """Give the name of each font that is chosen, and each string of glyphs that is no decoration, in order."""
    place, marked = 0, []
    while place < len(content):
        if content[place : place + 1] == b"(":
            string, place = _string(content, place + 1)
            if b"Artifact" not in marked:
                yield string
        elif (chosen := _FONT.match(content, place)) is not None:
            yield chosen[1].decode()
            place = chosen.end()
        elif (begins := _MARK.match(content, place)) is not None:
            marked.append(begins[1])
            place = begins.end()
        elif content.startswith(b"EMC", place):
            marked.pop()
            place += 3
        else:
            place += 1


def _string(content: bytes, place: int) -> tuple[bytes, int]:
    """Return a literal string and where it ends; brackets inside may stand unescaped in pairs."""
    plain, depth = b"", 1
    while True:
        letter = content[place : place + 1]
        if letter == b"\\":
            octal = re.match(rb"[0-7]{1,3}", content[place + 1 : place + 4])
            after = content[place + 1 : place + 2]
            plain += bytes([int(octal[0], 8) & 255]) if octal is not None else _ESCAPES.get(after, after)
            place += 1 + (len(octal[0]) if octal is not None else 1)
            continue
        depth += {b"(": 1, b")": -1}.get(letter, 0)
        place += 1
        if depth == 0:
            return plain, place
        plain += letter
