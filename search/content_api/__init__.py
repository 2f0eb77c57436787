"""Reading published pages through the API: `GET /api/v3/content/{type}/`, one page, and pages by their address.

Lists come from the published index alone. `routes` mounts; `kinds` says which types there are.
"""

from .routes import router

__all__ = ["router"]
