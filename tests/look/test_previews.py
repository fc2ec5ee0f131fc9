"""What a chat or a search shows of a page that somebody shares there."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from django.test import Client, override_settings
from django.urls import reverse

from community.services import images
from community.services.composition import Picture
from lib import clock
from tests.community import cast
from tests.factories import member
from tests.rewards import factories as f
from tests.rewards.bank import open_team

pytestmark = pytest.mark.django_db
OPEN = ("/", "/explore/", "/explore/calm/", "/groups/", "/proposals/", "/votes/", "/challenges/", "/buy/", "/battles/")
OPEN += ("/rewards/", "/garden/")


class _Metas(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        if tag == "meta" and (name := said.get("property") or said.get("name")):
            assert name not in self.found or name == "theme-color", f"{name} stands twice"
            self.found[name] = said.get("content") or ""


def shared(path: str, client: Client | None = None, language: str = "en") -> dict[str, str]:
    """Return what the page says of itself."""
    parser = _Metas()
    parser.feed((client or Client()).get(path, headers={"accept-language": language}).content.decode())
    return parser.found


@override_settings(BASE_URL="https://hearth.example")
def test_a_post_shows_its_title_its_words_and_its_picture() -> None:
    place, author = cast.group("tea"), cast.person("mei")
    cast.join(author, place)
    kept = images.upload(owner=author, file=cast.picture(), now=clock.now())
    picture = Picture(kept.public_id, 'A cup & a "pot"')
    post = cast.post(author, place, "Rain,\n\n*and* <b>tea</b>.", title='Tom & "Jerry" <3', pictures=(picture,))

    found = shared(f"/p/{post.public_id}/")

    assert found["og:title"] == 'Tom & "Jerry" <3'
    assert found["og:description"] == found["description"] == "Rain, and <b>tea</b>."
    assert found["og:image"] == f"https://hearth.example/images/{kept.public_id}/"
    assert found["og:image:alt"] == 'A cup & a "pot"'
    assert found["twitter:card"] == "summary_large_image"


@override_settings(BASE_URL="https://hearth.example")
def test_an_invitation_keeps_its_code_and_says_how_many_are_in() -> None:
    team = open_team(f.campaign(names={"en": "Plums & <salt>"}), by=member("Mei & Co"), size=3, now=clock.now()).team
    path = f"{reverse('rewards:team', args=[team.public_id])}?invite=a&by=b"

    found = shared(path)

    assert "Mei & Co" in found["og:title"]
    assert found["og:description"] == "Plums & <salt>: 0 of 3 are in."
    assert found["og:url"] == f"https://hearth.example{path}"


@pytest.mark.parametrize("language", ["en", "zh-hans"])
def test_every_open_page_says_what_it_is_in_the_readers_language(language: str) -> None:
    found = {path: shared(path, language=language) for path in OPEN}

    assert {path for path, said in found.items() if not (said["og:title"] and said["og:description"])} == set()
    assert {said["og:locale"] for said in found.values()} == {{"en": "en_US", "zh-hans": "zh_CN"}[language]}
    assert {said["og:image"].rpartition("/")[2].partition(".")[0] for said in found.values()} == {"mark-512"}


def test_ones_own_home_is_nobodys_to_share() -> None:
    client = Client()
    client.force_login(member("Mei"))

    assert "og:title" not in shared("/", client)
