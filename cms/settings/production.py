"""Production: the base as it is. A deployment differs by environment variables only."""

from .base import *  # noqa: F403
