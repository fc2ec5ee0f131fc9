"""A group with a founder, a first post and the default economy: enough of a community to walk into."""

from __future__ import annotations

from dataclasses import dataclass

from accounts.models import User
from community.models import Group, Post
from community.services import posts
from community.services.composition import Composition
from gamify.selectors import gains
from gamify.services import players
from lib import clock, public_id
from tests import economy
from tests.community import scenes
from tests.factories import member


@dataclass
class Town:
    """Tea is a public group; Fen founded it, wrote in it and moderates it; Ben is a member."""

    tea: Group
    founder: User
    ben: User
    post: Post


def build() -> Town:
    economy.publish(now=clock.now())
    founder = member("Fen")
    tea = scenes.group("tea", founder=founder, rules=["Be kind", "No advertising"])
    scenes.join(tea, ben := member("Ben"))
    return Town(tea=tea, founder=founder, ben=ben, post=publish(founder, tea, "The kettle sings at six."))


def publish(author: User, group: Group, body: str, *emotions: str) -> Post:
    """Write through the service, as the composer does; what the author gained counts as told."""
    post = posts.publish(
        author=author,
        group=group,
        composition=Composition(body=body, emotions=emotions or ("calm",)),
        key=public_id.new(),
        now=clock.now(),
    ).post
    hear_news(author)
    return post


def hear_news(user: User) -> None:
    """Take note of all that the member gained, so that no celebration opens on their next page."""
    found = gains.since(user=user)
    if found.sequence:
        players.mark_seen(user=user, sequence=found.sequence)
