"""Every address of the site. The only place, with `cms.api`, that lists all apps."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path, re_path
from django.views.static import serve
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls
from wagtail.documents import urls as wagtaildocs_urls
from wagtail.urls import serve_pattern

from cms.api import api_v2, api_v3
from cms.core.routing import serve as serve_page

handler404 = "cms.core.views.page_not_found"
handler500 = "cms.core.views.server_error"

urlpatterns = [
    path("admin/", include(wagtailadmin_urls)),
    path("documents/", include(wagtaildocs_urls)),
    path("", include("cms.core.urls")),
    path("", include("campaigns.urls")),
    path("", include("guides.urls")),
    path("", include("home.urls")),
    path("api/v2/", api_v2.urls),
    path("api/v3/", api_v3.urls),
]
if settings.SERVE_MEDIA:
    # Documents go by `documents/`, which asks whether the visitor may have them.
    urlpatterns += [re_path(r"^media/(?!documents/)(?P<path>.+)$", serve, {"document_root": settings.MEDIA_ROOT})]

urlpatterns += i18n_patterns(
    path("", include("cms.core.localised_urls")),
    path("", include("reports.inbox.urls")),
    re_path(serve_pattern, serve_page),
    path("", include(wagtail_urls)),
)
