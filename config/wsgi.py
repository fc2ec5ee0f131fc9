"""The WSGI application that serves pages in production, beside an ASGI process for the sockets."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application
from servestatic import ServeStatic

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
# The middleware that serves static files knows only async: under WSGI each page would pay 1.5 ms for an event loop.
settings.MIDDLEWARE = [name for name in settings.MIDDLEWARE if not name.startswith("servestatic.")]
application = ServeStatic(
    get_wsgi_application(),
    root=settings.STATIC_ROOT,
    prefix=settings.STATIC_URL,
    immutable_file_test=r"\.[0-9a-f]{12}\.",
    allow_all_origins=False,
)
