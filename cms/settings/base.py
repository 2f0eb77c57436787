"""Production-safe settings, read from the environment.

Nothing here may weaken security for convenience: that belongs in `dev`, `test` or one deployment's environment.
"""

from pathlib import Path
from typing import Any

import environ
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

BASE_DIR = Path(__file__).resolve().parent.parent.parent
env = environ.Env()

# Everything a deployment writes lives below one folder, so that backup and access rights have one place.
VAR_DIR = Path(env("ISIGURT_VAR", default=str(BASE_DIR / "var")))

DEBUG = False
SECRET_KEY = env("SECRET_KEY")
# Keys the hotline's keyed hashes. Apart from SECRET_KEY, so that rotating sessions does not orphan receipts.
HOTLINE_HASH_KEY = env("HOTLINE_HASH_KEY")
ALLOWED_HOSTS = env.list("ALLOWED_HOSTS", default=[])
CSRF_TRUSTED_ORIGINS = env.list("CSRF_TRUSTED_ORIGINS", default=[])
ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
APPEND_SLASH = True

INSTALLED_APPS = [
    "home",
    "search",
    "guides",
    "campaigns",
    "reports.annual",
    "reports.inbox",
    "cms.accounts",
    "cms.media",
    "cms.core",
    "wagtail_localize",
    "wagtail_localize.locales",
    "wagtail_modeladmin",
    "wagtail.api.v2",
    "wagtail.api.v3",
    "wagtail.contrib.forms",
    "wagtail.contrib.redirects",
    "wagtail.contrib.settings",
    "wagtail.contrib.typed_table_block",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "rest_framework",
    "ninja",
    "corsheaders",
    "csp",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.core.middleware.CompressPublicMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "cms.core.middleware.PublicCacheMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.core.middleware.AdminPolicyMiddleware",
    "django_permissions_policy.PermissionsPolicyMiddleware",
    "corsheaders.middleware.CorsMiddleware",
    "cms.core.middleware.InputGuardMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "cms.core.middleware.SiteLocaleMiddleware",
    "cms.core.api.middleware.ApiMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django_otp.middleware.OTPMiddleware",
    "cms.accounts.middleware.SecondFactorMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "cms.core.middleware.SiteRedirectMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "wagtail.contrib.settings.context_processors.settings",
            ],
            "builtins": ["cms.core.templatetags.isigurt"],
        },
    }
]

# SQLite by default: a bare machine runs the whole product. WAL lets readers pass a writer; synchronous=FULL because a
# report that was acknowledged must survive a power cut.
DATABASES = {"default": env.db("DATABASE_URL", default=f"sqlite:///{VAR_DIR / 'isigurt.sqlite3'}")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # secure_delete: what is deleted is overwritten with zeros, not only unlinked.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA secure_delete=ON;",
    }
elif DATABASES["default"]["ENGINE"].endswith("postgresql"):
    DATABASES["default"].setdefault("CONN_MAX_AGE", 60)
    DATABASES["default"]["CONN_HEALTH_CHECKS"] = True

if REDIS_URL := env("REDIS_URL", default=""):
    CACHES = {"default": {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": REDIS_URL}}
else:
    # Each report leaves a few counters for an hour; the usual 300 entries would push them out, and one another.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
            "OPTIONS": {"MAX_ENTRIES": 50_000},
        }
    }

# Menus, help numbers and the footer are kept until the site changes, and at most this many seconds.
SURROUNDINGS_CACHE_SECONDS = 300

