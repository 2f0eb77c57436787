"""What a teacher prints and a child clicks, in a real browser: sheets of paper, quizzes, easy reading."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Server

pytestmark = pytest.mark.browser
PAGES = [
    "sq/udhezues/ngacmimi-online/lexim-i-lehte/", "en/guides/sextortion/easy-read/", "sq/kuize/",
    "sq/kuize/cfare-do-te-beje-ti/", "en/quizzes/quiz-for-parents/", "sq/mesuesit-dhe-edukatoret/",
    "en/lesson-plans/news-detectives-critical-thinking/", "en/glossary/", "en/questions/",
]  # fmt: skip
LESSONS = [
    "sq/plane-mesimi/ora-ndergjegjesuese-45-minuta/", "en/lesson-plans/awareness-hour-45-minutes/",
    "sq/plane-mesimi/detektivet-e-lajmit-mendimi-kritik/", "en/lesson-plans/news-detectives-critical-thinking/",
]  # fmt: skip


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 320])
def test_learning_pages_when_looked_at_then_nothing_overflows_and_no_barrier_is_found(
    browser: Browser, server: Server, width: int, scheme: str
) -> None:
    context = browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)
    page = context.new_page()
    problems = {}
    for path in PAGES:
        page.goto(f"{server.url}/{path}")
        for summary in page.locator("main summary").all()[:2]:
            summary.click()
        overflow = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        violations = [
            f"{found['id']}: {found['nodes'][0]['html'][:120]}" for found in Axe().run(page).response["violations"]
        ]
        if overflow > 0 or violations:
            problems[path] = (overflow, violations)
    assert problems == {}
    assert context.cookies() == []
    context.close()


@pytest.mark.parametrize("path", LESSONS)
def test_lesson_when_printed_from_the_browser_then_two_pages_of_a4_are_enough(
    page: Page, server: Server, path: str
) -> None:
    page.goto(f"{server.url}/{path}")
    printed = page.pdf(format="A4", prefer_css_page_size=True)
    assert 1 <= len(re.findall(rb"/Type\s*/Page\b", printed)) <= 2
    page.emulate_media(media="print")
    expect(page.locator(".callout--warning").first).to_be_visible()
    expect(page.locator(".lesson__address")).to_contain_text(path)
    for hidden in (".help-bar", ".menu", ".lesson__files", ".related", ".footer"):
        expect(page.locator(hidden).first).to_be_hidden()
    boxes = page.locator(".checklist input")
    assert boxes.count() >= 3
    expect(boxes.first).to_be_visible()


def test_quiz_when_done_without_javascript_then_each_answer_is_explained_and_nothing_leaves_the_browser(
    browser: Browser, server: Server
) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    url = f"{server.url}/sq/kuize/cfare-do-te-beje-ti/"
    page.goto(url)
    sent: list[str] = []
    # The browser may still be fetching the icon of the tab.
    page.on("request", lambda request: sent.append(request.url) if "/static/" not in request.url else None)
    question = page.locator(".quiz__question").first
    check = question.get_by_text("Kontrollo përgjigjen")
    check.click()
    expect(question.get_by_text("Zgjidh më parë një nga përgjigjet.")).to_be_visible()
    question.get_by_label("Ia jap dhe e ndërroj më vonë.").check()
    expect(question.get_by_text("Ndërroje tani dhe tregoji një të rrituri.")).to_be_visible()
    expect(question.get_by_text("Fjalëkalimi është vetëm yti.")).to_be_hidden()
    expect(question.get_by_text("Zgjidh më parë një nga përgjigjet.")).to_be_hidden()
    question.get_by_label("Nuk ia jap.").check()
    question.get_by_label("Nuk ia jap.").press("Enter")
    expect(question.get_by_text("Fjalëkalimi është vetëm yti.")).to_be_visible()
    page.get_by_role("button", name="Nga e para").click()
    expect(question.get_by_label("Nuk ia jap.")).not_to_be_checked()
    assert page.url == url
    assert sent == []
    assert context.cookies() == []
    context.close()


def test_quiz_when_printed_then_choices_stand_open_and_the_answers_come_last(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/en/quizzes/what-would-you-do/")
    expect(page.locator(".quiz__key")).to_be_hidden()
    page.emulate_media(media="print")
    expect(page.locator(".quiz__key")).to_be_visible()
    expect(page.locator(".quiz__check").first).to_be_hidden()
    expect(page.locator(".quiz__choice").first).to_be_visible()


def test_easy_reading_when_chosen_then_it_opens_larger_and_leads_back(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/sq/udhezues/shantazhi-seksual/")
    size = "element => parseFloat(getComputedStyle(element).fontSize)"
    full = page.locator(".prose p").last.evaluate(size)
    page.get_by_role("link", name="Lexim i lehtë").click()
    page.wait_for_url("**/shantazhi-seksual/lexim-i-lehte/")
    assert page.locator(".easy-read p").last.evaluate(size) > full
    page.get_by_role("link", name="Teksti i plotë").click()
    page.wait_for_url("**/udhezues/shantazhi-seksual/")


def test_term_when_followed_then_the_glossary_opens_at_it(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/sq/udhezues/joshja-ne-internet/")
    page.locator("main a.term").first.click()
    page.wait_for_url("**/fjalor/#*")
    target = page.locator(f"#{page.url.split('#')[1]}")
    expect(target).to_be_in_viewport()
