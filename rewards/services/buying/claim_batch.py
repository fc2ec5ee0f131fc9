"""Is there a seat for somebody? What must be known to say so is loaded once, within the lock; saying so is pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from accounts.models import User
from lib import errors, sql
from lib.moment import Moment
from lib.records import Records
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Event, FirstBuyer, Offer, PriceTier, Seat
from rewards.services.buying import refusals
from rewards.services.coupons import coupon_batch
from rewards.services.coupons.coupon_batch import CouponBatch

RECENT, SUGGESTED = 200, 3
JOINABLE = (Campaign.State.OPEN, Campaign.State.CLOSING)


@dataclass(frozen=True)
class SeatRequest:
    """Somebody wants a seat: in a team that exists, or (`team_id` 0) in one of `size` yet to open."""

    actor: User
    key: str
    plan_b: str
    moment: Moment
    team_id: int = 0
    size: int = 0
    note: str = ""
    invite: str = ""
    offer_token: str = ""
    coupons: tuple[str, ...] = ()


@dataclass
class ClaimBatch:
    """A locked campaign with all that a batch of requests touches.

    As seats are granted its counters rise here; `places` (of each team) and `stock` say what is to be written. `ids`
    are new ones for a seat and its payment.
    """

    campaign: Campaign
    tiers: Sequence[PriceTier]
    teams: dict[int, BuyTeam]
    offers: dict[str, Offer]
    ids: Iterator[tuple[int, ...]]
    asked: dict[tuple[int, str], Seat] = field(default_factory=dict)
    live: dict[int, list[Seat]] = field(default_factory=dict)
    granted: list[Seat] = field(default_factory=list)
    places: Counter[int] = field(default_factory=Counter)
    stock: int = 0
    coupons: CouponBatch | None = None
    _others: list[tuple[int, str]] | None = None

    def find_asked(self, request: SeatRequest) -> Seat | None:
        """Return the seat that this request got when it came before. Raises: KeyReused."""
        seat = self.asked.get((request.actor.pk, request.key))
        if seat and not self._is_same(request, seat):
            raise refusals.KeyReused
        return seat

    def find_offer(self, request: SeatRequest) -> Offer | None:
        """Return the open offer whose token came along. Raises: OfferGone."""
        if not request.offer_token:
            return None
        offer = self.offers.get(request.offer_token)
        if (
            offer is None
            or offer.state != Offer.State.OPEN
            or offer.used >= offer.seats
            or offer.until <= request.moment()
        ):
            raise refusals.OfferGone
        return offer

    def check_open(self, states: Collection[str]) -> None:
        """Raises: CampaignClosed."""
        if self.campaign.state not in states:
            raise refusals.CampaignClosed(state=self.campaign.state)

    def check_first(self, request: SeatRequest) -> None:
        """Raises: SupportersFirst. Queries: 1 in the hours in which only some may buy, else none."""
        until = self.campaign.first_until
        if until is None or until <= request.moment():
            return
        if not FirstBuyer.objects.filter(campaign=self.campaign, user=request.actor).exists():
            raise refusals.SupportersFirst(until=until.isoformat())

    def check_person(self, request: SeatRequest) -> None:
        """Raises: AlreadyIn, LimitReached."""
        own = self.live.get(request.actor.pk, [])
        mine = next((seat for seat in own if request.team_id and seat.team_id == request.team_id), None)
        if mine:
            raise refusals.AlreadyIn(seat=mine.public_id)
        if len(own) >= self.campaign.per_member:
            raise refusals.LimitReached(most=self.campaign.per_member, seats=[seat.public_id for seat in own])

    def check_stock(self) -> None:
        """Raises: SoldOut."""
        if self.campaign.seats_left <= 0:
            raise refusals.SoldOut(waitlist=self.has_waitlist)

    def check_team(self, request: SeatRequest, offer: Offer | None) -> BuyTeam:
        """Return the team that a request may come into. Raises: NotFound and the refusals of a team."""
        team = self.teams.get(request.team_id)
        if team is None:
            raise errors.NotFound(code="rewards.team_not_found")
        is_kept = offer is not None and offer.team_id == team.pk
        if offer and offer.team_id and not is_kept:
            raise refusals.OfferGone
        if not (team.is_listed or is_kept or request.invite == team.invite):
            raise refusals.InvitationNeeded
        if not team.is_forming or team.deadline_at <= request.moment():
            raise refusals.TeamClosed(teams=self.others(team, request.moment()), waitlist=self.has_waitlist)
        if team.free <= 0 and not is_kept:
            raise refusals.TeamFull(teams=self.others(team, request.moment()), waitlist=self.has_waitlist)
        return team

    def free_slot(self, request: SeatRequest) -> int:
        """Return the smallest number that none of the member's live seats has."""
        taken = {seat.slot for seat in self.live.get(request.actor.pk, [])}
        return next(number for number in range(1, len(taken) + 2) if number not in taken)

    def grant(self, seat: Seat) -> None:
        """Count a seat of this batch, so that the next request sees it."""
        self.granted.append(seat)
        self.know(seat)

    def know(self, seat: Seat) -> None:
        """Remember a seat that one of those who ask has, or had by a key."""
        self.asked[seat.user_id, seat.key] = seat
        if seat.campaign_id == self.campaign.pk:
            seat.campaign = self.campaign
            if seat.state in LIVE_SEAT:
                self.live.setdefault(seat.user_id, []).append(seat)

    def count_stock(self) -> None:
        """Count one more of the stock as taken, to be written."""
        self.campaign.seats_taken += 1
        self.stock += 1

    def others(self, team: BuyTeam, now: datetime) -> list[str]:
        """Return the public ids of teams that still have room, the nearest to success first. Queries: 1, once."""
        if self._others is None:
            recent = BuyTeam.objects.filter(campaign=self.campaign, state=BuyTeam.State.FORMING).order_by("-pk")[
                :RECENT
            ]
            found = BuyTeam.objects.with_room().filter(pk__in=recent.values("pk"), deadline_at__gt=now)
            self._others = list(found.by_need().values_list("pk", "public_id")[: SUGGESTED + 1])
        return [public_id for pk, public_id in self._others if pk != team.pk][:SUGGESTED]

    def _is_same(self, request: SeatRequest, seat: Seat) -> bool:
        """Say whether `seat` is what the request asked for, wherever it moved since. Queries: 0 to 2."""
        if seat.campaign_id != self.campaign.pk or _codes_on(seat, request) != set(request.coupons):
            return False
        if request.team_id and seat.team_id == request.team_id:
            return True
        born = Event.objects.filter(kind=Seat.KIND, row_id=seat.pk, seq=1).values_list("data__team", flat=True).first()
        if request.team_id:
            return request.team_id in self.teams and self.teams[request.team_id].public_id == born
        team = BuyTeam.objects.filter(public_id=born, size=request.size, opened_at=seat.taken_at).values("pk")
        return Event.objects.filter(kind=BuyTeam.KIND, row_id__in=team, seq=1, actor=request.actor).exists()

    @property
    def has_waitlist(self) -> bool:
        return self.campaign.has_waitlist and self.campaign.state == Campaign.State.OPEN