TASKS = {
    "default": {
        "BACKEND": env("TASKS_BACKEND", default="django_tasks.backends.immediate.ImmediateBackend"),
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
# Whoever may do something in these apps needs a second factor to enter the admin, except where the rows are texts that
# everybody reads anyway. A superuser may give themselves any permission; in a demonstration one signs in without.
SECOND_FACTOR_APPS = ["inbox"]
SECOND_FACTOR_EXEMPT_MODELS = ["inbox.reportingform", "inbox.replytemplate"]
SECOND_FACTOR_SUPERUSERS = env.bool("SECOND_FACTOR_SUPERUSERS", default=True)
OTP_TOTP_ISSUER = "iSIGURT.al"

# Languages. Albanian is the source; the order is the order of the language switch.
LANGUAGE_CODE = "sq"
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("sq", _("Albanian")), ("en", _("English"))]
TIME_ZONE = "Europe/Tirane"
USE_TZ = True
USE_I18N = True
USE_THOUSAND_SEPARATOR = True
WAGTAIL_I18N_ENABLED = True
# Ours first; `vendor` holds the Albanian of Wagtail and its packages, which ship none.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale" / "vendor"]
FORMAT_MODULE_PATH = ["cms.core.formats"]

# Files.
STATIC_URL = "/static/"
STATIC_ROOT = Path(env("STATIC_ROOT", default=str(VAR_DIR / "static")))
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_URL = "/media/"
# A proxy serves the media folder; without one, as with `make run`, the process does.
SERVE_MEDIA = env.bool("SERVE_MEDIA", default=False)
MEDIA_ROOT = Path(env("MEDIA_ROOT", default=str(VAR_DIR / "media")))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "cms.core.static_files.SiteFilesStorage"},
}
# The proxy's internal location of the media folder. With it, large downloads are sent by the proxy (X-Accel-Redirect).
ACCEL_REDIRECT = env("ACCEL_REDIRECT", default="")
if S3_BUCKET := env("S3_BUCKET", default=""):
    from boto3.s3.transfer import TransferConfig

    STORAGES["default"] = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            "bucket_name": S3_BUCKET,
            "endpoint_url": env("S3_ENDPOINT", default=None),
            "region_name": env("S3_REGION", default=None),
            "addressing_style": env("S3_ADDRESSING", default="auto"),
            "signature_version": "s3v4",
            "file_overwrite": False,
            "default_acl": None,
            # Two parts of 8 MiB at a time keep a large upload small in memory.
            "transfer_config": TransferConfig(max_concurrency=2, multipart_chunksize=8 * 1024 * 1024),
        },
    }
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000
WHITENOISE_MAX_AGE = 3600

# Wagtail.
WAGTAIL_SITE_NAME = "iSIGURT.al"
# Scheme and host under which the site is known: sitemaps, feeds, canonical links and e-mails name it.
BASE_URL = env("BASE_URL", default="http://localhost:8000").rstrip("/")
WAGTAILADMIN_BASE_URL = BASE_URL
WAGTAILADMIN_PERMITTED_LANGUAGES = [("sq", "Shqip"), ("en", "English")]
WAGTAILIMAGES_IMAGE_MODEL = "media.SiteImage"
WAGTAILDOCS_DOCUMENT_MODEL = "media.SiteDocument"
WAGTAILDOCS_EXTENSIONS = ["pdf", "zip", "docx", "xlsx", "pptx", "csv", "txt", "odt"]
WAGTAIL_ALLOW_UNICODE_SLUGS = False
# Three switches that would otherwise make browsers or the server talk to third parties.
WAGTAIL_GRAVATAR_PROVIDER_URL = None
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILSEARCH_BACKENDS = {
    # Without a named configuration PostgreSQL would take the server's, often English.
    "default": {"BACKEND": "wagtail.search.backends.database", "SEARCH_CONFIG": "simple"}
}
WAGTAILEMBEDS_FINDERS: list[dict[str, str]] = []
# Where a separate front end shows drafts, with `{token}` where the token of a preview link belongs; empty for none.
HEADLESS_PREVIEW_URL = env("HEADLESS_PREVIEW_URL", default="")
CORS_URLS_REGEX = r"^/api/"
CORS_ALLOW_ALL_ORIGINS = True
# POST is for reports, from any site and without credentials. A token never comes from a browser of another origin:
# `Authorization` is not among the headers.
CORS_ALLOW_METHODS = ["GET", "HEAD", "OPTIONS", "POST"]
CORS_ALLOW_HEADERS = ["accept", "accept-language", "content-type", "idempotency-key", "if-none-match"]
CORS_EXPOSE_HEADERS = ["etag", "retry-after"]
CORS_PREFLIGHT_MAX_AGE = 86_400

