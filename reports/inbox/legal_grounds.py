"""Suggested legal grounds and explanations by category: a start for the moderator, who answers for what is sent."""

from typing import Any

from django.utils.translation import gettext_lazy, override

from .vocabularies import Category

_CHILD_MATERIAL = gettext_lazy(
    "Criminal Code of the Republic of Albania, Article 117; Directive 2011/93/EU, Article 5; Council of Europe "
    "Convention on the Protection of Children against Sexual Exploitation and Sexual Abuse, Article 20."
)
LEGAL_GROUNDS: dict[str, Any] = {
    Category.CSAM: _CHILD_MATERIAL,
    Category.CSAM_AI: _CHILD_MATERIAL,
    Category.SELF_GENERATED_CHILD: _CHILD_MATERIAL,
    Category.GROOMING: gettext_lazy(
        "Directive 2011/93/EU, Article 6; Council of Europe Convention on the Protection of Children against Sexual "
        "Exploitation and Sexual Abuse, Article 23."
    ),
    Category.SEXTORTION_CHILD: gettext_lazy(
        "Directive 2011/93/EU, Articles 4 and 5; Council of Europe Convention on the Protection of Children against "
        "Sexual Exploitation and Sexual Abuse, Articles 20 and 21."
    ),
    Category.UNSOLICITED_SEXUAL: gettext_lazy(
        "Directive 2011/93/EU, Article 3; Council of Europe Convention on the Protection of Children against Sexual "
        "Exploitation and Sexual Abuse, Article 22."
    ),
    Category.CSE_TRAFFICKING: gettext_lazy(
        "Directive 2011/93/EU, Article 4; Directive 2011/36/EU, Article 2; Council of Europe Convention on the "
        "Protection of Children against Sexual Exploitation and Sexual Abuse, Article 19."
    ),
    Category.VAWG_ONLINE: gettext_lazy(
        "Criminal Code of the Republic of Albania, Article 121/a; Council of Europe Convention on preventing and "
        "combating violence against women and domestic violence, Articles 34 and 40."
    ),
    Category.HATE_SPEECH: gettext_lazy("Criminal Code of the Republic of Albania, Articles 84/a, 119/a and 119/b."),
    Category.SCAM_ACCOUNT: gettext_lazy("Criminal Code of the Republic of Albania, Articles 143/b, 186/a and 192/b."),
}
EXPLANATIONS: dict[str, Any] = {
    Category.CSAM: gettext_lazy("The content at these addresses shows, in our assessment, sexual abuse of a child."),
    Category.CSAM_AI: gettext_lazy(
        "The content at these addresses is, in our assessment, sexual material of a child made or altered by a program."
    ),
    Category.SELF_GENERATED_CHILD: gettext_lazy(
        "An intimate image of a child is being shared at these addresses against the child’s will."
    ),
    Category.GROOMING: gettext_lazy(
        "The account at these addresses is used to win a child’s trust for sexual purposes."
    ),
    Category.SEXTORTION_CHILD: gettext_lazy(
        "The account at these addresses threatens a child with sharing an intimate image."
    ),
    Category.UNSOLICITED_SEXUAL: gettext_lazy("The account at these addresses sends sexual content to a child."),
    Category.CSE_TRAFFICKING: gettext_lazy("The content at these addresses serves the sexual exploitation of a child."),
}


def suggestion(texts: dict[str, Any], category: str, language: str) -> str:
    """Return the suggested text for `category` in `language`, or an empty one."""
    with override(language):
        return str(texts.get(category, ""))
