"""The headless API: Wagtail's v3 with our routers, and v2 for clients that know it."""

from typing import Any

from wagtail.api.v2.router import WagtailAPIRouter
from wagtail.api.v2.views import PagesAPIViewSet
from wagtail.api.v3.urls import api as api_v3
from wagtail.documents.api.v2.views import DocumentsAPIViewSet
from wagtail.images.api.v2.views import ImagesAPIViewSet
from wagtail.locales.api.v3 import router as locales_router

from guides.api import router as guides_router
from reports.annual.api import router as datasets_router
from reports.inbox.api import router as reports_router
from search.api import router as search_router

api_v2 = WagtailAPIRouter("wagtailapi")
api_v2.register_endpoint("pages", PagesAPIViewSet)
api_v2.register_endpoint("images", ImagesAPIViewSet)
api_v2.register_endpoint("documents", DocumentsAPIViewSet)

# wagtail-localize replaces Wagtail's locales app, which would have mounted this one.
api_v3.add_router("/locales/", locales_router)
api_v3.add_router("/content/guides/", guides_router, tags=["content"])
api_v3.add_router("/datasets/", datasets_router, tags=["datasets"])
api_v3.add_router("/reports/", reports_router, tags=["reports"])
api_v3.add_router("/search/", search_router, tags=["search"])

_PROBLEM = {
    "description": "Problem",
    "content": {
        "application/problem+json": {
            "schema": {
                "type": "object",
                "properties": {
                    "type": {"type": "string"},
                    "title": {"type": "string"},
                    "status": {"type": "integer"},
                },
            }
        }
    },
}
_stock_schema = api_v3.get_openapi_schema


def get_openapi_schema(*args: Any, **kwargs: Any) -> Any:
    """Return a valid OpenAPI document: Wagtail's names a security scheme without its scheme, and no errors."""
    schema = _stock_schema(*args, **kwargs)
    schemes = schema.get("components", {}).get("securitySchemes", {})
    schemes.pop("AllowAnonymous", None)
    for operations in schema["paths"].values():
        for operation in operations.values():
            security = operation.get("security")
            if security is not None:
                operation["security"] = [{} if "AllowAnonymous" in entry else entry for entry in security]
            for status in ("400", "401", "403", "404", "422"):
                operation["responses"].setdefault(status, _PROBLEM)
    return schema


api_v3.get_openapi_schema = get_openapi_schema
__all__ = ["api_v2", "api_v3"]
