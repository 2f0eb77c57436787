"""Two sites with the same content make the same bundle, to the byte."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from campaigns.services import build_bundles

_BUILD = """
import json
from pathlib import Path
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0, interactive=False)
from wagtail.models import Page
from cms.core.models import Topic
from wagtail.models import Locale
# Numbers of rows are not the same on two sites.
for number in range(7):
    Page.get_first_root_node().add_child(title=f"x{number}", slug=f"x{number}", locale=Locale.objects.first())
    Topic.objects.create(code=f"x{number}", name=f"x{number}", locale=Locale.objects.first())
from cms.core.loader import load_pack
from django.conf import settings
load_pack(Path(settings.BASE_DIR) / "content")
from campaigns.services import build_bundles
found = {bundle.toolkit.locale.language_code: [bundle.sha256, bundle.toolkit_id] for bundle in build_bundles()}
print(json.dumps(found))
"""


def built_elsewhere(folder: Path) -> dict[str, list[str]]:
    """Return hash and page number of the bundle in each language, built on a database of its own."""
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "cms.settings.test",
        "ISIGURT_VAR": str(folder),
        "DATABASE_URL": f"sqlite:///{folder / 'site.sqlite3'}",
    }
    environment.pop("TEST_DATABASE_FILE", None)
    command = [sys.executable, "-c", _BUILD]
    done = subprocess.run(command, cwd=settings.BASE_DIR, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


@pytest.mark.django_db
def test_bundle_when_built_on_two_databases_then_the_hash_is_the_same(tmp_path: Path) -> None:
    other = built_elsewhere(tmp_path)
    here = {bundle.toolkit.locale.language_code: [bundle.sha256, bundle.toolkit_id] for bundle in build_bundles()}
    assert set(here) == set(other) == {"sq", "en"}
    for language in here:
        assert here[language][0] == other[language][0]
        # The databases do differ.
        assert here[language][1] != other[language][1]