def load(campaign_pk: int, requests: Sequence[SeatRequest]) -> ClaimBatch:
    """Lock the campaign and the teams of `requests` and load what is needed to answer.

    Each statement sees what was committed before it began, so all after the first see what the lock waited for. The
    campaign's texts are loaded when somebody asks for them.
    Queries: 5 in one round trip; 1 more with offers, 3 more with coupons.
    """
    users, keys = sql.many({request.actor.pk for request in requests}), sql.many({request.key for request in requests})
    found, tiers, teams, seats, ids = sql.together(
        _CAMPAIGN.where("t.id = %s" + sql.for_no_key_update(), [campaign_pk]),
        _TIER.where("t.campaign_id = %s ORDER BY t.min_people", [campaign_pk]),
        _TEAM.where(
            f"t.campaign_id = %s AND {sql.any_of('t.id', 'bigint')} ORDER BY t.id" + sql.for_no_key_update(),
            [campaign_pk, sql.many({request.team_id for request in requests})],
        ),
        _SEAT.where(
            f"{sql.any_of('t.user_id', 'bigint')} AND "
            f"(t.campaign_id = %s AND {_IS_LIVE} OR {sql.any_of('t.key', 'text')}) ORDER BY t.id",
            [users, campaign_pk, keys],
        ),
        sql.new_ids(["rewards_seat", "rewards_payment"], len(requests)),
    )
    campaign = _CAMPAIGN.made(found)[0]
    batch = ClaimBatch(
        campaign=campaign,
        tiers=_TIER.made(tiers),
        teams={team.pk: team for team in _TEAM.made(teams)},
        offers=_offers(campaign, {request.offer_token for request in requests if request.offer_token}),
        ids=iter(ids),
    )
    codes = [code for request in requests for code in request.coupons]
    if codes:
        batch.coupons = coupon_batch.load(campaign, set(codes), {request.actor.pk for request in requests}, len(codes))
    for team in batch.teams.values():
        team.campaign = campaign
    for seat in _SEAT.made(seats):
        batch.know(seat)
    return batch


_CAMPAIGN = Records(Campaign, "names", "taglines", "stories", "policies", "sizes")
_TIER, _TEAM, _SEAT = Records(PriceTier), Records(BuyTeam), Records(Seat, "discounts")
_IS_LIVE = f"t.state IN ({', '.join(repr(state) for state in LIVE_SEAT)})"


def _codes_on(seat: Seat, request: SeatRequest) -> set[str]:
    """Return the codes with which a seat was asked for. Queries: 0 without coupons."""
    may_have = seat.discount_minor or request.coupons
    return set(seat.uses.values_list("code__code", flat=True)) if may_have else set()


def _offers(campaign: Campaign, tokens: Collection[str]) -> dict[str, Offer]:
    if not tokens:
        return {}
    rows = Offer.objects.select_for_update(of=("self",), no_key=True).select_related("entry")
    return {row.token: row for row in rows.filter(campaign=campaign, token__in=tokens).order_by("pk")}
