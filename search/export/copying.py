"""Walking the site from its pages over every link, and writing what is found into a folder."""

import shutil
from collections import deque
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path, PurePosixPath
from posixpath import relpath
from typing import Any
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override
from wagtail.models import Page

from cms.core.archives import safe_name
from cms.core.localisation import locale_of
from cms.core.models import HelpService
from home_pages import search_pages

from .fetching import Fetched, Site
from .index_file import index_script
from .rewriting import rewritten_page, rewritten_style
