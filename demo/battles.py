"""The demo's team battles, lived through the real services with the clock set to each step; the record scores."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from accounts.models import Brand, User
from demo import content, pictures
from rewards.models import Battle, BuyTeam, Campaign
from rewards.services.battles import album, collecting, counting, drafting, entering, running
from rewards.services.battles.terms import Side, Terms

HOUR = timedelta(hours=1)
TEXTS = ("names", "stories", "prizes", "thanks", "letters", "sources", "daily_cap", "best_of", "most_players")
Step = tuple[datetime, Callable[[], object]]


@dataclass
class Arena:
    """The battles while they are lived through, once the engine has decided all that they are scored from."""

    users: Mapping[str, User]
    staff: User
    now: datetime

    def live(self) -> None:
        """Take every step in the order of time, and after each what was due by then."""
        for at, step in sorted(self._steps(), key=lambda found: found[0]):
            _jobs(at)
            step()
        _jobs(self.now)

    def _steps(self) -> Iterator[Step]:
        for wanted in content.battles():
            yield from self._of(wanted)

    def _of(self, wanted: Mapping[str, Any]) -> Iterator[Step]:
        at = self._ago(wanted["drafted_hours_ago"])
        made: list[Battle] = []
        yield at, lambda: made.append(self._draft(wanted, at))
        if wanted.get("state") == "review":
            return
        yield at + HOUR, lambda: drafting.announce(by=self.staff, battle=made[0], now=at + HOUR)
        for place, side in enumerate(wanted.get("side", ())):
            for who, hours in side.get("players", ()):
                yield self._ago(hours), partial(self._join, made, place, who, self._ago(hours))
        for name, captain, hours in wanted.get("enters", ()):
            yield self._ago(hours), partial(self._enter, made, name, captain, self._ago(hours))
        for who, scene, words in wanted.get("album", ()):
            final = self._ago(wanted["ends_hours_ago"]) + 26 * HOUR
            yield final, partial(self._remember, made, who, scene, words, final)
        for moment in ("starts_hours_ago", "ends_hours_ago"):
            for later in (timedelta(0), 25 * HOUR):
                due = self._ago(wanted[moment]) + later
                if due < self.now:
                    yield due, lambda: None

    def _draft(self, wanted: Mapping[str, Any], at: datetime) -> Battle:
        by = self.users[wanted["by"]]
        terms = Terms(
            **{name: wanted[name] for name in TEXTS if name in wanted},
            sides=[Side(side["names"]) for side in wanted.get("side", ())],
            campaign=_campaign(wanted["campaign"]) if "campaign" in wanted else None,
            starts_at=self._ago(wanted["starts_hours_ago"]),
            ends_at=self._ago(wanted["ends_hours_ago"]),
        )
        battle = drafting.draft(by=by, brand=Brand.objects.get(slug=wanted["brand"]), terms=terms, now=at)
        return drafting.submit(by=by, battle=battle, now=at + HOUR / 3)

    def _join(self, made: list[Battle], place: int, who: str, at: datetime) -> None:
        team = made[0].teams.get(position=place)
        entering.join(actor=self.users[who], team=team, now=at)

    def _enter(self, made: list[Battle], name: str, captain: str, at: datetime) -> None:
        team = BuyTeam.objects.get(name=name, campaign=made[0].campaign_id)
        entering.enter(actor=self.users[captain], battle=made[0], buyteam=team, now=at)

    def _remember(self, made: list[Battle], who: str, scene: str, words: str, at: datetime) -> None:
        battle = Battle.objects.get(pk=made[0].pk)
        file = pictures.draw(scene=scene, seed=who)
        album.put(actor=self.users[who], battle=battle, file=file, words=words, now=at)

    def _ago(self, hours: float) -> datetime:
        return self.now - timedelta(hours=hours)


def _campaign(key: str) -> Campaign:
    names = next(each.terms["names"] for each in content.campaigns() if each.key == key)
    return Campaign.objects.get(names=names)


def _jobs(now: datetime) -> None:
    """Do what was due by `now`."""
    running.start_due(now=now)
    collecting.collect_due(now=now)
    running.tell_due(now=now)
    running.lock_due(now=now)
    counting.count_due(now=now)
    counting.finish_due(now=now)
