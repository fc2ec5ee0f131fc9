"""Settings of the page bench's peer: Hearth's database and session, the least middleware that knows its reader."""

from config.settings import *  # noqa: F403

ROOT_URLCONF = "bench.pages_peer"
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
]
TEMPLATES = [{"BACKEND": "django.template.backends.django.DjangoTemplates", "APP_DIRS": True}]
INSTALLED_APPS = [
    "community",
    "gamify",
    "inbox",
    "accounts",
    "look",
    "live",
    "bench.pages_peer_apps.Account",
    "allauth.mfa",
    "allauth.usersessions",
    "django.contrib.admin.apps.SimpleAdminConfig",  # its log is written by ours
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
]
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
