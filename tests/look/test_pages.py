from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.db import OperationalError
from django.db.backends.utils import CursorWrapper
from django.template import Context, Template, TemplateDoesNotExist
from django.template.loader import render_to_string
from django.test import Client, RequestFactory, override_settings

from lib import texts
from look import themes
from tests.factories import member

ELEMENTS = Path(__file__).parents[2] / "templates" / "elements"
pytestmark = pytest.mark.django_db


def test_the_style_guide_links_nowhere_that_does_not_exist(client: Client) -> None:
    html = client.get("/styleguide/").content.decode()

    ids = set(re.findall(r'\sid="([^"]+)"', html))
    inner = set(re.findall(r'href="#([^"]+)"', html))
    assert inner - ids == set()
    for path in set(re.findall(r'href="(/[^"#]*)"', html)) - {"/"}:
        assert path.startswith("/static/") or client.get(path).status_code < 400, path


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_the_style_guide_speaks_the_readers_language(client: Client, language: str) -> None:
    html = client.get("/styleguide/", headers={"accept-language": language}).content.decode()

    assert f'<html lang="{language}"' in html


def test_every_element_is_documented() -> None:
    said = (ELEMENTS / "README.md").read_text()

    parts_of_the_frame = {"toasts", "shortcuts", "rail", "rail_links", "topbar", "bottom", "nav_item"}
    parts_of_the_frame |= {"self", "self_menu", "language_switch", "theme_switch", "logo", "scene"}
    names = {path.stem for path in ELEMENTS.glob("*.html")} - parts_of_the_frame
    assert {name for name in names if not re.search(rf"\b{name}\b", said)} == set()


@pytest.mark.parametrize("code", [403, 404, 409, 422, 429, 500])
def test_an_error_page_needs_neither_request_nor_database(code: int, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        html = render_to_string(f"errors/{code}.html")

    assert f">{code}<" in html
    assert 'href="/"' in html


def test_an_error_says_its_own_sentence(rf: RequestFactory) -> None:
    class Closed:
        message = "Only moderators of <Tea> may do this."

    html = render_to_string("errors/403.html", {"error": Closed()}, rf.get("/"))

    assert "Only moderators of &lt;Tea&gt; may do this." in html


@override_settings(DEBUG=False)
def test_an_unknown_address_gets_our_page(client: Client) -> None:
    response = client.get("/no-such-page/")

    assert response.status_code == 404
    assert "layouts/lost.html" in [template.name for template in response.templates]


@pytest.mark.parametrize(("theme", "kept"), [("dark", "dark"), ("light", "light"), ("", "")])
def test_a_theme_is_kept_and_used_from_the_first_byte(client: Client, theme: str, kept: str) -> None:
    response = client.post("/theme/", {"theme": theme, "next": "/styleguide/"})

    assert (response.status_code, response["Location"]) == (303, "/styleguide/")
    html = client.get("/styleguide/").content.decode()
    assert (f'data-theme="{kept}"' in html) == bool(kept)


def test_an_unknown_theme_changes_nothing(client: Client) -> None:
    response = client.post("/theme/", {"theme": '"><script>'})

    assert themes.COOKIE not in response.cookies


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example/", "javascript:alert(1)", ""])
def test_a_theme_never_sends_anybody_elsewhere(client: Client, target: str) -> None:
    assert client.post("/theme/", {"theme": "dark", "next": target})["Location"] == "/"


def test_the_service_worker_keeps_files_that_exist(client: Client) -> None:
    response = client.get("/service-worker.js")

    script = response.content.decode()
    paths = re.findall(r'"/static/([^"]+)"', script)
    assert response["Content-Type"].startswith("text/javascript")
    assert len(paths) > 5
    assert all((ELEMENTS.parents[1] / "static" / path).exists() for path in paths)


def test_a_reader_who_was_too_fast_sees_how_long_to_wait() -> None:
    class TooFast:
        message = "Too many answers."
        data = {"retry_seconds": 40}

    html = render_to_string("errors/429.html", {"error": TooFast()})

    assert 'data-seconds="40"' in html
    assert "40 seconds" in html


@pytest.mark.parametrize(
    ("sentences", "joined"),
    [
        (("One.", "Two."), "One. Two."),
        (("一。", "二。"), "一。二。"),
        (("", "Two."), "Two."),
        (("真的？", ""), "真的？"),
        (("“好。”", "二。"), "“好。”二。"),
        (("“Ah.”", "Two."), "“Ah.” Two."),
    ],
)
def test_sentences_stand_in_a_row_as_each_language_writes_them(sentences: tuple[str, str], joined: str) -> None:
    first, second = sentences

    assert texts.join(sentences) == joined
    assert Template("{{ a|gap }}{{ b }}").render(Context({"a": first, "b": second})) == joined


def test_a_gap_keeps_what_a_sentence_has_escaped() -> None:
    assert Template("{{ a|gap }}").render(Context({"a": "<b>."})) == "&lt;b&gt;. "


@pytest.fixture
def unlucky(monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return the browser of a member, each of whose questions to the database breaks."""
    client = Client(raise_request_exception=False)
    client.force_login(member("Mei"))

    def gone(*_args: object, **_kwargs: object) -> None:
        raise OperationalError("no such column")

    monkeypatch.setattr(CursorWrapper, "execute", gone)
    return client


@override_settings(DEBUG=False)
@pytest.mark.parametrize(
    ("language", "said"), [("en", "Something broke on our side"), ("zh-CN,en;q=0.5", "我们这边出了问题")]
)
def test_where_nobody_is_recognised_the_browser_says_in_which_language(
    unlucky: Client, language: str, said: str
) -> None:
    answer = unlucky.get("/", headers={"accept-language": language})

    assert answer.status_code == 500
    assert said in answer.content.decode()


@override_settings(DEBUG=False)
def test_when_everything_fails_both_languages_say_so(unlucky: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    def no_templates(*_args: object, **_kwargs: object) -> None:
        raise TemplateDoesNotExist("errors/500.html")

    monkeypatch.setattr("look.views.render", no_templates)
    answer = unlucky.get("/")

    html = answer.content.decode()
    assert answer.status_code == 500
    assert "Something broke on our side" in html
    assert "我们这边出了问题" in html
    assert "style-src 'unsafe-inline'" in answer["Content-Security-Policy"]
    assert "no such column" not in html
