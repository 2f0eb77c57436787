"""Template tag that leads the words of a text to the glossary."""

from typing import Any

from django import template

from cms.core.localisation import active_language

from ..terms import explain, explanations_in

register = template.Library()


class ExplainedNode(template.Node):
    """Renders what stands between the tags, then links terms in it, where the page wants that."""

    def __init__(self, nodelist: template.NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: template.Context) -> str:
        html = self.nodelist.render(context)
        page: Any = context.get("page")
        if not getattr(page, "explains_terms", True):
            return html
        language = active_language()
        return explain(html, explanations_in(language), language)


@register.tag
def explained(parser: template.base.Parser, token: template.base.Token) -> ExplainedNode:
    """Link the first use of each glossary term: `{% explained %}…{% endexplained %}`."""
    nodelist = parser.parse(("endexplained",))
    parser.delete_first_token()
    return ExplainedNode(nodelist)
