"""The headless API: Wagtail's v3 with our routers, and v2 for clients that know it."""

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as api_v3
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet

from campaigns.api import router as toolkits_router
from cms.core.api.handlers import register_handlers
from cms.core.api.openapi import complete
from cms.core.api.site import router as site_router
from reports.annual.api import router as datasets_router
from reports.inbox.api import referrals_router, statistics_router
from reports.inbox.api import router as reports_router
from search.api import router as search_router
from search.content_api import router as content_router
from search.content_api.taxonomies import router as taxonomies_router

api_v2 = WagtailAPIRouter("wagtailapi")
api_v2.register_endpoint("pages", PagesAPIViewSet)
api_v2.register_endpoint("images", ImagesAPIViewSet)
api_v2.register_endpoint("documents", DocumentsAPIViewSet)

api_v3.add_router("", site_router)
api_v3.add_router("/taxonomies/", taxonomies_router)
api_v3.add_router("/content/", content_router)
api_v3.add_router("/search/", search_router, tags=["search"])
api_v3.add_router("/toolkits/", toolkits_router)
api_v3.add_router("/datasets/", datasets_router, tags=["datasets"])
api_v3.add_router("/statistics/", statistics_router)
api_v3.add_router("/reports/", reports_router)
api_v3.add_router("/referrals/", referrals_router)

register_handlers(api_v3)
complete(
    api_v3,
    title="iSIGURT.al",
    version="3.0.0",
    description="Published content, reports, referrals and figures of iSIGURT.al. docs/api.md begins with tasks.",
)
__all__ = ["api_v2", "api_v3"]
