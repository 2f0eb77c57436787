"""The pages that browser tests look at: one of every type, errors and empty states among them."""

import sys
from pathlib import Path

from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "tools"))

from gallery import PAGES


def addresses(language: str) -> dict[str, str]:
    """Return the address of each page below the root in `sq` or `en`, by its name in the gallery."""
    return {name: f"/{language}/{paths[language == 'en']}" for name, paths in PAGES.items()}
