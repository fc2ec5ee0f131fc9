from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import call_command
from django.template import Context, Template
from django.test import override_settings

from look import stylesheets
from tests.look.css import CSS

FILES = sorted(path for path in CSS.rglob("*.css"))
COLOUR_FILES = {"tokens.css", "moods.css", "print.css"}


def source(path) -> str:  # type: ignore[no-untyped-def]
    return re.sub(r"/\*.*?\*/", "", path.read_text(), flags=re.DOTALL)


def test_every_stylesheet_keeps_the_house_rules() -> None:
    for path in FILES:
        text = source(path)
        is_elements_moods = path.parent.name == "elements"

        assert "!important" not in text, path
        assert not re.search(r"(^|[\s{;])(margin|padding|border)-(left|right|top|bottom)\b", text), path
        assert not re.search(r"(^|[\s{;])(left|right|top|bottom|width|height):", text), path
        if path.name not in COLOUR_FILES or is_elements_moods:
            assert not re.findall(r"#[0-9A-Fa-f]{6}\b|rgb\(|hsl\(", text), path


def test_every_token_used_is_defined_somewhere() -> None:
    text = "".join(source(path) for path in FILES)
    by_style_attribute = {"--v", "--min", "--h"}

    assert set(re.findall(r"var\((--[\w-]+)", text)) <= set(re.findall(r"(--[\w-]+):", text)) | by_style_attribute


def test_every_stylesheet_is_linked() -> None:
    templates = "".join(path.read_text() for path in (CSS.parents[1] / "templates").rglob("*.html"))

    by_all = set(stylesheets.SHEETS)
    names = {f"css/{path.relative_to(CSS)}" for path in FILES}

    assert by_all <= names
    assert {name for name in names - by_all if name not in templates} == set()


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """Our own static files as production serves them."""
    root = tmp_path_factory.mktemp("static")
    backend = {"BACKEND": "look.storage.JoinedStaticFilesStorage"}
    finders = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    storages = settings.STORAGES | {"staticfiles": backend}
    with override_settings(STATIC_ROOT=root, STORAGES=storages, STATICFILES_FINDERS=finders):
        call_command("collectstatic", interactive=False, verbosity=0)
        yield root


def test_production_joins_the_sheets_into_one_hashed_compressed_file(collected: Path) -> None:
    links = Template("{% stylesheets %}").render(Context())

    [name] = re.findall(r'href="/static/(css/hearth\.[0-9a-f]{12}\.css)"', links)
    text = (collected / name).read_text()
    assert text.index("@layer tokens, base") < text.index(".btn") < text.index(".celebration")
    assert re.search(r'url\("\.\./fonts/[\w-]+\.[0-9a-f]{12}\.woff2"\)', text)
    assert (collected / f"{name}.br").exists()


def test_production_gives_every_module_the_hashed_names_of_its_imports(collected: Path) -> None:
    hashed = re.compile(r"\.[0-9a-f]{12}\.js$")
    modules = [path for path in (collected / "js").rglob("*.js") if hashed.search(path.name)]

    imports = [
        (path, name) for path in modules for name in re.findall(r'(?:from|import\() ?"(\.[^"]+)"', path.read_text())
    ]

    assert len(imports) > 15
    assert [
        (path.name, name) for path, name in imports if not (hashed.search(name) and (path.parent / name).exists())
    ] == []
