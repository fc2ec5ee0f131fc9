"""The demo's catalogue: rewards of its brands, redeemed with the spark that its members really earned."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from accounts.models import Brand, User
from community.models import Group
from demo import content, pictures, unlocks
from rewards.models import Redemption, Reward
from rewards.services.buying.addresses import Address
from rewards.services.catalogue import answering, codes, drafting, parcels, redeeming
from rewards.services.catalogue.terms import Terms

_OWN = ("key", "brand", "by", "state", "codes", "redeemed", "asked", "only_group", "picture")
OFFERED = timedelta(days=20)
HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Shelf:
    """The catalogue while it is filled and emptied."""

    users: Mapping[str, User]
    groups: Mapping[str, Group]
    staff: User
    now: datetime

    def live(self) -> None:
        """Offer every reward, then redeem in the order of time, then ask friends."""
        offered = {wanted["key"]: self._offer(wanted) for wanted in content.rewards()}
        asked = [(row, wanted) for wanted in content.rewards() for row in wanted.get("redeemed", ())]
        for row, wanted in sorted(asked, key=lambda pair: -pair[0]["hours"]):
            self._redeem(offered[wanted["key"]], self.users[wanted["by"]], row)
        unlocks.live(users=self.users, offered=offered, now=self.now)

    def _offer(self, wanted: dict[str, Any]) -> Reward:
        by, at = self.users[wanted["by"]], self.now - OFFERED
        values = {name: value for name, value in wanted.items() if name not in _OWN}
        scope = f"group:{self.groups[wanted['only_group']].pk}" if "only_group" in wanted else ""
        terms = Terms(**values, only_scope=scope)
        reward = drafting.draft(by=by, brand=Brand.objects.get(slug=wanted["brand"]), terms=terms, now=at)
        if "codes" in wanted:
            codes.add(by=by, reward=reward, text="\n".join(wanted["codes"]), now=at)
        if "picture" in wanted:
            self._show(reward, by, wanted)
        if wanted.get("state") == "review":
            return drafting.submit(by=by, reward=reward, now=self.now - 5 * HOUR)
        drafting.submit(by=by, reward=reward, now=at + HOUR)
        return drafting.approve(by=self.staff, reward=reward, now=at + 2 * HOUR)

    def _show(self, reward: Reward, by: User, wanted: dict[str, Any]) -> None:
        shown = dict(wanted["picture"])
        drawn = pictures.draw(scene=shown.pop("scene"), seed=wanted["key"])
        drafting.show(by=by, reward=reward, file=drawn, alts=shown)

    def _redeem(self, reward: Reward, by: User, row: dict[str, Any]) -> None:
        at = self.now - timedelta(hours=row["hours"])
        then, user = row.get("then", ""), self.users[row["who"]]
        note = "" if then == "sent" else row.get("note", "")
        key = f"{reward.public_id}-{row['who']}"
        made = redeeming.redeem(actor=user, reward=reward, key=key, note=note, now=at)
        where = content.addresses().get(row["who"])
        if reward.is_item and where:
            parcels.say_where(actor=user, redemption=made, address=Address(**where), now=at + HOUR / 6)
        self._answer(made, by, row, then, at)

    def _answer(self, made: Redemption, by: User, row: dict[str, Any], then: str, at: datetime) -> None:
        soon = at + HOUR * 5
        if made.state == Redemption.State.RESERVED and then in ("approved", "used"):
            answering.approve(by=by, redemption=made, now=soon)
        if then == "rejected":
            answering.reject(by=by, redemption=made, reason=row["answer"], now=soon)
        if then == "sent":
            answering.send(by=by, redemption=made, note=row["note"], now=soon)
        if then == "used":
            answering.use(by=made.user, redemption=made, now=soon + HOUR)
