"""The environment, read once and strictly."""

from __future__ import annotations

import secrets
from pathlib import Path

import environ

ROOT = Path(__file__).resolve().parent.parent.parent
VAR = ROOT / "var"
env = environ.Env()

DEBUG = env.bool("HEARTH_DEBUG", False)
DEMO = env.bool("HEARTH_DEMO", False)
TEST = env.bool("HEARTH_TEST", False)
REDIS_URL = env.str("REDIS_URL", "")


def secret_key() -> str:
    """Return HEARTH_SECRET_KEY, or a key made once and kept in var/ for the embedded default."""
    given = env.str("HEARTH_SECRET_KEY", "")
    if given:
        if len(given) < 50:
            raise ValueError("HEARTH_SECRET_KEY must have at least 50 characters")
        return given
    kept = VAR / "secret-key"
    if not kept.exists():
        VAR.mkdir(exist_ok=True)
        kept.touch(mode=0o600)
        kept.write_text(secrets.token_urlsafe(48))
    return kept.read_text()
