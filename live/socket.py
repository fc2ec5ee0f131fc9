"""The WebSocket application."""

from __future__ import annotations

from channels.routing import URLRouter

application = URLRouter([])
