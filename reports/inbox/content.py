"""How the content pack's texts become the reporting form, its reply templates and the directory of recipients."""

from cms.core.loader.registry import Built, Catalogue, Item, Ref, loads


@loads("reporting_form", model="inbox.ReportingForm")
def reporting_form(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    texts = ("title", "introduction", "safety_text", "consent_text", "thank_you_text")
    categories = [category["code"] for category in catalogue.data["taxonomies"]["report_categories"]]
    return Built(fields={name: meta[name] for name in texts} | {"categories": categories})


@loads("recipient", model="inbox.Recipient")
def recipient(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    return Built(
        fields={
            "name": meta["name"],
            "kind": meta["kind"],
            "language": meta["language"],
            "how_to_reach": meta["reach"],
            "accepts_categories": meta["categories"],
            "organisation": Ref(meta["organisation"]) if meta.get("organisation") else None,
        }
    )


@loads("reply_template", model="inbox.ReplyTemplate")
def reply_template(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    return Built(fields={"code": meta["code"], "title": meta["title"], "text": meta["text"]})
