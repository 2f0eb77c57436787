"""House rules the check framework enforces."""

from django.apps import apps
from django.test.utils import isolate_apps
from wagtail.models import Page

from cms.core.checks import every_page_is_a_site_page
from cms.core.models import SitePage


def test_check_when_all_pages_are_site_pages_then_it_is_silent() -> None:
    assert every_page_is_a_site_page(None) == []


def test_check_when_a_page_type_skips_site_page_then_it_is_named(monkeypatch) -> None:
    with isolate_apps("home"):

        class StrayPage(Page):
            class Meta:
                app_label = "home"

    monkeypatch.setattr("cms.core.checks.apps.get_models", lambda: [StrayPage])
    StrayPage._meta.apps = apps
    errors = every_page_is_a_site_page(None)
    assert [error.id for error in errors] == ["isigurt.E001"]
    assert "StrayPage" in errors[0].msg


def test_check_when_a_template_is_missing_then_its_place_is_named(monkeypatch) -> None:
    with isolate_apps("home"):

        class LonelyPage(SitePage):
            class Meta:
                app_label = "home"

    monkeypatch.setattr("cms.core.checks.apps.get_models", lambda: [LonelyPage])
    LonelyPage._meta.apps = apps
    errors = every_page_is_a_site_page(None)
    assert [error.id for error in errors] == ["isigurt.E002"]
    assert "pages/home/lonely_page.html" in errors[0].msg
