"""The live topics of this app."""

from __future__ import annotations

from live import registry

registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:inbox", may_listen=registry.is_own))
