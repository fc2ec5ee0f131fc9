"""A bench is found, gets the servers it asks for, and its verdict is the command's."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from tools import measuring

BENCH = '''"""Counts to a limit.

More words.
"""
SERVICES = {services}
import os, sys

if __name__ == "__main__":
    print(os.environ["DATABASE_URL"], os.environ.get("REDIS_URL", "none"))
    sys.exit(int("--fail" in sys.argv))
'''


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project with one bench and a module that cannot be run."""
    folder = tmp_path / "bench"
    folder.mkdir()
    (folder / "count.py").write_text(BENCH.format(services=("postgres",)))
    (folder / "common.py").write_text('"""Not a bench."""\n')
    monkeypatch.setattr(measuring, "BENCHES", folder)
    monkeypatch.setattr(measuring, "ROOT", tmp_path)
    return tmp_path


def test_benches_are_listed_with_their_first_line(project: Path) -> None:
    del project

    assert {name: measuring.first_line(path) for name, path in measuring.benches().items()} == {
        "count": "Counts to a limit."
    }


def test_a_bench_gets_the_servers_it_asks_for(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    del project

    assert measuring.measure("count", []) == 0
    assert capfd.readouterr().out.startswith("postgres://hearth@127.0.0.1:")


def test_a_bench_below_its_goal_fails(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (project / "bench" / "count.py").write_text(BENCH.format(services=()))
    monkeypatch.setenv("DATABASE_URL", "sqlite://")

    assert measuring.measure("count", ["--fail"]) == 1


def test_the_bench_runs_in_this_environment(project: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (project / "bench" / "count.py").write_text("import sys\nSERVICES = ()\nprint(sys.executable)\n# __main__\n")

    measuring.measure("count", [])

    assert capfd.readouterr().out.strip() == sys.executable
