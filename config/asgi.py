"""The one ASGI application: pages over HTTP, the live socket over WebSocket."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from django.conf import settings  # noqa: E402  (all of these need Django's app registry)

from config.body_limit import BodyLimit  # noqa: E402
from config.ticker import ticker  # noqa: E402
from live.socket import application as websocket  # noqa: E402

if settings.HEARTH_TICKER:
    ticker.start()

application = ProtocolTypeRouter({"http": BodyLimit(http), "websocket": websocket})
