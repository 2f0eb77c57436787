"""The headless API: Wagtail's v3 with our routers, and v2 for clients that know it."""

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as api_v3
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.locales.api.v3 import router as locales_router

from cms.core.api.handlers import register_handlers
from cms.core.api.openapi import complete
from reports.inbox.api import router as reports_router
from search.api import router as search_router
from search.content_api import router as content_router

api_v2 = WagtailAPIRouter("wagtailapi")
api_v2.register_endpoint("pages", PagesAPIViewSet)
api_v2.register_endpoint("images", ImagesAPIViewSet)
api_v2.register_endpoint("documents", DocumentsAPIViewSet)

# wagtail-localize replaces Wagtail's locales app, which would have mounted this one.
api_v3.add_router("/locales/", locales_router)
api_v3.add_router("/content/", content_router)
api_v3.add_router("/reports/", reports_router, tags=["reports"])
api_v3.add_router("/search/", search_router, tags=["search"])

register_handlers(api_v3)
complete(
    api_v3,
    title="iSIGURT.al",
    version="3.0.0",
    description="Published content, reports, referrals and figures of iSIGURT.al. docs/api.md begins with tasks.",
)
__all__ = ["api_v2", "api_v3"]
