"""Names of files in archives: whatever somebody calls a file, it unpacks beside the others and nowhere else."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cms.core.archives import safe_name

HOSTILE = [
    "../../etc/passwd", "/etc/passwd", "C:\\Windows\\system32\\x.dll", "..", ".", "", " ", "\x00", "a\x00b.pdf",
    "con.pdf", "NUL", "aux.tar.gz", "\u202egnp.exe", "fëmijë.pdf", "日本語.pdf", "🙂", "x" * 300 + ".pdf", "-rf *",
    ".htaccess", "a/b/c.pdf", "name\n.pdf", "e\u0308.pdf", "COM1.txt", "trailing. ", "a" * 300,
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_name_when_hostile_then_it_is_plain_and_short(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
    assert len(name) <= 80
    assert name.split(".")[0].lower() not in {"con", "nul", "aux", "prn", "com1", "lpt1"}
    assert not name.endswith(".")


@given(st.lists(st.one_of(st.text(max_size=320), st.sampled_from(HOSTILE)), max_size=30))
def test_names_when_many_and_arbitrary_then_no_two_are_the_same_on_any_system(texts: list[str]) -> None:
    taken: set[str] = set()
    for text in texts:
        name = safe_name(text, taken)
        assert re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name)
        assert len(name) <= 80
        assert name.lower() not in taken
        taken.add(name.lower())


def test_name_when_it_is_good_already_then_it_stays() -> None:
    assert safe_name("plan-mesimi_2.pdf") == "plan-mesimi_2.pdf"
    assert safe_name("Fëmijët dhe çështjet.PDF") == "Femijet-dhe-ceshtjet.pdf"
    assert safe_name("a.pdf", {"a.pdf", "a-2.pdf"}) == "a-3.pdf"
