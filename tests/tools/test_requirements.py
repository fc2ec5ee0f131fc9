"""Requirements are pinned, and each is named with its reason."""

from __future__ import annotations

import re

import pytest

from tools.places import ROOT

FILES = ("requirements.txt", "requirements-dev.txt")


def lines_of(name: str) -> list[str]:
    lines = (ROOT / name).read_text().splitlines()
    return [line for line in lines if line and not line.startswith(("#", "-"))]


@pytest.mark.parametrize("name", FILES)
def test_every_requirement_is_pinned(name: str) -> None:
    assert [line for line in lines_of(name) if not re.fullmatch(r"[a-z0-9-]+(\[[a-z,]+\])?==[0-9.]+", line)] == []


@pytest.mark.parametrize("name", FILES)
def test_constraints_agree_with_requirements(name: str) -> None:
    held = dict(line.split("==") for line in lines_of("constraints.txt"))

    for line in lines_of(name):
        package, version = re.sub(r"\[.*\]", "", line).split("==")
        assert held[package] == version


def test_every_requirement_has_a_reason_and_every_reason_a_requirement() -> None:
    reasons = re.findall(r"^\| ([a-z0-9-]+) \|", (ROOT / "docs" / "dependencies.md").read_text(), re.MULTILINE)
    required = [re.split(r"[\[=]", line)[0] for name in FILES for line in lines_of(name)]

    assert sorted(set(reasons) - {"package"}) == sorted(required)
