"""Apps, middleware, templates, languages, files."""

from __future__ import annotations

from django.templatetags.static import static
from django.utils.translation import gettext_lazy as _

from config.settings.environment import DEBUG, DEMO, ROOT, TEST, VAR, env, secret_key

SECRET_KEY = secret_key()
ALLOWED_HOSTS = env.list("HEARTH_HOSTS", default=["localhost", "127.0.0.1", "[::1]", "testserver"])
ROOT_URLCONF = "config.urls"
ASGI_APPLICATION = "config.asgi.application"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SITE_NAME = "Hearth"
BASE_URL = env.address("HEARTH_BASE_URL", "http", "https", default="http://127.0.0.1:8000")

# Apps from outside this tree; first, so that their templates go before ours (docs/extending/apps.md).
HEARTH_APPS = env.apps("HEARTH_APPS")
INSTALLED_APPS = [
    *HEARTH_APPS,
    "connect",
    "community",
    "rewards",
    "gamify",
    "inbox",
    "accounts",
    "look",
    "live",
    "demo",
    "unfold",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "servestatic.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django.contrib.sitemaps",
    "django.forms",
    "channels",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "csp",
]

MIDDLEWARE = [
    "config.request_ids.middleware",
    "config.metrics.middleware",
    "django.middleware.security.SecurityMiddleware",
    "servestatic.middleware.ServeStaticMiddleware",
    "config.admin_site.ContentPolicyMiddleware",
    "config.privacy.PrivatePagesMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "config.keys.KeyMiddleware",
    "accounts.middleware.LocaleMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "config.addresses.AddressMiddleware",
    "accounts.middleware.SignInMiddleware",
    "gamify.middleware.visit",
    "config.page_errors.DomainErrorMiddleware",
    "config.idempotency.IdempotencyMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "django.template.context_processors.i18n",
                "config.shell.shell",
                "demo.context.demo",
            ],
            "builtins": ["django.templatetags.i18n", "django.templatetags.static", "look.templatetags.look"],
        },
    }
]
FORM_RENDERER = "look.forms.Renderer"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("zh-hans", _("Simplified Chinese"))]
LOCALE_PATHS = [ROOT / "locale"]
FORMAT_MODULE_PATH = "config.formats"
LANGUAGE_COOKIE_NAME = "hearth_language"
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATIC_ROOT = VAR / "static"
STATICFILES_DIRS = [ROOT / "static"]
MEDIA_URL = "media/"
MEDIA_ROOT = env.str("HEARTH_MEDIA", str(VAR / "media"))
if not TEST:
    STATIC_ROOT.mkdir(parents=True, exist_ok=True)
# Static files as they lie in the folders; elsewhere `collectstatic` has named them by their hash and compressed them.
SERVES_SOURCES = DEBUG or DEMO or TEST
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if SERVES_SOURCES
        else "look.storage.JoinedStaticFilesStorage"
    },
}
SERVESTATIC_USE_FINDERS = SERVES_SOURCES
SERVESTATIC_AUTOREFRESH = SERVES_SOURCES
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_000_000  # of the fields; files are counted apart
FILE_UPLOAD_MAX_MEMORY_SIZE = 5_000_000
HEARTH_DEMO = DEMO
UNFOLD = {
    "SITE_TITLE": "Hearth",
    "SITE_HEADER": "Hearth",
    "SITE_URL": "/",
    "SITE_ICON": lambda request: static("img/favicon.svg"),
    "SITE_FAVICONS": [{"rel": "icon", "type": "image/svg+xml", "href": lambda request: static("img/favicon.svg")}],
    "COLORS": {
        "primary": {
            "50": "#F4F5F8", "100": "#E8EAF0", "200": "#DFE2EA", "300": "#A7AEC0", "400": "#767C90", "500": "#4F5568",
            "600": "#171A26", "700": "#171A26", "800": "#101218", "900": "#101218", "950": "#101218",
        },
    },
}  # fmt: skip
HEARTH_FOUNDER_LEVEL = env.int("HEARTH_FOUNDER_LEVEL", 1)
HEARTH_TRUST_DAYS = env.int("HEARTH_TRUST_DAYS", 3)
EMOTION_BACKEND = env.str("HEARTH_EMOTION_BACKEND", "ngram")  # a key of community/analyzers
EMOTION_MODELS = env.str("HEARTH_EMOTION_MODELS", "")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {"format": "%(asctime)s %(levelname)s %(name)s %(request_id)s %(message)s"},
        "json": {"()": "config.request_ids.JsonLines"},
    },
    "filters": {"seldom": {"()": "live.logs.Seldom"}, "named": {"()": "config.request_ids.Named"}},
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "formatter": env.one_of("HEARTH_LOG_FORMAT", "plain", "json"),
            "filters": ["named"],
        }
    },
    "root": {
        "handlers": ["console"],
        "level": env.one_of("HEARTH_LOG_LEVEL", "WARNING", "DEBUG", "INFO", "ERROR", "CRITICAL"),
    },
    "loggers": {
        "channels_redis.pubsub": {"filters": ["seldom"]},
        "config.caches": {"filters": ["seldom"]},
        "config.outages": {"filters": ["seldom"]},
        # Several jobs a second would say three lines each, and that all is well.
        "celery.beat": {"level": "WARNING", "filters": ["seldom"]},
        "celery.worker.strategy": {"level": "WARNING"},
        "celery.worker.request": {"level": "WARNING"},
        "celery.app.trace": {"level": "WARNING"},
    },
}
