"""What `manage.py check --deploy` says of the environment: what would go wrong quietly on a real site."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.http.request import validate_host

from community import analyzers

FILES = "django.core.mail.backends.filebased.EmailBackend"


@register(Tags.security, deploy=True)
def environment(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Name each thing with its variable."""
    return [*_open_doors(), *_addresses(), *_places()]


def _open_doors() -> list[CheckMessage]:
    if settings.HEARTH_DEMO:
        hint = "HEARTH_DEMO=0, and a database that was never a demo's."
        return [Error("HEARTH_DEMO is on: everybody knows its accounts' password.", hint=hint, id="config.E001")]
    return []


def _addresses() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    home = urlsplit(settings.BASE_URL)
    if settings.SECURE_SSL_REDIRECT and home.scheme != "https":
        told = f"HEARTH_BASE_URL is {settings.BASE_URL}: links in letters would not begin with https."
        found.append(Warning(told, hint="https://community.example", id="config.W002"))
    if not validate_host(home.netloc.partition(":")[0], settings.ALLOWED_HOSTS):
        told = f"HEARTH_BASE_URL names {home.netloc}, which is not one of HEARTH_HOSTS: links in letters lead nowhere."
        found.append(Warning(told, id="config.W003"))
    if settings.SECURE_SSL_REDIRECT and not settings.ALLAUTH_TRUSTED_PROXY_COUNT:
        told = "HEARTH_HTTPS is on and HEARTH_PROXIES is 0: behind a proxy that ends TLS every page leads to itself."
        found.append(Warning(told, hint="HEARTH_PROXIES=1", id="config.W004"))
    return found


def _places() -> list[CheckMessage]:
    found: list[CheckMessage] = []
    if settings.EMAIL_BACKEND == FILES:
        told = "EMAIL_URL is not set: letters are written into a folder, and nobody gets them."
        found.append(Warning(told, hint="smtp+tls://user:password@host:587", id="config.W005"))
    if not settings.IS_EMBEDDED and settings.CELERY_TASK_ALWAYS_EAGER:
        told = "REDIS_URL is not set: processes do not hear each other, and each counts limits for itself."
        found.append(Warning(told, id="config.W006"))
    if settings.EMOTION_BACKEND not in [each.key for each in analyzers.every()]:
        found.append(
            Error(f"HEARTH_EMOTION_BACKEND names {settings.EMOTION_BACKEND}, which is none.", id="config.E003")
        )
    if not _is_writable(Path(settings.MEDIA_ROOT)):
        found.append(Error(f"HEARTH_MEDIA: nothing can be written into {settings.MEDIA_ROOT}.", id="config.E002"))
    return found


def _is_writable(folder: Path) -> bool:
    """Say whether files can be put there; a folder that is not there yet is made with the first of them."""
    there = next(each for each in (folder, *folder.parents) if each.exists())
    return there.is_dir() and os.access(there, os.W_OK | os.X_OK)
