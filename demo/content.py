"""The words of the demo community, read from `demo/content/*.toml`."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).parent / "content"
LOCALES = {"en": "en", "zh": "zh-hans"}


@dataclass(frozen=True)
class Member:
    """A person of the demo; `activity` scales how often they come by, `friend_of` is by whose link they came."""

    key: str
    name: str
    locale: str
    time_zone: str
    bio: str
    groups: tuple[str, ...]
    joined_days_ago: float
    activity: float = 1.0
    brand: str = ""
    friend_of: str = ""


@dataclass(frozen=True)
class Comment:
    """A comment; `reply_to` is the place of an earlier comment under the same post."""

    author: str
    hours_after: float
    body: str
    reply_to: int | None = None


@dataclass(frozen=True)
class Appeal:
    """What the author wrote against a decision; without a `judge` it waits."""

    text: str
    hours_ago: float
    judge: str = ""
    answer: str = ""
    reason: str = ""
    answered_hours_ago: float = 0


@dataclass(frozen=True)
class Matter:
    """Something reported; `comment` is a comment's place under the post. Without a `decision` its case is open."""

    post: str
    reporter: str
    rule: int
    note: str
    reported_hours_ago: float
    comment: int | None = None
    moderator: str = ""
    decision: str = ""
    reason: str = ""
    decided_hours_ago: float = 0
    appeal: Appeal | None = None


@dataclass(frozen=True)
class Team:
    """A team that buys together: who came how many hours after it opened, with which coupons, and the parcels that are
    on their way.
    """

    name: str
    size: int
    opened_hours_ago: float
    joined: tuple[tuple[str, float], ...]
    shipped: dict[str, str] = field(default_factory=dict)
    coupons: dict[str, list[str]] = field(default_factory=dict)


@dataclass(frozen=True)
class Waiter:
    """Somebody who waits for seats for a party."""

    who: str
    party: int
    hours_ago: float


@dataclass(frozen=True)
class Refund:
    """Money that the brand asks to give back, more than one person may decide."""

    who: str
    amount_minor: int
    reason: str
    hours_ago: float


@dataclass(frozen=True)
class Campaign:
    """A group buy: `terms` are the fields of the same names; a `state` of "review" leaves it with the staff."""

    key: str
    brand: str
    by: str
    terms: dict[str, Any]
    pictures: tuple[dict[str, str], ...]
    teams: tuple[Team, ...]
    waiters: tuple[Waiter, ...]
    refunds: tuple[Refund, ...]
    drafted_hours_ago: float
    closes_in_hours: float
    state: str = ""


@dataclass(frozen=True)
class Post:
    """A post with its comments; `felt` is about how many members answered it with a reaction."""

    key: str
    group: str
    author: str
    type: str
    emotions: tuple[str, ...]
    days_ago: float
    body: str
    language: str
    title: str = ""
    brand: str = ""
    picture: str = ""
    alt: str = ""
    felt: int = 0
    comments: tuple[Comment, ...] = field(default=())


@cache
def members() -> dict[str, Member]:
    """Return the members by key."""
    rows = [row for language in LOCALES for row in _read(f"members_{language}.toml")["member"]]
    return {row["key"]: Member(**{**row, "groups": tuple(row["groups"])}) for row in rows}


@cache
def groups() -> dict[str, dict[str, Any]]:
    """Return the groups by slug: texts and rules per locale, and owner, moderators, icon and mood."""
    found: dict[str, dict[str, Any]] = {}
    for language, locale in LOCALES.items():
        for row in _read(f"groups_{language}.toml")["group"]:
            group = found.setdefault(row["slug"], {"names": {}, "taglines": {}, "abouts": {}, "rules": {}})
            for many, one in (("names", "name"), ("taglines", "tagline"), ("abouts", "about"), ("rules", "rules")):
                group[many][locale] = row[one]
            group |= {key: row[key] for key in ("icon", "mood", "owner", "moderators") if key in row}
    return found


@cache
def brands() -> dict[str, dict[str, dict[str, str]]]:
    """Return the brands by slug: `names`, `taglines` and `stories` per locale."""
    found: dict[str, dict[str, dict[str, str]]] = {}
    for language, locale in LOCALES.items():
        for row in _read(f"brands_{language}.toml")["brand"]:
            brand = found.setdefault(row["slug"], {"names": {}, "taglines": {}, "stories": {}})
            for many, one in (("names", "name"), ("taglines", "tagline"), ("stories", "story")):
                brand[many][locale] = row[one]
    return found


