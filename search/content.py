"""How the content pack's tree gets its search page."""

from cms.core.content import page
from cms.core.loader.registry import Built, Catalogue, Item, loads


@loads("search_page", model="search.SearchPage")
def search_page(item: Item, catalogue: Catalogue) -> Built:
    return page(item)
