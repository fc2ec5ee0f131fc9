"""The catalogue as everybody sees it, with what stands between the reader and each reward."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePath
from typing import TYPE_CHECKING

from django.contrib.auth.models import AnonymousUser
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import User
from gamify.registry import scopes
from gamify.selectors import players, tiers
from lib import errors, paging, texts
from rewards import gates, paths
from rewards.gates import Gate, Standing
from rewards.models import Redemption, Reward, Unlock
from rewards.models.assist import RESERVES
from rewards.querysets import RewardQuerySet
from rewards.selectors.pictures import Picture

if TYPE_CHECKING:
    from rewards.querysets import Viewer

SIZE = 200
PAGE = 20
State = Reward.State
CAME_TO_NOTHING = (Redemption.State.CANCELLED, Redemption.State.REJECTED, Redemption.State.REVERSED)
SHOWN = ("all", "afford", *Reward.Kind.values)


@dataclass(frozen=True)
class Card:
    """A reward in the catalogue. `gate` is what keeps this reader from redeeming it, None when they can now;
    `help_gate` what keeps them from asking friends for it."""

    reward: Reward
    url: str
    picture: Picture | None
    place: str
    tier: str
    gate: Gate | None
    help_gate: Gate | None

    @property
    def is_sold_out(self) -> bool:
        return self.reward.left <= 0

    @property
    def is_missing_points(self) -> bool:
        return self._is_shut("points")

    @property
    def is_closed_to_me(self) -> bool:
        """Whether a gate is shut that the card does not name anyway."""
        return self.is_missing_points or self._is_shut("limit") or self._is_shut("not_yet")

    @property
    def shut(self) -> Gate | None:
        """What keeps this reader from it: from redeeming, or from asking friends where nothing can be redeemed."""
        return self.gate if self.reward.price else self.help_gate

    def _is_shut(self, gate: str) -> bool:
        return self.shut is not None and self.shut.code == f"rewards.reward_{gate}"

    @property
    def is_open(self) -> bool:
        return self.gate is None

    @property
    def is_asking(self) -> bool:
        """Whether friends are helping this reader with it already."""
        return self.help_gate is not None and self.help_gate.code == "rewards.unlock_runs"

    @property
    def may_ask(self) -> bool:
        """Whether this reader can ask friends for it now."""
        return self.help_gate is None


@dataclass(frozen=True)
class Catalogue:
    """What is offered, what can be redeemed now first; and the reader's spark, None for visitors."""

    cards: tuple[Card, ...]
    standing: Standing | None
    shown: str

    @property
    def spark(self) -> int:
        return self.standing.spark if self.standing else 0


@dataclass(frozen=True)
class Cards:
    """A page of rewards for programs."""

    cards: tuple[Card, ...]
    next_cursor: str


@dataclass(frozen=True)
class Board:
    """The moving part of a reward's page, the same for everybody."""

    reward: Reward
    waiting: int
    issued: int


def topic_of(pk: int) -> str:
    """Return the live topic of a reward's stock."""
    return f"reward:{pk}"


def listing(*, viewer: Viewer, shown: str = "all", now: datetime) -> Catalogue:
    """Return the catalogue, `shown` of SHOWN. Queries: 2 for visitors, else at most 6; 3 more for tiers."""
    rows = _offered(viewer, now)
    if shown in Reward.Kind.values:
        rows = rows.filter(kind=shown)
    found = list(rows.order_by("price", "pk")[:SIZE])
    mine = standing(user=viewer, rewards=found, now=now) if viewer.is_authenticated else None
    every = sorted(cards(found, mine, now), key=_rank)
    if shown == "afford":
        every = [card for card in every if card.is_open]
    return Catalogue(tuple(every), mine, shown if shown in SHOWN else "all")


def page(*, viewer: Viewer, kind: str = "", after: str = "", now: datetime) -> Cards:
    """Return a page of what is offered, newest first. Queries: at most 6; 3 more for tiers."""
    rows = _offered(viewer, now).filter(**({"kind": kind} if kind else {}))
    shown, next_cursor = paging.newest(rows, after, PAGE)
    mine = standing(user=viewer, rewards=shown, now=now) if viewer.is_authenticated else None
    return Cards(tuple(cards(shown, mine, now)), next_cursor)


def find(*, viewer: Viewer, public_id: str) -> Reward:
    """Return a reward that was published. Queries: 1. Raises: NotFound."""
    rows = Reward.objects.visible_to(viewer).published().select_related("brand")
    reward = rows.filter(public_id=public_id).first()
    if reward is None:
        raise errors.NotFound(code="rewards.reward_not_found")
    return reward


