"""The hotline's routes in the API: sending and following a report for everybody, work for programs with a token.

`access` decides who may ask; services decide what may happen. Mounted by the roof.
"""

from .casework import router as casework_router
from .following import router as following_router
from .form import router as form_router
from .intake import router
from .referrals import router as referrals_router
from .statistics import router as statistics_router

# Addresses with a name of their own come before those with a reference in their place.
router.add_router("", form_router)
router.add_router("", following_router)
router.add_router("", casework_router)

__all__ = ["referrals_router", "router", "statistics_router"]
