"""Where news of the site may be sent."""

from __future__ import annotations

from config.settings.environment import DEBUG, DEMO, env

# Besides addresses of the internet: to this very machine and without TLS, for trials only.
HEARTH_WEBHOOKS_HERE = env.bool("HEARTH_WEBHOOKS_HERE", default=DEBUG or DEMO)
HEARTH_WEBHOOK_PORTS = [int(port) for port in env.list("HEARTH_WEBHOOK_PORTS", default=["443", "8443"])]
