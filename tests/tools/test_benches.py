"""Benches are run by hand and seldom: what they stand on must not rot meanwhile."""

from __future__ import annotations

import subprocess
import sys

import pytest

from tools.places import ROOT

pytestmark = pytest.mark.embedded_only


def test_the_least_django_of_the_page_bench_still_starts() -> None:
    command = [sys.executable, "-c", "import django; django.setup()"]
    environment = {"DJANGO_SETTINGS_MODULE": "bench.pages_peer_settings", "HEARTH_TEST": "1"}

    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60, check=False)

    assert done.returncode == 0, done.stderr
