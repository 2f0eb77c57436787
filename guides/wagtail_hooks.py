"""What guides add to the Wagtail admin."""

from wagtail.snippets.models import register_snippet
from wagtail.snippets.views.snippets import SnippetViewSet

from .models import GlossaryTerm


class GlossaryTermViewSet(SnippetViewSet):
    model = GlossaryTerm
    icon = "openquote"
    menu_order = 310
    add_to_admin_menu = True
    list_display = ["term", "locale"]
    list_filter = ["locale"]
    search_fields = ["term"]


register_snippet(GlossaryTermViewSet)
