"""How the content pack's items become campaigns, toolkits, materials and initiatives."""

from cms.core.content import lines, links, page
from cms.core.loader.registry import Built, Catalogue, Item, Ref, loads


@loads(
    "campaign_index",
    model="campaigns.CampaignIndexPage",
    required=("series",),
    optional=("editions", "external_url", "licence", "permanent_path"),
)
def campaign_index(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields |= {"series": item.meta["series"], "external_url": item.meta.get("external_url") or ""}
    return built


@loads(
    "campaign",
    model="campaigns.CampaignPage",
    required=("year", "series", "status", "start_date", "end_date"),
    optional=(
        "external_url", "hashtags", "initiatives", "kicker", "lede", "materials", "national_campaign", "partners",
        "reports", "slogan", "weekday",
    ),
)  # fmt: skip
def campaign(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    texts = ("kicker", "slogan", "national_campaign", "lede", "external_url")
    built.fields |= {name: meta.get(name) or "" for name in texts}
    built.fields |= {name: meta[name] for name in ("year", "series", "status", "start_date", "end_date")}
    built.fields["hashtags"] = " ".join(meta.get("hashtags") or [])
    built.children["partners"] = [{"organisation": Ref(code)} for code in meta.get("partners") or []]
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
    optional=("date", "documents", "status_as_of"),
)
def policy_initiative(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    built.fields |= {"kind": meta["kind"], "status": meta["status"], "status_as_of": meta.get("status_as_of")}
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
