"""A reporter in a browser without JavaScript: fills in what a page asks, presses its buttons, carries what it holds."""

from typing import Any
from urllib.parse import urlencode

from bs4 import BeautifulSoup, Tag
from django.test import Client

from reports.inbox.receipts import parse_receipt
from tests.factories import loaded

CANARY = "kanarina-e-verdhe-2718281828"
TRACKING = {"sq": "/sq/raportim/ndjekja/", "en": "/en/raportim/tracking/"}


def post(visitor: Client, url: str, data: dict[str, Any], **extra: Any) -> Any:
    """Send a form as a browser does; the test client would send it as multipart, which is refused."""
    return visitor.post(url, urlencode(data), content_type="application/x-www-form-urlencoded", **extra)


def page_of(response: Any) -> BeautifulSoup:
    """Return the page as a reader without JavaScript has it: what is in a template does not exist for them."""
    soup = BeautifulSoup(response.content, "html.parser")
    for template in soup("template"):
        template.decompose()
    return soup


def fields_of(form: Tag) -> dict[str, str]:
    """Return what a browser would send for `form` as it stands, without a button."""
    data = {}
    for field in form.select("input[name]"):
        can_be_checked = field.get("type") in ("radio", "checkbox")
        if not can_be_checked or field.has_attr("checked"):
            data[field["name"]] = _as_sent(field.get("value", "on" if can_be_checked else ""))
    for area in form.select("textarea[name]"):
        # The first line break after the opening tag is none of the text.
        data[area["name"]] = _as_sent(area.text).removeprefix("\r\n")
    for select in form.select("select[name]"):
        chosen = select.select_one("option[selected]") or select.select_one("option")
        data[select["name"]] = chosen["value"] if chosen else ""
    return data


def _as_sent(text: str) -> str:
    """Return `text` with the line breaks that browsers send, however the page wrote them."""
    return text.replace("\r\n", "\n").replace("\n", "\r\n")


def typed_on(response: Any, name: str) -> str:
    """Return what the page still holds of a field, whether it shows it or carries it along."""
    return fields_of(page_of(response).select_one("form.form")).get(name, "")


class Walk:
    """One person's way through the form. `response` and `page` are what they look at."""

    def __init__(self, visitor: Client, language: str = "sq") -> None:
        self.visitor = visitor
        self.language = language
        self.look(visitor.get(loaded("page.raporto", language).url))

    def look(self, response: Any) -> "Walk":
        self.response = response
        self.page = page_of(response)
        return self

    @property
    def form(self) -> Tag:
        found = self.page.select_one("form.form")
        assert found is not None
        return found

    @property
    def question(self) -> str:
        title = self.page.select_one("h1")
        return title.text.strip() if title else ""

    def press(self, button: str = "next", *, name: str = "go", **answers: str) -> "Walk":
        """Fill in `answers`, which the page must ask for, and press a button that it must show."""
        for field, answer in answers.items():
            controls = self.form.select(f"[name={field}]:not([type=hidden])")
            assert controls, f"{field} is not asked here"
            if controls[0].get("type") == "radio":
                assert answer in [control["value"] for control in controls], f"{answer} is not offered"
        assert self.form.select_one(f'button[name={name}][value="{button}"]'), f"there is no button {button}"
        data = fields_of(self.form) | answers | {name: button}
        return self.look(post(self.visitor, self.form["action"], data))

    def enter(self, door: str = "me", **answers: str) -> "Walk":
        return self.press(door, name="door", **answers)


def walk_to_ready(visitor: Client, language: str = "sq", tile: str = "bullying", **answers: str) -> Walk:
    """Return a walk that stands before the last screen: what and where are answered."""
    walk = Walk(visitor, language).enter().press().press(tile=tile)
    if "category" in answers:
        walk.press(category=answers.pop("category"))
    return walk.press(addresses=answers.get("addresses", f"https://{CANARY}.example"))


def filled_form(visitor: Client, language: str = "sq", **answers: Any) -> tuple[str, dict[str, Any]]:
    """Return the address and the fields a browser would send from the second screen on, with `answers` filled in."""
    walk = Walk(visitor, language).enter()
    data = fields_of(walk.form) | {"category": "cyberbullying", "description": CANARY, "go": "send"}
    return walk.form["action"], data | answers


def send(visitor: Client, language: str = "sq", **answers: Any) -> Any:
    url, data = filled_form(visitor, language, **answers)
    return post(visitor, url, data)


def code_on(response: Any) -> str:
    """Return the code as it is shown."""
    shown = page_of(response).select_one(".receipt__code code")
    assert shown is not None
    return shown.text.strip()


def receipt_on(response: Any) -> str:
    return parse_receipt(code_on(response))
