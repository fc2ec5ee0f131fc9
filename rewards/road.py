"""What buying, helping and the garden left on a member's road: what came, what came late, what did not come about."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _, gettext_lazy

from accounts import road
from accounts.models import User
from accounts.road import GOOD, HARD, PART, PLAIN, TRUST, VALUE, Step, Touch, Touches, Trace
from rewards import paths
from rewards.models import Assist, BattlePlayer, Event, Redemption, Referral, Seat, Unlock, Watering

_PAID = ("captured", "fulfilled")


def _orders(user: User) -> QuerySet[Any]:
    """The member's seats, with when the parcel was sent."""
    sent = Event.objects.filter(kind=Seat.KIND, row_id=OuterRef("pk"), after="fulfilled").order_by("-seq")
    rows = Seat.objects.filter(user=user).select_related("campaign")
    return rows.annotate(sent_at=Subquery(sent.values("at")[:1]))


def _bought(user: User) -> Trace | None:
    return road.trace(_orders(user).filter(state__in=_PAID), "taken_at", tell=_of_order)


def _arrived(user: User) -> Trace | None:
    return road.trace(_orders(user).filter(state="fulfilled", sent_at__isnull=False), "sent_at", tell=_of_order)


def _of_order(seat: Seat) -> tuple[str, str]:
    return seat.campaign.name, paths.of_order(seat)


def _redeemed(user: User) -> Trace | None:
    rows = Redemption.objects.filter(user=user, issued_at__isnull=False, state__in=("issued", "used"))
    return road.trace(
        rows.select_related("reward"), "issued_at", tell=lambda row: (row.reward.name, paths.of_redemption(row))
    )


def _played(user: User) -> Trace | None:
    rows = BattlePlayer.objects.filter(user=user).exclude(battle__state="void").select_related("battle")
    return road.trace(rows, "joined_at", tell=lambda row: (row.battle.name, paths.of_battle(row.battle)))


def _watered(user: User) -> Trace | None:
    rows = Watering.objects.filter(user=user).select_related("plant__seed")
    return road.trace(rows, "at", tell=lambda row: (row.plant.seed.name, paths.of_plant(row.plant)))


def _helped(user: User) -> Trace | None:
    rows = Assist.objects.filter(helper=user, reversal=None).select_related("unlock__reward")
    return road.trace(rows, "at", tell=lambda row: (row.unlock.reward.name, paths.of_help(row.unlock)))


def _brought(user: User) -> Trace | None:
    rows = Referral.objects.filter(referrer=user, state=Referral.State.STAYED)
    return road.trace(rows, "joined_at", tell=lambda row: ("", paths.of_referrals()))


def _took_part(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """How the teams ended in which the member had a place till the end."""
    rows = Seat.objects.filter(user=user, team__ended_at__gte=since, team__ended_at__lt=until).exclude(
        state__in=("held", "lapsed", "left")
    )
    for row in rows.select_related("campaign", "team").order_by("-team__ended_at", "-pk")[:most]:
        name, url = _of_order(row)
        if row.team.has_succeeded:
            yield Touch(
                row.team.ended_at or since, _("Your team for “%(name)s” came together.") % {"name": name}, url, GOOD
            )
        else:
            words = _("Your team for “%(name)s” did not come together. Nothing was charged.") % {"name": name}
            yield Touch(row.team.ended_at or since, words, url, HARD)


def _sent(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = _orders(user).filter(sent_at__gte=since, sent_at__lt=until).order_by("-sent_at", "-pk")
    for row in rows[:most]:
        name, url = _of_order(row)
        yield Touch(row.sent_at, _("“%(name)s” was sent to you.") % {"name": name}, url, GOOD)


def _late(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Seat.objects.filter(user=user, late_at__gte=since, late_at__lt=until).select_related("campaign")
    for row in rows.order_by("-late_at", "-pk")[:most]:
        name, url = _of_order(row)
        yield Touch(row.late_at or since, _("“%(name)s” was not sent in time.") % {"name": name}, url, HARD)


def _received(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Redemption.objects.filter(user=user, issued_at__gte=since, issued_at__lt=until).select_related("reward")
    for row in rows.order_by("-issued_at", "-pk")[:most]:
        words = _("“%(name)s” became yours.") % {"name": row.reward.name}
        yield Touch(row.issued_at or since, words, paths.of_redemption(row), GOOD)


def _gave_help(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Assist.objects.filter(helper=user, reversal=None, at__gte=since, at__lt=until)
    for row in rows.select_related("unlock__reward").order_by("-at", "-pk")[:most]:
        words = _("You helped a friend with “%(name)s”.") % {"name": row.unlock.reward.name}
        yield Touch(row.at, words, paths.of_help(row.unlock), GOOD)


def _got_help(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Unlock.objects.filter(owner=user, reached_at__gte=since, reached_at__lt=until).exclude(state="revoked")
    for row in rows.select_related("reward").order_by("-reached_at", "-pk")[:most]:
        words = _("Your friends helped you to “%(name)s”.") % {"name": row.reward.name}
        yield Touch(row.reached_at or since, words, paths.of_unlock(row), GOOD)


def _won(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Battles that are decided: that one's team won, or that it was played."""
    rows = BattlePlayer.objects.filter(user=user, battle__state="final", battle__tallied_at__gte=since)
    rows = rows.filter(battle__tallied_at__lt=until).select_related("battle", "team")
    for row in rows.order_by("-battle__tallied_at", "-pk")[:most]:
        has_won = row.team.place == 1
        words = _("Your team won “%(name)s”.") if has_won else _("You played “%(name)s” to the end.")
        at = row.battle.tallied_at or since
        yield Touch(at, words % {"name": row.battle.name}, paths.of_story(row.battle), GOOD if has_won else PLAIN)


for entry in (
    Step("battles", PART, 2, gettext_lazy("Team battles you played"), _played),
    Step("arrived", TRUST, 1, gettext_lazy("Parcels that were sent to you"), _arrived),
    Step("helped-friends", TRUST, 3, gettext_lazy("Friends you helped"), _helped),
    Step("brought", TRUST, 3, gettext_lazy("Friends you brought who stayed"), _brought),
    Step("bought", VALUE, 1, gettext_lazy("Things you bought together"), _bought),
    Step("redeemed", VALUE, 1, gettext_lazy("Rewards that became yours"), _redeemed),
    Step("watered", VALUE, 2, gettext_lazy("Waterings of a plant you grow together"), _watered),
    Touches("teams-ended", "things", "shopping-basket", _took_part),
    Touches("parcels-sent", "things", "package", _sent),
    Touches("parcels-late", "things", "clock-alert", _late),
    Touches("rewards-got", "things", "gift", _received),
    Touches("help-given", "moments", "hand-heart", _gave_help),
    Touches("help-got", "moments", "hand-heart", _got_help),
    Touches("battles-over", "moments", "trophy", _won),
):
    road.add(entry)
