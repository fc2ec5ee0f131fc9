"""The one ASGI application: pages over HTTP, the live socket over WebSocket."""

import os

from channels.routing import ProtocolTypeRouter
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
http = get_asgi_application()

from live.socket import application as websocket  # noqa: E402  (needs Django's app registry)

application = ProtocolTypeRouter({"http": http, "websocket": websocket})
