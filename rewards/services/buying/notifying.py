"""What follows when something happens to a team: activities for the game, lines in inboxes, live topics.

All of it inside the caller's transaction, late in it: topics stay locked until the commit. Recipients are taken in the
order of their public ids, so that two transactions that tell the same people never wait for each other in a circle.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from accounts.models import User
from gamify.services import bulk_record, record
from gamify.services.record import Fact, Ref
from inbox.services import notifications
from inbox.services.notifications import Line
from live.services import topics
from rewards import paths
from rewards.models import BuyTeam, Merger, Offer, Refund, Seat

SOURCE = "rewards"
REGISTER, COMPLETE = "register", "complete"  # xAPI verbs: took a seat for good; the team came together


def confirmed(seat: Seat, now: datetime) -> None:
    """A member is in: the captain hears of it, and the game."""
    team = seat.team
    record.activity(
        actor=seat.user,
        verb=REGISTER,
        object=Ref("buyteam", str(team.pk)),
        key=_key(REGISTER, seat),
        source=SOURCE,
        data={"captain": team.captain.public_id, "size": team.size},
        now=now,
    )
    if team.captain_id != seat.user_id:
        data = {**_words(team), "confirmed": team.confirmed, "size": team.size}
        _tell(team.captain, "buy_joined", f"buy_joined:{seat.public_id}", paths.of_team(team), data, now, seat.user)
    touch(team, [seat.user])


def left(seat: Seat, now: datetime) -> None:
    """A member went, or a hold lapsed: what the seat earned goes back."""
    record.undo(source=SOURCE, key=_key(REGISTER, seat), reason="left_team", by=None, now=now)
    touch(seat.team, [seat.user])


def lost(seat: Seat, now: datetime) -> None:
    """The bank let go of the money before the team ended: the member hears that the place is gone."""
    _tell(seat.user, "buy_lost", f"buy_lost:{seat.public_id}", paths.of_team(seat.team), _words(seat.team), now)


def succeeded(team: BuyTeam, seats: Sequence[Seat], now: datetime) -> None:
    """The team came together: everybody in it hears of it, and the game, which knows nothing of what it cost."""
    facts = [
        Fact(
            actor=seat.user,
            verb=COMPLETE,
            object=Ref("buyteam", str(team.pk)),
            key=_key(COMPLETE, seat),
            data={"is_captain": seat.user_id == team.captain_id, "people": team.confirmed},
        )
        for seat in seats
    ]
    bulk_record.activities(facts, source=SOURCE, now=now)
    data = {**_words(team), "price": team.price_minor, "currency": team.campaign.currency}
    inboxes = notifications.send_many(lines=[_line(seat, "buy_succeeded", data, now) for seat in seats])
    topics.touch(*inboxes, *_topics(team, [seat.user for seat in seats]))


def failed(team: BuyTeam, seats: Sequence[Seat], now: datetime) -> None:
    """The team did not come together: whoever is not moved on hears that nothing is charged, or comes back."""
    bulk_record.undo_all([_key(REGISTER, seat) for seat in seats], source=SOURCE, reason="team_failed", now=now)
    data = {**_words(team), "mode": team.campaign.payment_mode}
    inboxes = notifications.send_many(lines=[_line(seat, "buy_failed", data, now) for seat in seats])
    topics.touch(*inboxes, *_topics(team, [seat.user for seat in seats]))


def moved(seat: Seat, old_team: BuyTeam, now: datetime) -> None:
    """A seat went on to another team, as its member had chosen."""
    data = {**_words(seat.team), "from": old_team.public_id}
    key = f"buy_moved:{seat.public_id}:{seat.seq}"
    _tell(seat.user, "buy_moved", key, paths.of_team(seat.team), data, now)
    topics.touch(*_topics(old_team, []), *_topics(seat.team, [seat.user]))


def merge_asked(merger: Merger, seats: Sequence[Seat], now: datetime) -> None:
    """The captain proposes to move to another team: every other member is asked."""
    for seat in _in_order(seats):
        if seat.user_id != merger.asked_by_id:
            key = f"buy_merge:{merger.pk}:{seat.public_id}"
            _tell(seat.user, "buy_merge", key, paths.of_team(merger.team), _words(merger.team), now, merger.asked_by)
    touch(merger.team, [seat.user for seat in seats])


def extended(teams: Sequence[BuyTeam], now: datetime) -> None:
    """Teams got more time: everybody in them hears until when. Queries: 4 for any number."""
    by_pk = {team.pk: team for team in teams}
    seats = Seat.objects.filter(team__in=by_pk, state__in=(Seat.State.HELD, Seat.State.AUTHORISED))
    lines = [
        Line(
            recipient_id=user_id,
            recipient=person,
            kind="buy_extended",
            key=f"buy_extended:{by_pk[team].public_id}:{by_pk[team].seq}",
            url=paths.of_team(by_pk[team]),
            data={**_words(by_pk[team]), "until": by_pk[team].deadline_at.isoformat()},
            at=now,
        )
        for team, user_id, person in seats.values_list("team_id", "user_id", "user__public_id").order_by("pk")
    ]
    inboxes = notifications.send_many(lines=lines)
    orders = {f"member:{line.recipient}:orders" for line in lines}
    topics.touch(*{name for team in teams for name in _topics(team, ())}, *orders, *inboxes)


def captain(team: BuyTeam, now: datetime) -> None:
    """Somebody else leads the team now."""
    key = f"buy_captain:{team.public_id}:{team.captain_id}"
    _tell(team.captain, "buy_captain", key, paths.of_team(team), _words(team), now)
    touch(team, [team.captain])


def offered(offer: Offer, now: datetime) -> None:
    """Seats are kept for a party that waited."""
    data = {**_campaign_words(offer), "seats": offer.seats, "until": offer.until.isoformat()}
    _tell(offer.entry.user, "buy_offer", f"buy_offer:{offer.token}", paths.of_offer(offer), data, now)
    topics.touch(f"buy:{offer.campaign_id}", f"member:{offer.entry.user.public_id}:orders")


def captured(seat: Seat, now: datetime) -> None:
    """The order is paid."""
    _tell(seat.user, "buy_paid", f"buy_paid:{seat.public_id}", paths.of_order(seat), _words(seat.team), now)
    topics.touch(f"member:{seat.user.public_id}:orders")


def address_missing(seat: Seat, asks: int, until: datetime | None, now: datetime) -> None:
    """Nobody knows where a paid order shall go: the member is asked, `asks` times by now, the last time `until`."""
    key = f"buy_address:{seat.public_id}:{asks}"
    data = {**_words(seat.team), "until": until.isoformat() if until else ""}
    _tell(seat.user, "buy_address", key, f"{paths.of_order(seat)}#where", data, now)


def captured_all(seats: Sequence[Seat], now: datetime) -> None:
    """Orders of one team are paid. Queries: 3, none without any."""
    if seats:
        data = _words(seats[0].team)
        inboxes = notifications.send_many(lines=[_line(seat, "buy_paid", data, now) for seat in seats])
        topics.touch(*inboxes, *_topics_of(seat.user for seat in seats))


def fix_needed(seat: Seat, now: datetime) -> None:
    """The bank declined; the seat waits for its member to mend it."""
    until = seat.fix_until.isoformat() if seat.fix_until else ""
    data = {**_words(seat.team), "until": until}
    _tell(seat.user, "buy_fix", f"buy_fix:{seat.public_id}:{seat.seq}", paths.of_order(seat), data, now)
    topics.touch(f"member:{seat.user.public_id}:orders")


def dropped(seat: Seat, now: datetime) -> None:
    """The seat was never paid: what its order earned goes back."""
    for verb in (COMPLETE, REGISTER):
        record.undo(source=SOURCE, key=_key(verb, seat), reason="not_paid", by=None, now=now)
    touch(seat.team, [seat.user])


def refunded(seat: Seat, refund: Refund, now: datetime) -> None:
    """Money went back; a whole refund takes back what the order earned."""
    if seat.state == Seat.State.REFUNDED:
        for verb in (COMPLETE, REGISTER):
            record.undo(source=SOURCE, key=_key(verb, seat), reason="refunded", by=refund.asked_by, now=now)
    data = {**_words(seat.team), "amount": refund.amount_minor, "currency": refund.payment.currency}
    if refund.reference:
        data |= {"about": "by_hand", "reference": refund.reference}
    _tell(seat.user, "buy_refunded", f"buy_refunded:{refund.pk}", paths.of_order(seat), data, now)
    topics.touch(f"member:{seat.user.public_id}:orders")


def touch(team: BuyTeam, people: Iterable[User]) -> None:
    """Tell the screens that show the team, its campaign and the orders of `people`."""
    topics.touch(*_topics(team, people))


def touch_all(teams: Iterable[BuyTeam], people: Iterable[User]) -> None:
    """Do the same for several teams at once."""
    names = {name for team in teams for name in _topics(team, ())}
    topics.touch(*names, *_topics_of(people))


def _topics(team: BuyTeam, people: Iterable[User]) -> list[str]:
    return [f"buy:{team.campaign_id}", f"buyteam:{team.pk}", *_topics_of(people)]


def _topics_of(people: Iterable[User]) -> list[str]:
    return [f"member:{person.public_id}:orders" for person in people]


def _tell(
    to: User, kind: str, key: str, url: str, data: dict[str, Any], now: datetime, actor: User | None = None
) -> None:
    notifications.send(recipient=to, kind=kind, key=key, url=url, actor=actor, data=data, now=now)


def _line(seat: Seat, kind: str, data: dict[str, Any], now: datetime) -> Line:
    return Line(
        recipient_id=seat.user_id,
        recipient=seat.user.public_id,
        kind=kind,
        key=f"{kind}:{seat.public_id}",
        url=paths.of_order(seat),
        data=data,
        at=now,
    )


def _in_order(seats: Iterable[Seat]) -> list[Seat]:
    return sorted(seats, key=lambda seat: seat.user.public_id)


def _key(verb: str, seat: Seat) -> str:
    return f"{verb}:{seat.public_id}"


def _words(team: BuyTeam) -> dict[str, Any]:
    return {"campaign": team.campaign.names, "team": team.name}


def _campaign_words(offer: Offer) -> dict[str, Any]:
    return {"campaign": offer.campaign.names}
