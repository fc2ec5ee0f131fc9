"""What follows when something happens to a reward or a redemption: lines in inboxes, live topics. In its transaction.

No code and no address is ever written into a line.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.urls import reverse

from accounts.models import User
from accounts.selectors import brands
from inbox.services import notifications
from live.services import topics
from rewards import paths
from rewards.models import Redemption, Reward


def waits(held: Redemption, now: datetime) -> None:
    """A redemption waits for the brand: its people hear of it."""
    reward = held.reward
    url = reverse("rewards:console-redemptions", args=[reward.brand.slug, reward.public_id])
    people = [person for person in brands.people_of(reward.brand_id) if person.pk != held.user_id]
    _tell(people, "redeem_waits", f"redeem_waits:{held.public_id}", url, _words(reward), now, held.user)
    changed(held)


def approved(held: Redemption, now: datetime) -> None:
    """A parcel will be sent: its member hears of it, and where to is asked."""
    _tell_member(held, "redeem_approved", now)


def address_missing(held: Redemption, now: datetime, *, until: datetime | None = None) -> None:
    """A parcel cannot be sent: its member is asked once more where to, at last with `until` when it is kept."""
    last: dict[str, Any] = {"about": "last", "until": until.isoformat()} if until else {}
    _tell_member(held, "redeem_address", now, **last)


def late(held: Redemption, now: datetime) -> None:
    """A parcel was not sent in time: its member hears what they may do."""
    _tell_member(held, "redeem_late", now, is_free=not held.price)


def ended(held: Redemption, cause: str, now: datetime) -> None:
    """It ended by itself, never sent: its points, if it had any, are back."""
    _tell_member(held, "redeem_lapsed", now, about=cause, is_free=not held.price)


def issued(held: Redemption, now: datetime) -> None:
    """It is the member's."""
    _tell_member(held, "redeem_issued", now)


def rejected(held: Redemption, by: User, now: datetime) -> None:
    """The brand refused, and said why."""
    _tell_member(held, "redeem_rejected", now, by, reason=held.answer)


def lapsed(held: Redemption, now: datetime) -> None:
    """Nobody answered: the points are back."""
    _tell_member(held, "redeem_lapsed", now)


def ending(held: Redemption, now: datetime) -> None:
    """It ends soon."""
    until = held.expires_at.isoformat() if held.expires_at else ""
    _tell_member(held, "redeem_ending", now, until=until)


def expired(held: Redemption, now: datetime) -> None:
    """It ended unused."""
    points = held.reward.expiry if held.price else "none"
    _tell_member(held, "redeem_expired", now, points=points)


def reversed_(held: Redemption, by: User, now: datetime) -> None:
    """It was taken back: its member hears why, and that the points are there again."""
    _tell_member(held, "redeem_reversed", now, by, reason=held.answer, is_free=not held.price)


def changed(held: Redemption) -> None:
    """Renew the screens that show the redemption and the stock."""
    topics.touch(topic_of(held.reward), member_topic(held.user))


def touch(reward: Reward) -> None:
    """Renew the screens that show the reward."""
    topics.touch(topic_of(reward))


def submitted(reward: Reward, *, by: User, now: datetime) -> None:
    """A reward waits for review: staff who do not work for the brand hear of it."""
    url = reverse("rewards:review-reward", args=[reward.public_id])
    _tell_of(reward, brands.other_staff(reward.brand_id), "reward_submitted", url, by, now)


def opened(reward: Reward, *, by: User, now: datetime) -> None:
    """A reward was put into the catalogue."""
    _tell_of(reward, brands.people_of(reward.brand_id), "reward_opened", paths.of_reward(reward), by, now)


def sent_back(reward: Reward, *, by: User, now: datetime) -> None:
    """A reward came back from review; its reason says what to mend."""
    url = reverse("rewards:console-reward-edit", args=[reward.brand.slug, reward.public_id])
    _tell_of(reward, brands.people_of(reward.brand_id), "reward_sent_back", url, by, now)


def topic_of(reward: Reward) -> str:
    """Return the topic of what everybody sees of the reward."""
    return f"reward:{reward.pk}"


def member_topic(user: User) -> str:
    """Return the topic of a member's own redemptions."""
    return f"member:{user.public_id}:redemptions"


def _words(reward: Reward) -> dict[str, Any]:
    return {"reward": reward.names, "brand": reward.brand.names}


def _tell_member(held: Redemption, kind: str, now: datetime, by: User | None = None, **data: Any) -> None:
    key = f"{kind}:{held.public_id}" + (":last" if data.get("about") == "last" else "")
    said = {**_words(held.reward), "kind": held.reward.kind, **data}
    _tell([held.user], kind, key, paths.of_redemption(held), said, now, by)
    changed(held)


def _tell_of(reward: Reward, to: Iterable[User], kind: str, url: str, by: User, now: datetime) -> None:
    people = [person for person in to if person.pk != by.pk]
    data = {**_words(reward), "reason": reward.reason}
    _tell(people, kind, f"{kind}:{reward.public_id}:{reward.seq}", url, data, now, by)


def _tell(
    to: Iterable[User], kind: str, key: str, url: str, data: dict[str, Any], now: datetime, by: User | None = None
) -> None:
    notifications.send_each(recipients=to, kind=kind, key=key, url=url, actor=by, data=data, now=now)
