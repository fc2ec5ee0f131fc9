"""The small checks find what they are for and leave the rest alone."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest

from tools import sizes, templates, words
from tools.places import APPS, ROOT


def write(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty project; the checks name files by their path in it."""
    for module in ("tools.places", "tools.words"):
        monkeypatch.setattr(f"{module}.ROOT", tmp_path)
    return tmp_path


def test_a_long_function_is_found_but_its_docstring_is_free(project: Path) -> None:
    body = "    x = 1\n" * sizes.FUNCTION_LINES
    docstring = '    """' + "word\n" * 30 + '    """\n'
    short = write(project, "short.py", f"def f():\n{docstring}{body[10:]}")
    long = write(project, "long.py", f"async def f():\n{body}")

    assert list(sizes.too_long(short, sizes.FILE_LINES)) == []
    assert list(sizes.too_long(long, sizes.FILE_LINES)) == ["long.py:1: f has 51 lines, limit 50"]


def test_a_long_file_is_found(project: Path) -> None:
    long = write(project, "long.py", "x = 1\n" * 11)

    assert len(list(sizes.too_long(long, 10))) == 1


@pytest.mark.parametrize(
    "markup",
    [
        "<script>go()</script>",
        '<button type="button"\n  onclick="go()">',
        "<style>p {}</style>",
        '<p style="color: red">',
        '<a href="javascript:go()">',
        '<script type="module" src="https://cdn.example/x.js"></script>',
        '<link rel="stylesheet" href="//fonts.example/x.css">',
    ],
)
def test_markup_that_the_policy_refuses_is_found(project: Path, markup: str) -> None:
    assert len(list(templates.problems_in(write(project, "page.html", markup)))) == 1


def test_markup_that_the_policy_allows_is_left_alone(project: Path) -> None:
    markup = """
    <script type="module" src="{% static 'js/main.js' %}"></script>
    <script type="application/json" id="data">{}</script>
    <i class="bar" style="--v:64"></i>
    <a href="https://elsewhere.example/" data-on="1">a one-off</a>
    {# <style> in a comment #}
    """

    assert list(templates.problems_in(write(project, "page.html", markup))) == []


@pytest.mark.parametrize(
    "text",
    [
        "see /ro" + "ot/notes.txt",
        "from https://py" + "pi.org/simple",
        "<<<<<<< " + "HEAD",
        "# TO" + "DO later",
        "-----BEGIN PRIVATE " + "KEY-----",
    ],
)
def test_words_that_do_not_belong_are_found(project: Path, text: str) -> None:
    assert len(list(words.problems_in(write(project, "note.md", text)))) == 1


def test_ordinary_words_are_left_alone(project: Path) -> None:
    text = "Her home/wo" + "rk balance: /groups/wo" + "rk/ and TO" + "DO (#12)."

    assert list(words.problems_in(write(project, "note.md", text))) == []


def test_every_app_is_under_the_import_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]
    existing = {name for name in APPS if (ROOT / name / "__init__.py").exists()}

    assert set(contract["root_packages"]) == existing