def card(*, viewer: Viewer, reward: Reward, now: datetime) -> Card:
    """Return one reward as `viewer` sees it. Queries: 0 to 8."""
    mine = standing(user=viewer, rewards=[reward], now=now) if viewer.is_authenticated else None
    return cards([reward], mine, now)[0]


def cards(found: Sequence[Reward], mine: Standing | None, now: datetime) -> list[Card]:
    """Return rewards as somebody with the standing `mine` sees them.

    Queries: none without places and, for visitors, tiers; else 1 a kind of place, and 1 for each that is not the
    reader's own, and 1 for tiers.
    """
    places = _places({reward.only_scope for reward in found if reward.only_scope}, mine)
    names = mine.tiers.names if mine else tiers.names() if _asks_tier(found) else {}
    return [
        Card(
            reward=reward,
            url=paths.of_reward(reward),
            picture=picture_of(reward),
            place=places.get(reward.only_scope, ""),
            tier=names.get(reward.least_tier, ""),
            gate=gates.first(reward, mine, now),
            help_gate=gates.asking(reward, mine, now),
        )
        for reward in found
    ]


def standing(*, user: User, rewards: Collection[Reward], now: datetime) -> Standing:
    """Return what the gates of `rewards` look at.

    Queries: 3, 1 more a kind of place if one of them asks for it, 1 more if friends can unlock one of them, 3 more
    for tiers.
    """
    known = players.card(user=user)
    live = Redemption.objects.filter(user=user, reward__in=rewards).exclude(state__in=CAME_TO_NOTHING)
    counted = live.values_list("reward").annotate(Count("pk")).order_by()
    asks_place = any(reward.only_scope for reward in rewards)
    places = frozenset(scopes.mine(user)) if asks_place else frozenset()
    return Standing(
        spark=known.spark,
        level=known.level,
        tiers=tiers.ladder(user=user, now=now) if _asks_tier(rewards) else tiers.Ladder(),
        places=places,
        redeemed=dict(counted),
        asking=_asking(user, rewards),
    )


def board(*, pk: int) -> Board:
    """Return the moving part of a reward's page. Queries: 2."""
    reward = Reward.objects.select_related("brand").get(pk=pk)
    states = dict(Redemption.objects.filter(reward=reward).values_list("state").annotate(Count("pk")).order_by())
    s = Redemption.State
    return Board(
        reward=reward,
        waiting=sum(states.get(each, 0) for each in (s.KEPT, s.RESERVED, s.APPROVED)),
        issued=sum(states.get(each, 0) for each in (s.ISSUED, s.USED, s.EXPIRED)),
    )


def picture_of(reward: Reward) -> Picture | None:
    """Return the picture, None for a reward that is drawn by its emblem. Queries: 0."""
    if not reward.image:
        return None
    named = [reward.public_id, PurePath(reward.image.name).stem]
    return Picture(
        url=reverse("rewards:reward-picture", args=named),
        small_url=reverse("rewards:reward-picture-small", args=named),
        width=reward.width or 0,
        height=reward.height or 0,
        alt=texts.pick(reward.alts),
    )


def _asks_tier(rewards: Collection[Reward]) -> bool:
    return any(reward.least_tier for reward in rewards)


def _asking(user: User, rewards: Collection[Reward]) -> frozenset[int]:
    """Return the ids of those for which friends of the member are helping."""
    by_help = [reward.pk for reward in rewards if reward.is_by_help]
    if not by_help:
        return frozenset()
    mine = Unlock.objects.filter(owner=user, reward__in=by_help, state__in=RESERVES)
    return frozenset(mine.values_list("reward_id", flat=True))


def _places(wanted: Collection[str], mine: Standing | None) -> dict[str, str]:
    """Return the names of places; one that hides itself is but a group to those outside."""
    names, own = scopes.names(sorted(wanted)), mine.places if mine else frozenset()
    is_seen = {scope: scope in own or scopes.may_see(AnonymousUser(), scope) for scope in wanted}
    return {scope: names.get(scope, "") if is_seen[scope] else _("one group") for scope in wanted}


def _offered(viewer: Viewer, now: datetime) -> RewardQuerySet:
    """Return what stands in the catalogue: sold out and paused ones too, for what was there was there."""
    rows = Reward.objects.visible_to(viewer).filter(state__in=(State.OPEN, State.PAUSED))
    return rows.filter(Q(closes_at=None) | Q(closes_at__gt=now)).select_related("brand")


def _rank(card: Card) -> tuple[int, int, int]:
    """Put first what the reader can have now, then what points alone are missing for, last what is gone."""
    code = card.gate.code if card.gate and not card.may_ask else ""
    order = 0 if not code else 1 if code == "rewards.reward_points" else 3 if card.is_sold_out else 2
    return order, card.reward.price, card.reward.pk