# Whether visitors' devices may keep pages for reading without a connection. Off also removes what they have kept.
OFFLINE_COPIES = env.bool("OFFLINE_COPIES", default=True)

# Security headers. The Wagtail admin's own, looser policy is set by `AdminPolicyMiddleware`.
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "media-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "object-src": [NONE],
        "frame-src": [NONE],
        "frame-ancestors": [NONE],
    }
}
PERMISSIONS_POLICY: dict[str, list[str]] = {
    feature: []
    for feature in ("camera", "display-capture", "geolocation", "microphone", "payment", "usb", "browsing-topics")
}
# One switch for a deployment without TLS, such as `make run` on a laptop.
HTTPS = env.bool("HTTPS", default=True)
SECURE_SSL_REDIRECT = HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if env.bool("BEHIND_PROXY", default=False) else None
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 8 * 3600
CSRF_COOKIE_SECURE = HTTPS
CSRF_COOKIE_HTTPONLY = True

# Logs carry no request lines, no addresses and no local variables: reports pass through these processes.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"no_request": {"()": "cms.core.logs.DropRequest"}},
    "formatters": {"plain": {"()": "cms.core.logs.PlainFormatter"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain", "filters": ["no_request"]}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        # A client error names its path; what visitors ask for is theirs.
        "django.request": {"handlers": ["console"], "level": "ERROR", "propagate": False},
        "wagtail": {"handlers": ["console"], "level": "WARNING", "propagate": False},
        "django_tasks": {"handlers": ["console"], "level": "WARNING", "propagate": False},
    },
}

# The hotline's own targets and limits; docs/hotline.md says what they mean. Hours by priority.
HOTLINE_FIRST_LOOK_HOURS = {"P1": 1, "P2": 24, "P3": 72, "P4": 168} | env.json("HOTLINE_FIRST_LOOK_HOURS", default={})
HOTLINE_ACTION_HOURS = {"P1": 24, "P2": 72, "P3": 168, "P4": 336} | env.json("HOTLINE_ACTION_HOURS", default={})
# Days after closing for which a report is kept, by outcome. Drafts: the owner and counsel decide; docs/retention.md.
HOTLINE_RETENTION_DAYS = {
    "spam": 30,
    "withdrawn": 30,
    "duplicate": 180,
    "not_illegal": 180,
    "outside_remit": 180,
    "query": 180,
    "insufficient_information": 180,
    "access_failed": 180,
    "advice_given": 365,
    "referred_police": 730,
    "referred_child_protection": 730,
    "referred_helpline": 730,
    "sent_inhope": 730,
    "removed": 730,
    "restricted": 730,
    "platform_refused": 730,
} | env.json("HOTLINE_RETENTION_DAYS", default={})
# Minutes of looking at disturbing text after which an analyst is asked to take a break, and where staff find somebody
# to talk to: a telephone number or a few words.
HOTLINE_BREAK_MINUTES = env.int("HOTLINE_BREAK_MINUTES", default=45)
HOTLINE_STAFF_SUPPORT = env("HOTLINE_STAFF_SUPPORT", default="116 111")

# Whether programs that are being tried out may send test reports. They wait in quarantine, count for nothing and are
# deleted by the next `purge_reports`.
REPORTS_SANDBOX = env.bool("REPORTS_SANDBOX", default=False)
# For tests on one machine only: lets webhooks call this machine itself, without TLS.
WEBHOOKS_TO_LOOPBACK = False

# Mail: only the daily digest of the hotline's staff is sent. It holds nothing but one fixed sentence.
vars().update(env.email_url("EMAIL_URL", default="smtp://localhost:25"))
DEFAULT_FROM_EMAIL = env("DEFAULT_FROM_EMAIL", default="iSIGURT.al <no-reply@localhost>")
