"""How the content pack's items become campaigns, toolkits, materials, events and initiatives."""

from datetime import date

from cms.core.content import lines, links, page
from cms.core.loader.pack import Pack
from cms.core.loader.registry import Built, Catalogue, Item, Ref, finishes, loads
from cms.core.loader.writer import Ledger, Writer

from .edition_services import add_edition


@loads(
    "campaign_index",
    model="campaigns.CampaignIndexPage",
    required=("series",),
    optional=("edition_name", "editions", "external_url", "licence", "permanent_path"),
)
def campaign_index(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    texts = {name: item.meta.get(name) or "" for name in ("external_url", "edition_name")}
    built.fields |= {"series": item.meta["series"]} | texts
    return built


@loads("event_index", model="campaigns.EventIndexPage")
def event_index(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads("activity_register", model="campaigns.ActivityRegisterPage", required=("series",))
def activity_register(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields["series"] = item.meta["series"]
    return built


@finishes
def add_editions(pack: Pack, writer: Writer, ledger: Ledger, has_written: bool) -> None:
    """Note the days of the editions that the pack knows; those that are noted already stay as they are."""
    if not has_written:
        return
    for item in pack.items["sq"].values():
        for edition in item.meta.get("editions", []) if item.type == "campaign_index" else []:
            day = date.fromisoformat(edition["date"])
            add_edition(series=item.meta["series"], year=edition["year"], start_date=day, end_date=day)


@loads(
    "campaign",
    model="campaigns.CampaignPage",
    required=("year", "series", "status", "start_date", "end_date"),
    optional=(
        "external_url", "hashtags", "initiatives", "kicker", "lede", "materials", "national_campaign", "partners",
        "press_text", "reports", "slogan", "timeline", "weekday",
    ),
)  # fmt: skip
def campaign(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    texts = ("kicker", "slogan", "national_campaign", "lede", "external_url", "press_text")
    built.fields |= {name: meta.get(name) or "" for name in texts}
    built.fields |= {name: meta[name] for name in ("year", "series", "status", "start_date", "end_date")}
    built.fields["hashtags"] = " ".join(meta.get("hashtags") or [])
    built.children["partners"] = [{"organisation": Ref(code)} for code in meta.get("partners") or []]
    built.children["timeline"] = [
        {"date": entry["date"], "text": entry["text"]} for entry in meta.get("timeline") or []
    ]
    built.children["page_links"] = links([*(meta.get("initiatives") or []), *(meta.get("reports") or [])])
    return built


@loads("toolkit", model="campaigns.ToolkitPage", required=("materials",))
def toolkit(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.children["material_links"] = links(item.meta["materials"], "material")
    return built


@loads(
    "campaign_material",
    model="campaigns.CampaignMaterialPage",
    required=("kind", "licence"),
    optional=("alt_text_required", "campaign", "formats", "hashtags", "lesson", "resource_type", "slogan", "variants"),
)
def campaign_material(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    built.fields |= {
        "kind": meta["kind"],
        "licence": meta["licence"],
        "slogan": meta.get("slogan") or "",
        "lesson": Ref(meta["lesson"]) if meta.get("lesson") else None,
    }
    built.children["variants"] = [
        {
            "code": variant["code"],
            "label": variant["label"],
            "headline": variant.get("headline") or "",
            "lines": lines(variant.get("lines")),
        }
        for variant in meta.get("variants") or []
    ]
    return built


@loads(
    "policy_initiative",
    model="campaigns.InitiativePage",
    required=("kind", "status", "signatories", "timeline"),
    optional=("date", "documents", "status_as_of", "takes_members"),
)
def policy_initiative(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    built.fields |= {"kind": meta["kind"], "status": meta["status"], "status_as_of": meta.get("status_as_of")}
    built.fields["takes_members"] = bool(meta.get("takes_members"))
    built.children["timeline"] = [{"date": entry.get("date"), "text": entry["text"]} for entry in meta["timeline"]]
    built.children["signatories"] = [
        {
            "label": entry["label"],
            "kind": entry["kind"],
            "signed_on": entry.get("signed_on"),
            "names_confirmed": bool(entry.get("names_confirmed")),
        }
        for entry in meta["signatories"]
    ]
    return built