@cache
def posts() -> tuple[Post, ...]:
    """Return every post, oldest first."""
    found = [_post(file, row) for file in sorted(FOLDER.glob("posts_*.toml")) for row in _parse(file)["post"]]
    return tuple(sorted(found, key=lambda post: (-post.days_ago, post.key)))


@cache
def addresses() -> dict[str, dict[str, str]]:
    """Return where members have parcels sent, by their keys."""
    return _read("addresses.toml")


@cache
def matters() -> tuple[Matter, ...]:
    """Return what moderators had to look at, oldest report first."""
    rows = _read("matters.toml")["matter"]
    found = [Matter(**row | {"appeal": Appeal(**row["appeal"]) if "appeal" in row else None}) for row in rows]
    return tuple(sorted(found, key=lambda matter: -matter.reported_hours_ago))


@cache
def automod() -> list[dict[str, Any]]:
    """Return what automod looks for in groups, and what it held."""
    found: list[dict[str, Any]] = _read("matters.toml")["automod"]
    return found


@cache
def seeds() -> list[dict[str, Any]]:
    """Return what the garden grows: the terms of each seed, and its plants."""
    found: list[dict[str, Any]] = _read("garden.toml")["seed"]
    return found


@cache
def campaigns() -> tuple[Campaign, ...]:
    """Return the group buys, oldest first."""
    found = [_campaign(dict(row)) for row in _read("campaigns.toml")["campaign"]]
    return tuple(sorted(found, key=lambda campaign: -campaign.drafted_hours_ago))


@cache
def coupons() -> list[dict[str, Any]]:
    """Return the coupons: the terms of each, its code or how many single ones, and who was given one."""
    found: list[dict[str, Any]] = _read("coupons.toml")["coupon"]
    return found


@cache
def battles() -> list[dict[str, Any]]:
    """Return what the demo's teams play for: the terms of each battle, its sides and who plays."""
    found: list[dict[str, Any]] = _read("battles.toml")["battle"]
    return found


@cache
def proposals() -> tuple[dict[str, Any], ...]:
    """Return what members propose, as it stands in the file."""
    return tuple(_read("proposals.toml")["proposal"])


@cache
def rounds() -> tuple[dict[str, Any], ...]:
    """Return the votes about proposals, as they stand in the file."""
    return tuple(_read("proposals.toml")["round"])


@cache
def challenges() -> list[dict[str, Any]]:
    """Return what brands and groups challenge people to: terms, tasks and prizes, and who takes part."""
    found: list[dict[str, Any]] = _read("challenges.toml")["challenge"]
    return found


@cache
def meetups() -> list[dict[str, Any]]:
    """Return when and where groups meet, and who comes."""
    found: list[dict[str, Any]] = _read("meetups.toml")["meetup"]
    return found


@cache
def rewards() -> list[dict[str, Any]]:
    """Return the catalogue: the terms of each reward, its codes, and who redeemed it."""
    found: list[dict[str, Any]] = _read("rewards.toml")["reward"]
    return found


_OWN = ("key", "brand", "by", "drafted_hours_ago", "closes_in_hours", "state")


def _campaign(row: dict[str, Any]) -> Campaign:
    teams = tuple(Team(**{**team, "joined": tuple(map(tuple, team["joined"]))}) for team in row.pop("team", []))
    waiters = tuple(Waiter(**waiter) for waiter in row.pop("wait", []))
    refunds = tuple(Refund(**refund) for refund in row.pop("refund", []))
    shown = tuple(row.pop("pictures", []))
    own = {key: row.pop(key) for key in _OWN if key in row}
    return Campaign(terms=row, pictures=shown, teams=teams, waiters=waiters, refunds=refunds, **own)


def _post(file: Path, row: dict[str, Any]) -> Post:
    _, group, language = file.stem.split("_")
    comments = tuple(Comment(**comment) for comment in row.pop("comment", []))
    emotions = tuple(row.pop("emotions"))
    return Post(group=group, language=LOCALES[language], comments=comments, emotions=emotions, **row)


def _read(name: str) -> dict[str, Any]:
    return _parse(FOLDER / name)


def _parse(file: Path) -> dict[str, Any]:
    return tomllib.loads(file.read_text("utf-8"))
