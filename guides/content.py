"""How the content pack's items become guides, lessons, quizzes, practices, audience hubs and glossary terms."""

from cms.core.content import lines, links, minutes, page
from cms.core.loader.markdown import list_items, raw_stream, stable_id
from cms.core.loader.problems import PackError, Problem
from cms.core.loader.registry import Built, Catalogue, Item, Ref, appears_in, loads

from .models.lessons import minutes_mismatch

ROLE_HEADINGS = {"Roli yt", "Roli juaj", "Your role", "Your part"}
GLOSSARY_PAGE = "page.glossary"
_AGE_AND_TIME = ("time_required", "typical_age_min", "typical_age_max")


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
    easy = next((other for other in catalogue.of_type("easy_read") if other.meta["guide"] == item.id), None)
    built.fields |= _age_and_time(item) | {
        "resource_type": item.meta["resource_type"],
        "easy_read_body": raw_stream(easy.blocks, easy.id) if easy else [],
    }
    return built


# The easy-to-read version of a guide has a file of its own and appears on the guide.
appears_in("easy_read", "", required=("guide",))


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
    if message := minutes_mismatch([step["minutes"] for step in meta["steps"]], minutes(meta["time_required"])):
        raise PackError([Problem(item.path, item.line("steps"), message)])
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
    optional=("actions", "typical_age_min", "typical_age_max"),
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
    built.children["actions"] = [
        {"text": action["text"], "page": Ref(action["page"])} for action in meta.get("actions") or []
    ]
    return built


@loads("quiz", model="guides.QuizPage", required=("questions",), optional=_AGE_AND_TIME)
def quiz(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    questions = []
    for number, entry in enumerate(item.meta["questions"]):
        answers = [
            {"text": answer["text"], "is_right": bool(answer.get("right")), "feedback": answer["feedback"]}
            for answer in entry["answers"]
        ]
        key = (item.id, "questions", number)
        value = {"question": entry["question"], "answers": list_items(answers, *key)}
        questions.append({"type": "question", "value": value, "id": stable_id(*key)})
    built.fields |= _age_and_time(item) | {"questions": questions}
    return built


@loads(
    "good_practice",
    model="guides.GoodPracticePage",
    optional=("organisation", "place", "period", "aim", "resources_needed", "evidence", "source_url", *_AGE_AND_TIME),
)
def good_practice(item: Item, catalogue: Catalogue) -> Built:
    built = page(item)
    texts = ("organisation", "place", "period", "aim", "evidence", "source_url")
    built.fields |= _age_and_time(item) | {name: item.meta.get(name) or "" for name in texts}
    built.fields["resources_needed"] = lines(item.meta.get("resources_needed"))
    return built


@loads("glossary_page", model="guides.GlossaryPage")
def glossary_page(item: Item, catalogue: Catalogue) -> Built:
    return page(item)


@loads(
    "glossary_term",
    model="guides.GlossaryTerm",
    required=("alternate_names", "avoid"),
    optional=("avoid_reason", "is_linked"),
    stands_in=GLOSSARY_PAGE,
)
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
            "avoid_reason": meta.get("avoid_reason") or "",
            "is_linked": meta.get("is_linked", True),
        },
        children={"page_links": links(meta["related"])},
    )


def _age_and_time(item: Item) -> dict[str, int | None]:
    return {
        "typical_age_min": item.meta.get("typical_age_min"),
        "typical_age_max": item.meta.get("typical_age_max"),
        "time_required": minutes(item.meta["time_required"]) if item.meta.get("time_required") else None,
    }
