"""Every command of ./dev can be called, and its promises hold before anything is installed."""

from __future__ import annotations

import importlib
import inspect
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from tools import cli, environment, serving, shots
from tools.places import ROOT
from tools.steps import StepFailed, Steps


@pytest.mark.parametrize("name", [name for name in cli.COMMANDS if name != "help"])
def test_every_command_has_a_function_that_takes_its_options(name: str) -> None:
    module = importlib.import_module(cli.COMMANDS[name][0])
    options = cli.make_parser().parse_args([name])

    needed = set(re.findall(r"options\.(\w+)", inspect.getsource(module.run))) - {"rest"}

    assert list(inspect.signature(module.run).parameters) == ["options"]
    assert needed <= set(vars(options))


def test_help_names_every_command(capsys: pytest.CaptureFixture[str]) -> None:
    assert cli.main([]) == 0

    text = capsys.readouterr().out
    assert all(name in text for name in cli.COMMANDS)


def test_a_busy_port_is_told_with_a_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]

        with pytest.raises(StepFailed, match=f"--port {port + 1}"):
            serving.check_port(port)


@pytest.mark.parametrize("port", [-1, 0, 65536])
def test_a_number_that_is_no_port_is_refused_in_words(port: int) -> None:
    with pytest.raises(StepFailed, match="no port"):
        serving.check_port(port)


def test_half_a_community_is_forgotten_at_the_next_start(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def killed(*command: object, **_: object) -> None:
        raise SystemExit  # nothing can be done here any more, as after a power cut

    monkeypatch.delenv("DATABASE_URL", raising=False)
    for name in ("DATABASE", "ACCOUNTS", "SEEDING"):
        monkeypatch.setattr(serving, name, tmp_path / name)
    monkeypatch.setattr(serving, "has_members", lambda: False)
    monkeypatch.setattr(serving, "call", killed)

    with pytest.raises(SystemExit):
        serving.seed(Steps(1))
    after_a_kill = serving.was_interrupted()
    monkeypatch.setattr(serving, "call", lambda *command, **_: "")
    serving.seed(Steps(1))

    assert after_a_kill
    assert not serving.was_interrupted()


def test_tables_of_another_version_are_told_with_a_way_out(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    database = serving.VAR / "of-another-version.sqlite3"
    serving.VAR.mkdir(exist_ok=True)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    monkeypatch.setattr(environment, "STAMPS", tmp_path)
    monkeypatch.setattr(serving, "DATABASE", database)
    monkeypatch.setattr(serving, "call", lambda *command, **_: "")

    serving.migrate(Steps(1))
    database.touch()
    try:
        serving.migrate(Steps(1))
        environment.remember("tables", "as they were before")
        with pytest.raises(StepFailed, match="--fresh"):
            serving.migrate(Steps(1))
    finally:
        database.unlink()


def test_a_venv_that_was_interrupted_is_made_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    done: list[str] = []
    python = tmp_path / "python"
    python.symlink_to("/bin/false")
    monkeypatch.setattr(environment, "PYTHON", python)
    monkeypatch.setattr(environment, "is_installed", lambda kind: False)
    monkeypatch.setattr(environment, "remember", lambda name, stamp: None)
    monkeypatch.setattr(environment, "make_venv", lambda: done.append("made"))
    monkeypatch.setattr(environment, "install", lambda requirements: done.append("installed"))

    environment.prepare(Steps(2), kind="run")

    assert done == ["made", "installed"]


def test_a_venv_of_another_python_has_no_packages_to_compile(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    here = environment.packages()
    monkeypatch.setattr(environment, "VENV", tmp_path)

    assert any(path.name == "django" for path in here)
    assert environment.packages() == []


def test_fresh_refuses_to_touch_a_database_elsewhere(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://hearth@127.0.0.1/hearth")

    with pytest.raises(StepFailed, match="DATABASE_URL"):
        serving.forget_database()


def test_the_tools_start_without_any_package() -> None:
    """`dev` runs before .venv exists: the modules it imports at once are of the standard library."""
    modules = [module for module, _ in cli.COMMANDS.values()]
    code = f"import importlib; [importlib.import_module(name) for name in {modules!r}]"

    done = subprocess.run([sys.executable, "-S", "-c", code], cwd=ROOT, capture_output=True, text=True, check=False)

    assert done.returncode == 0, done.stderr


def test_pictures_have_names_of_their_own() -> None:
    names = [shot.name for shot in shots.SHOTS]

    assert len(set(names)) == len(names)
