"""The real pages in bad weather: at rest the group, the conversation and the board equal a fresh page."""

from __future__ import annotations

import random
from collections.abc import Iterator
from contextlib import suppress
from functools import partial
from typing import Any

import pytest
import redis
from playwright.sync_api import Page, TimeoutError as PlaywrightTimeout, expect

from accounts.models import User
from community.models import Comment
from community.services import comments, posts, reactions, removals
from community.services.composition import Composition
from lib import clock, public_id
from live import heartbeat
from tests.community import scenes
from tests.factories import member
from tests.journeys import steps
from tests.journeys.conftest import OpenPage, Problems
from tests.journeys.town import Town, publish
from tests.journeys.weather import Weather
from tests.site import Site

TURNS = 40
SEED = 21
# What a reader sees of the live parts; a fresh page has no words in place of what is gone, and other relative times.
SHOWN = """(selector) => [...document.querySelectorAll(selector)].map((element) => {
  const copy = element.cloneNode(true);
  copy.querySelectorAll("time, .live-gone, [role=status]").forEach((part) => part.remove());
  return copy.textContent.replace(/\\s+/g, " ").trim();
}).filter(Boolean)"""
PARTS = {"feed": "#feed article", "talk": "#main article.post, #comments .comment", "board": "ol.board li"}


class Life:
    """Random doings of two members, through the services, the same for the same seed."""

    def __init__(self, town: Town, seed: int) -> None:
        self.town = town
        self.random = random.Random(seed)
        self.posts = [town.post]

    def go_on(self) -> None:
        doings = (self.publish, self.comment, self.comment, self.react, self.react, self.delete, self.edit)
        self.random.choice(doings)()

    def who(self) -> User:
        return self.random.choice([self.town.founder, self.town.ben])

    def publish(self) -> None:
        self.posts.append(publish(self.who(), self.town.tea, f"Cup number {len(self.posts)}"))

    def comment(self) -> None:
        words = f"A thought, {self.random.random():.4f}"
        comments.write(author=self.who(), post=self.town.post, body=words, key=public_id.new(), now=clock.now())

    def react(self) -> None:
        post = self.random.choice(self.posts)
        reactions.toggle(user=self.town.founder, target=post, kind=self.random.choice(["felt", "hug"]), now=clock.now())

    def edit(self) -> None:
        post = self.town.post
        words = Composition(body=f"The kettle sings, {self.random.random():.4f}", emotions=("calm",))
        posts.edit(post=post, editor=post.author, composition=words, edition=posts.edition_of(post), now=clock.now())

    def delete(self) -> None:
        if len(self.posts) > 2:
            gone = self.posts.pop(self.random.randrange(1, len(self.posts)))
            removals.delete(target=gone, author=gone.author, now=clock.now())
        elif comment := Comment.objects.filter(state="published").order_by("pk").first():
            removals.delete(target=comment, author=comment.author, now=clock.now())


@pytest.fixture
def site(site: Site, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve with quick heartbeats, which repair what was lost."""
    with monkeypatch.context() as patch:
        patch.setattr(heartbeat, "HEARTBEAT_SECONDS", 0.7)
        site.stop()
        site.start()
        yield site
    site.stop()
    site.start()


def shown(page: Page, part: str) -> list[str]:
    found: list[str] = page.evaluate(SHOWN, PARTS[part])
    return found


def test_after_losses_doubles_reorders_and_a_restart_the_pages_equal_fresh_ones(
    open_page: OpenPage, site: Site, town: Town, problems: Problems, request: Any
) -> None:
    problems.allow("WebSocket connection|ERR_CONNECTION_REFUSED|Failed to load resource")
    paths = {"feed": "/g/tea/", "talk": f"/p/{town.post.public_id}/", "board": "/boards/"}
    weathers = {part: Weather(SEED + number) for number, part in enumerate(paths)}
    reader = scenes.join(town.tea, member("Cleo"))
    first = open_page(reader)
    pages = {part: first if part == "feed" else first.context.new_page() for part in paths}
    for part, page in pages.items():
        page.route_web_socket("**/ws/live/**", weathers[part].route)
        page.goto(paths[part])
        steps.listens(page)
    life = Life(town, SEED)

    for turn in range(TURNS):
        life.go_on()
        first.wait_for_timeout(life.random.choice([0, 5, 60]))
        if turn == TURNS // 3:
            site.stop()
        if turn == TURNS // 2:
            site.start()
        if turn == TURNS * 2 // 3 and request.getfixturevalue("world") == "production":
            redis.Redis.from_url(request.getfixturevalue("redis_server").url).flushdb()
    for weather in weathers.values():
        weather.is_storm = True
    for _ in range(TURNS // 4):  # all hints of these are lost for good
        life.go_on()
    first.wait_for_timeout(300)
    for weather in weathers.values():
        weather.is_bad = weather.is_storm = False

    fresh = open_page(reader)
    for part, page in pages.items():
        fresh.goto(paths[part])
        steps.eventually(partial(settled, page, fresh, part), seconds=40)
        assert steps.is_same(page)
        assert weathers[part].lost + weathers[part].doubled + weathers[part].late
        expect(page.locator("html")).to_have_attribute("data-live", "on")


def settled(page: Page, fresh: Page, part: str) -> bool:
    page.wait_for_timeout(100)  # lets routed frames through
    if part == "feed" and (pill := page.locator(".feed-pill a")).count():
        with suppress(PlaywrightTimeout):  # it may be exchanged under the pointer; the next look finds the new one
            pill.first.click(timeout=2000)
    return shown(page, part) == shown(fresh, part)
