"""How the content pack's items become pages of this app."""

from typing import Any

from cms.core.content import links, page
from cms.core.loader.markdown import list_items, stable_id
from cms.core.loader.registry import Built, Catalogue, Item, Ref, appears_in, loads

FAQ_PAGE = "page.faq"
# Under these headings of the home page the audiences are shown as cards.
_ROLE_HEADINGS = [{"text": text, "level": "2"} for text in ("Zgjidhni rolin tuaj", "Choose your role")]


@loads(
    "home_page",
    model="home.HomePage",
    required=("hero_title", "hero_text", "featured"),
    optional=("current_campaign", "primary_actions", "audience_cards"),
)
def home_page(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields |= {
        "hero_title": item.meta["hero_title"],
        "hero_text": item.meta["hero_text"],
        "current_campaign": Ref(item.meta["current_campaign"]) if item.meta.get("current_campaign") else None,
    }
    cards = {
        "title": "",
        "pages": list_items([Ref(code) for code in item.meta.get("audience_cards") or []], item.id, "cards"),
    }
    position = next(
        (index + 2 for index, block in enumerate(item.blocks) if block.value in _ROLE_HEADINGS),
        len(built.fields["body"]),
    )
    block = {"type": "card_grid", "value": cards, "id": stable_id(item.id, "audience-cards")}
    built.fields["body"] = [*built.fields["body"][:position], block, *built.fields["body"][position:]]
    built.children["features"] = links(item.meta["featured"])
    return built


@loads("standard_page", model="home.StandardPage", optional=("offline", "services", "vision", "lists_children"))
def standard_page(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields["lists_children"] = bool(item.meta.get("lists_children"))
    if item.meta.get("services"):
        panel = {"type": "help_panel", "value": {"title": ""}, "id": stable_id(item.id, "help-panel")}
        built.fields["body"] = [panel, *built.fields["body"]]
    return built


@loads("report_form_page", model="home.StandardPage", optional=("form", "search_promote"))
def report_form_page(item: Item, catalogue: Catalogue) -> Built:
    """Put the reporting form after the opening call-outs: the numbers come first, then the form."""
    built = page(item)
    body = built.fields["body"]
    first = next((index for index, block in enumerate(body) if block["type"] != "callout"), len(body))
    form = {"type": "report_form", "value": {"form": Ref("form.raporto")}, "id": stable_id(item.id, "form")}
    built.fields["body"] = [*body[:first], form, *body[first:]]
    return built


@loads("contact_page", model="home.ContactPage", optional=("contact_points",))
def contact_page(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads("faq_page", model="home.FaqPage")
def faq_page(item: Item, catalogue: Catalogue) -> Built:
    """Gather all questions of the pack in the groups of the page; those in no group come last, by position."""
    built = page(item)
    left = {question.id: question for question in catalogue.of_type("faq")}
    groups = [
        (str(group["title"][item.language]), [left.pop(code) for code in group["questions"] if code in left])
        for group in item.meta.get("groups") or []
    ]
    groups.append(("", list(left.values())))
    blocks = [
        {
            "type": "faq",
            "value": {"title": title, "items": [_question(question) for question in questions]},
            "id": stable_id(item.id, "questions", number),
        }
        for number, (title, questions) in enumerate(groups)
        if questions
    ]
    built.fields["body"] = [*built.fields["body"], *blocks]
    return built


def _question(item: Item) -> dict[str, Any]:
    answer = "".join(block.value for block in item.blocks if block.kind == "paragraph")
    value = {"question": item.meta["title"], "answer": answer}
    return {"type": "item", "value": value, "id": stable_id(item.id)}


appears_in("faq", FAQ_PAGE, required=("position",))
