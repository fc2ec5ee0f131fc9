"""An app that is no part of this tree brings its kinds and pages: the example of docs/extending/apps.md, as it is."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from accounts import checks
from accounts.staff_registry import StaffPage, staff_pages
from tools.places import ROOT

pytestmark = pytest.mark.embedded_only
GUIDE = (ROOT / "docs/extending/apps.md").read_text("utf-8")
VIEWS = """
from django.http import HttpResponse
from django.urls import path
app_name = "acorn"
urlpatterns = [path("acorns/", lambda request: HttpResponse("fell"), name="index")]
"""
ASK = """
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from community import post_types
from gamify import effects, metrics
from rewards import payments
call_command("check")
print(Client().get(reverse("acorn:index")).content.decode(), post_types.get("recipe").label, post_types.every()[-1].key)
print(effects.get("acorns").grants({"currency": "spark", "amount": 2, "times": 3})[0].amount)
print(metrics.get("distinct_posts").key, payments.gateway("acornpay"), payments.is_heard("acornpay"))
"""


def _manage(*arguments: str, folder: Path, said: str = "", apps: str = "acorn") -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG") if name in os.environ}
    more = {"HEARTH_APPS": apps, "PYTHONPATH": str(folder), "DATABASE_URL": f"sqlite:///{folder / 'x.sqlite3'}"}
    command = [sys.executable, "manage.py", *arguments]
    return subprocess.run(
        command, env=kept | more, input=said, capture_output=True, text=True, timeout=120, check=False, cwd=ROOT
    )


def test_the_example_of_the_guide_works_as_it_stands(tmp_path: Path) -> None:
    app = tmp_path / "acorn"
    app.mkdir()
    (app / "__init__.py").touch()
    for code in re.findall(r"```python\n(.*?)```", GUIDE, re.DOTALL):
        name = re.match(r"# acorn/(\w+\.py)", code)
        assert name
        (app / name[1]).write_text(code)
    (app / "urls.py").write_text(VIEWS)
    (app / "pay.py").write_text('def make():\n    return "acorns"\n')

    answered = _manage("shell", "-v0", folder=tmp_path, said=ASK)

    checked, *said = answered.stdout.splitlines() or [""]
    assert checked.startswith("System check identified no issues"), answered.stderr
    assert said == ["fell Recipe recipe", "6", "distinct_posts acorns True"], answered.stderr


def test_a_page_that_has_no_address_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(staff_pages, "_parts", {})
    staff_pages.add(StaffPage("acorns", "acorn:idnex", "Acorns", "leaf", 200))

    [found] = checks.menus(None)

    assert "A staff page leads to 'acorn:idnex'" in str(found)


@pytest.mark.parametrize("named", ["no_such_app", "acorn;rm"])
def test_an_app_that_is_not_there_is_refused_by_name(tmp_path: Path, named: str) -> None:
    refused = _manage("check", folder=tmp_path, apps=named)

    assert refused.returncode != 0
    assert f"HEARTH_APPS names '{named}'" in refused.stderr
