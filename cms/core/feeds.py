"""What is new, as Atom (RFC 4287) and RSS 2.0: all works of a language, or those for one audience."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.feedgenerator import Atom1Feed, Rss201rev2Feed, SyndicationFeed
from django.utils.html import escape
from django.utils.translation import gettext as _

from .frame import get_frame
from .freshness import confirmed
from .localisation import active_language
from .metadata import absolute
from .public_pages import ListedWork, listed_works
from .vocabularies import Audience

FORMATS: dict[str, type[SyndicationFeed]] = {"atom": Atom1Feed, "rss": Rss201rev2Feed}
CONTENT_TYPES = {"atom": "application/atom+xml; charset=utf-8", "rss": "application/rss+xml; charset=utf-8"}
# The year the site began; together with the host it makes names that nobody else gives (RFC 4151).
TAG_YEAR = 2024


@confirmed
def feed(request: HttpRequest, extension: str, audience: str = "") -> HttpResponse:
    """Answer with the thirty newest works in the language of the address; sensitive pages are never among them.

    Args:
        request: the request.
        extension: `atom` or `rss`.
        audience: a code of `Audience`; empty for all works.
    """
    labels = dict(Audience.choices)
    if extension not in FORMATS or (audience and audience not in labels):
        raise Http404
    language, site = active_language(), get_frame(request).settings
    title = f"{site.brand} – {labels[audience]}" if audience else f"{site.brand} – {site.name}"
    document = FORMATS[extension](
        title=title,
        link=absolute(f"/{language}/"),
        description=_("New and changed guides, lessons, campaigns and reports."),
        language=language,
        author_name=site.brand,
        feed_url=absolute(feed_path(extension, audience)),
        feed_guid=_tag(f"{language}/{audience or 'all'}"),
    )
    for work in listed_works(request, language, audience):
        _add(document, work)
    response = HttpResponse(content_type=CONTENT_TYPES[extension])
    document.write(response, "utf-8")
    return response


def feed_path(extension: str, audience: str = "") -> str:
    """Return the address of a feed in the active language."""
    if audience:
        return reverse("audience-feed", args=[audience, extension])
    return reverse("feed", args=[extension])


def _add(document: SyndicationFeed, work: ListedWork) -> None:
    document.add_item(
        title=work.title,
        link=absolute(work.path),
        # Readers take it as HTML.
        description=escape(work.summary),
        unique_id=_tag(f"{work.language}/{work.translation_key}"),
        unique_id_is_permalink=False,
        pubdate=work.published_at,
        updateddate=work.changed_at or work.published_at,
        categories=[str(dict(Audience.choices)[code]) for code in work.audiences if code in Audience.values],
    )


def _tag(name: str) -> str:
    return f"tag:{urlsplit(settings.BASE_URL).hostname},{TAG_YEAR}:{name}"
