"""How the content pack's items become guides, lessons, audience hubs and glossary terms."""

from cms.core.content import lines, links, minutes, page
from cms.core.loader.markdown import raw_stream
from cms.core.loader.registry import Built, Catalogue, Item, loads

ROLE_HEADINGS = {"Roli yt", "Roli juaj", "Your role", "Your part"}
GLOSSARY_PAGE = "page.glossary"


@loads("guide_index", model="guides.GuideIndexPage")
def guide_index(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads(
    "guide",
    model="guides.GuidePage",
    required=("resource_type", "time_required", "typical_age_min", "typical_age_max"),
    optional=("report_categories",),
)
def guide(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    built.fields |= _age_and_time(item) | {"resource_type": item.meta["resource_type"]}
    return built


@loads(
    "lesson_plan",
    model="guides.LessonPlanPage",
    required=("time_required", "objectives", "steps", "safeguarding_note", "licence", "materials"),
    optional=(
        "class_range", "competence_framework", "competences", "educational_levels", "group_size", "part_of",
        "resource_type", "typical_age_min", "typical_age_max",
    ),
)  # fmt: skip
def lesson_plan(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    built = page(item)
    group = meta.get("group_size") or {}
    built.fields |= _age_and_time(item) | {
        "educational_level": meta.get("educational_levels") or [],
        "class_range": meta.get("class_range") or "",
        "group_size_min": group.get("min"),
        "group_size_max": group.get("max"),
        "objectives": lines(meta["objectives"]),
        "competences": meta.get("competences") or [],
        "materials": lines(meta["materials"]),
        "safeguarding_note": meta["safeguarding_note"],
        "licence": meta["licence"],
    }
    built.children["steps"] = [
        {"minutes": step["minutes"], "title": step["title"], "text": step["text"]} for step in meta["steps"]
    ]
    return built


@loads(
    "audience_page",
    model="guides.AudiencePage",
    required=("code", "colour", "position", "sub_roles", "guides"),
    optional=("typical_age_min", "typical_age_max"),
)
def audience_page(item: Item, catalogue: Catalogue) -> Built:
    """Move the paragraph about the reader's role out of the body into its own field."""
    meta = item.meta
    role_text, blocks = "", list(item.blocks)
    for index, block in enumerate(blocks[:-1]):
        following = blocks[index + 1]
        if block.kind == "heading" and block.value["text"] in ROLE_HEADINGS and following.kind == "paragraph":
            if following.value.startswith("<p>") and not following.links and "<ul>" not in following.value:
                role_text = following.value.removeprefix("<p>").removesuffix("</p>").replace("</p><p>", "\n")
                del blocks[index : index + 2]
            break
    built = page(item)
    built.fields |= {
        "body": raw_stream(blocks, item.id),
        "code": meta["code"],
        "colour": meta["colour"],
        "position": meta["position"],
        "sub_roles": meta["sub_roles"],
        "role_text": role_text,
    }
    built.children["guide_links"] = links(meta["guides"])
    return built


@loads("glossary_page", model="guides.GlossaryPage")
def glossary_page(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads("glossary_term", model="guides.GlossaryTerm", required=("alternate_names", "avoid"), stands_in=GLOSSARY_PAGE)
def glossary_term(item: Item, catalogue: Catalogue) -> Built:
    meta = item.meta
    return Built(
        fields={
            "term": meta["title"],
            "slug": meta["slug"],
            "short_definition": meta["summary"],
            "definition": "".join(block.value for block in item.blocks if block.kind == "paragraph"),
            "alternate_names": lines(meta["alternate_names"]),
            "avoid": lines(meta["avoid"]),
        },
        children={"page_links": links(meta["related"])},
    )


def _age_and_time(item: Item) -> dict[str, int | None]:
    return {
        "typical_age_min": item.meta.get("typical_age_min"),
        "typical_age_max": item.meta.get("typical_age_max"),
        "time_required": minutes(item.meta["time_required"]),
    }
