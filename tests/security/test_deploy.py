"""The production settings pass Django's own list, and the boot refuses what would be unsafe."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from config import checks
from config.settings.environment import env

PRODUCTION = {
    "HEARTH_SECRET_KEY": "k9Vd-2pQ7xZ_tR4mW8sYb3NfHc6JgLaEoUiTzXv5KqB1-yPnM0hGs",
    "HEARTH_HTTPS": "1",
    "HEARTH_HOSTS": "hearth.example",
    "HEARTH_BASE_URL": "https://hearth.example",
    "HEARTH_PROXIES": "1",
    "DATABASE_URL": "postgres://hearth:secret@127.0.0.1:5432/hearth",
    "REDIS_URL": "redis://127.0.0.1:6379/0",
    "EMAIL_URL": "smtp://127.0.0.1:25",
    "HEARTH_PAYMENTS": "stripe",
    "HEARTH_STRIPE_KEY": "sk_live_1",
    "HEARTH_STRIPE_WEBHOOK_SECRET": "whsec_1",
}
pytestmark = pytest.mark.embedded_only


def manage(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        env=kept | environment,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"HEARTH_PAYMENTS": "fake"}, "rewards.W001"),
        ({"HEARTH_PAYMENTS": "cowries"}, "rewards.E001"),
        ({"HEARTH_STRIPE_WEBHOOK_SECRET": ""}, "rewards.E002"),
        ({"HEARTH_WEBHOOKS_HERE": True}, "connect.W001"),
    ],
)
def test_what_nobody_means_on_a_real_site_is_named_by_the_deployment_check(
    settings, changes: dict[str, Any], said: str
):
    for name, value in (PRODUCTION | changes).items():
        if hasattr(settings, name):
            setattr(settings, name, value)

    with pytest.raises(SystemCheckError, match=said):
        call_command("check", deploy=True, fail_level="WARNING", tags=["security"])


BOOTED = """
from allauth.account import app_settings
from django.conf import settings
from django.core.management import call_command

call_command("check", deploy=True, fail_level="WARNING")
print(settings.SESSION_COOKIE_NAME, settings.CSRF_COOKIE_NAME, settings.SESSION_COOKIE_SECURE)
print(settings.DEBUG, settings.SHOW_MAILBOX, settings.HEARTH_DEMO)
print(*sorted(app_settings.RATE_LIMITS))
"""


def test_the_production_settings_pass_the_check_bind_cookies_to_our_host_and_limit_signing_in():
    done = manage("shell", "-v0", "-c", BOOTED, **PRODUCTION)

    assert done.returncode == 0, done.stderr + done.stdout
    *_checked, cookies, told, limited = done.stdout.splitlines()
    assert (cookies, told) == ("__Host-hearth_session __Host-hearth_csrf True", "False False False")
    assert {"login", "login_failed", "signup", "reset_password", "confirm_email"} <= set(limited.split())


GOOD = {
    "HEARTH_DEMO": False, "BASE_URL": "https://hearth.example", "ALLOWED_HOSTS": ["hearth.example"],
    "SECURE_SSL_REDIRECT": True, "ALLAUTH_TRUSTED_PROXY_COUNT": 1, "EMAIL_BACKEND": "smtp", "IS_EMBEDDED": False,
    "CELERY_TASK_ALWAYS_EAGER": False,
}  # fmt: skip


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({}, []),
        ({"HEARTH_DEMO": True}, ["config.E001"]),
        ({"BASE_URL": "http://hearth.example"}, ["config.W002"]),
        ({"BASE_URL": "https://elsewhere.example:8443"}, ["config.W003"]),
        ({"ALLAUTH_TRUSTED_PROXY_COUNT": 0}, ["config.W004"]),
        ({"EMAIL_BACKEND": checks.FILES}, ["config.W005"]),
        ({"CELERY_TASK_ALWAYS_EAGER": True}, ["config.W006"]),
        ({"MEDIA_ROOT": "/dev/null/media"}, ["config.E002"]),
    ],
)
def test_what_would_go_wrong_quietly_is_named_by_the_deployment_check(
    settings, changes: dict[str, Any], said: list[str]
):
    for name, value in (GOOD | changes).items():
        setattr(settings, name, value)

    assert [each.id for each in checks.environment(None)] == said


def test_a_short_secret_key_is_refused():
    done = manage("check", **PRODUCTION | {"HEARTH_SECRET_KEY": "secret"})
    assert done.returncode != 0
    assert "at least 50 characters" in done.stderr


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HEARTH_HTTPS", "maybe"),
        ("HEARTH_PROXIES", "two"),
        ("HEARTH_TRUST_DAYS", "-1"),
        ("HEARTH_BASE_URL", "hearth.example"),
        ("HEARTH_TEST_ADDRESS", "mysql://hearth:secret@127.0.0.1/hearth"),
    ],
)
def test_what_cannot_be_meant_is_refused_by_its_name_and_tells_no_password(monkeypatch, name: str, value: str):
    monkeypatch.setenv(name, value)
    ask = {"maybe": env.bool, "two": env.int, "-1": env.int}.get(
        value, lambda each: env.address(each, "https", "postgres")
    )

    with pytest.raises(ImproperlyConfigured, match=name) as refused:
        ask(name)

    assert "secret" not in str(refused.value)


def test_names_with_commas_may_have_spaces_between_them(monkeypatch):
    monkeypatch.setenv("HEARTH_HOSTS", " a.example, .b.example,")

    assert env.list("HEARTH_HOSTS") == ["a.example", ".b.example"]
