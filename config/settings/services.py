"""Database, cache, channel layer, work and mail: the embedded default or real services, chosen by two URLs."""

from __future__ import annotations

from typing import Any

from config.settings.environment import DEMO, REDIS_URL, ROOT, TEST, VAR, env

_url = env.address("DATABASE_URL", "sqlite", "postgres", "postgresql") or f"sqlite:///{VAR / 'hearth.sqlite3'}"
DATABASES = {"default": env.db_url_config(_url)}
_database = DATABASES["default"]
IS_EMBEDDED = _database["ENGINE"].endswith("sqlite3")
if IS_EMBEDDED:
    VAR.mkdir(exist_ok=True)
    _database["ENGINE"] = "lib.sqlite_pool"
    _database["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "cached_statements": 500,  # pages and jobs together ask some hundreds
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-64000;",
    }
else:
    # Statements are planned once a connection; behind a pooler that shares sessions set HEARTH_PREPARE_AFTER=0.
    _prepare_after = env.int("HEARTH_PREPARE_AFTER", 2) or None
    _database["OPTIONS"] = {
        "server_side_binding": True,
        "prepare_threshold": _prepare_after,
        "connect_timeout": 5,  # seconds; a server that drops what it gets holds nobody's page for longer
        "tcp_user_timeout": 20_000,  # milliseconds without an answer to what was sent, and the line is dead
        **_database.get("OPTIONS", {}),
    }
    _database["CONN_MAX_AGE"] = env.int("HEARTH_CONNECTION_SECONDS", 60)
    _database["CONN_HEALTH_CHECKS"] = True

if REDIS_URL:
    CACHES: dict[str, Any] = {
        "default": {
            "BACKEND": "config.caches.RedisOrMemory",
            "LOCATION": REDIS_URL,
            "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
        }
    }
    CHANNEL_LAYERS = {
        "default": {"BACKEND": "channels_redis.pubsub.RedisPubSubChannelLayer", "CONFIG": {"hosts": [REDIS_URL]}}
    }
else:
    CACHES = {
        "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "OPTIONS": {"MAX_ENTRIES": 50_000}}
    }
    CHANNEL_LAYERS = {"default": {"BACKEND": "channels.layers.InMemoryChannelLayer"}}
# Immutable pieces of page, keyed by id, version and language: safe in each process, never invalidated.
CACHES["fragments"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "fragments",
    "TIMEOUT": 3600,
    "OPTIONS": {"MAX_ENTRIES": 20_000},
}
# Whole pages, given again while the versions of all their live topics stand (community/views/page_cache.py).
CACHES["pages"] = {
    "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
    "LOCATION": "pages",
    "OPTIONS": {"MAX_ENTRIES": 200},
}
HEARTH_METRICS_TOKEN = env.secret("HEARTH_METRICS_TOKEN")
SESSION_ENGINE = "accounts.sessions"

# Open sockets of one address in one process: an office or a school behind one address needs more.
HEARTH_LIVE_SOCKETS_PER_ADDRESS = env.int("HEARTH_LIVE_SOCKETS_PER_ADDRESS", 100)

# Who drives what must happen later: a thread of the one process, or Celery's worker and beat.
HEARTH_TICKER = env.bool("HEARTH_TICKER", default=not REDIS_URL and not TEST)
CELERY_BROKER_URL = REDIS_URL.replace("unix://", "redis+socket://") or "memory://"
CELERY_BEAT_SCHEDULER = "config.celery:Clockwork"
CELERY_TASK_ALWAYS_EAGER = not REDIS_URL
CELERY_TASK_IGNORE_RESULT = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_TRANSPORT_OPTIONS = (
    {"visibility_timeout": 300, "unacked_restore_interval": 2, "unacked_restore_throttle": 1} if REDIS_URL else {}
)
# It is about tasks that acknowledge late, of which there are none; unsaid, Celery warns at each loss.
CELERY_WORKER_CANCEL_LONG_RUNNING_TASKS_ON_CONNECTION_LOSS = True
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_CONNECTION_MAX_RETRIES = None  # however long Redis is away

MAIL_DIR = VAR / "mail"
EMAIL_TIMEOUT = 10  # seconds; a mail server that hangs holds nobody's page for longer
EMAIL_URL = env.address("EMAIL_URL", "smtp", "smtps", "smtp+tls", "smtp+ssl", "consolemail", "filemail")
HEARTH_LETTERS_BACKEND, EMAIL_FILE_PATH = "django.core.mail.backends.filebased.EmailBackend", str(MAIL_DIR)
EMAIL_BACKEND = HEARTH_LETTERS_BACKEND
if EMAIL_URL:
    _mail = env.email_url("EMAIL_URL")
    HEARTH_LETTERS_BACKEND = _mail.pop("EMAIL_BACKEND")
    vars().update(_mail)
    # Nobody's page waits for another machine, and no letter is lost with it: a job sends them.
    EMAIL_BACKEND = "inbox.mail.EmailBackend"
DEFAULT_FROM_EMAIL = env.str("HEARTH_FROM_EMAIL", "Hearth <hello@hearth.example>")
SHOW_MAILBOX = DEMO and not EMAIL_URL

if TEST:
    EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    if IS_EMBEDDED:
        _database["TEST"] = {"NAME": env.str("HEARTH_TEST_DATABASE", str(ROOT / "var" / "test.sqlite3"))}
