"""Rich text links to pages, in the reader's language. Imported once models are ready."""

from html import escape
from typing import Any

from wagtail.rich_text.pages import PageLinkHandler

from .page_links import urls_for


class LocalisedPageLinkHandler(PageLinkHandler):
    """Page links that lead to the reader's language, without a query each."""

    @classmethod
    def expand_db_attributes_many(cls, attrs_list: list[dict[str, Any]]) -> list[str]:
        urls = urls_for([str(attrs.get("id", "")) for attrs in attrs_list])
        return [f'<a href="{escape(url)}">' if url else "<a>" for url in urls]
