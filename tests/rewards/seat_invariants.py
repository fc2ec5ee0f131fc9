"""What must be true of seats after every step, whoever did what: the invariants of `seat_machine`."""

from __future__ import annotations

from collections import Counter, defaultdict
from itertools import pairwise
from typing import Any

from hypothesis.stateful import RuleBasedStateMachine, invariant

from lib import sql
from rewards import prices
from rewards.machines import LIVE_SEAT
from rewards.models import BuyTeam, Campaign, Event, Offer, Seat, WaitEntry
from rewards.services.coupons import proof_statements
from tests.rewards.buying import fresh

LOOKS_EVERY = 5  # how many steps are taken between two looks at every log


class SeatInvariants(RuleBasedStateMachine):
    """Everything here looks and changes nothing; the numbers are those of spec/commerce.md."""

    campaign: Campaign
    steps = 0

    @invariant()
    def counters_are_what_they_count(self) -> None:
        campaign = fresh(self.campaign)
        offers = [(row.team_id, row.seats - row.used) for row in Offer.objects.filter(campaign=campaign, state="open")]
        taken, of_team = 0, _by_team(Seat.objects.all(), "state")
        for team in BuyTeam.objects.all():
            states = of_team[team.pk]
            live = sum(state in LIVE_SEAT for state in states) + sum(kept for pk, kept in offers if pk == team.pk)
            assert team.seats_taken == live
            assert live + team.house_seats <= team.size
            assert not team.is_forming or team.confirmed == states.count("authorised")
            taken += live + team.house_seats
        assert campaign.seats_taken == taken + sum(kept for pk, kept in offers if pk is None)
        assert campaign.seats_taken <= campaign.stock

    @invariant()
    def a_forming_team_is_led_by_one_of_its_members(self) -> None:
        live = _by_team(Seat.objects.filter(state__in=LIVE_SEAT), "user")
        for pk, captain in BuyTeam.objects.filter(state="forming").values_list("pk", "captain"):
            assert captain in live[pk]
            assert len(set(live[pk])) == len(live[pk])

    @invariant()
    def nobody_has_more_seats_than_allowed(self) -> None:
        live = Counter(Seat.objects.filter(state__in=LIVE_SEAT).values_list("user", flat=True))
        assert max(live.values(), default=0) <= self.campaign.per_member

    @invariant()
    def nobody_pays_more_than_agreed_and_all_of_a_team_the_same(self) -> None:
        tiers = list(self.campaign.tiers.all())
        for team in BuyTeam.objects.filter(campaign=self.campaign, has_succeeded=True):
            people = team.confirmed + team.house_seats
            assert team.price_minor == prices.each(self.campaign, tiers, size=team.size, people=people)
            assert people >= prices.enough(self.campaign, team.size)
            bought = team.seats.filter(state__in=("capturing", "captured", "fulfilled", "fix_needed"))
            assert all(team.price_minor - seat.discount_minor <= seat.limit_minor for seat in bought)

    @invariant()
    def coupons_are_where_their_seats_are(self) -> None:
        """15: held and used add up, and never exceed what may be."""
        for name, statement in proof_statements.STATEMENTS:
            assert not sql.fetch(f"{statement} LIMIT 1"), name

    @invariant()
    def nobody_waits_for_what_is_there(self) -> None:
        """27: after every step, whoever waits is too many for what is free."""
        campaign = fresh(self.campaign)
        if campaign.state == "open":
            for entry in WaitEntry.objects.filter(campaign=campaign, state="waiting"):
                assert entry.party_size > campaign.seats_left

    @invariant()
    def the_log_tells_the_whole_way(self) -> None:
        """11, 12: every row's log is a path of its machine, without gaps, and ends where the row is."""
        self.steps += 1
        if self.steps % LOOKS_EVERY == 0:
            self._read_the_logs()

    @invariant()
    def a_team_ends_one_way(self) -> None:
        ends = Event.objects.filter(kind="team", after__in=("succeeded", "failed", "discarded"))
        ended = Counter(ends.values_list("row_id", flat=True))
        for team in BuyTeam.objects.all():
            assert ended[team.pk] == (not team.is_forming)

    def _read_the_logs(self) -> None:
        logs = defaultdict(list)
        for step in Event.objects.order_by("seq"):
            logs[step.kind, step.row_id].append(step)
        for model in (BuyTeam, Seat, WaitEntry, Offer):
            for row in model._default_manager.all():
                log = logs[row.KIND, row.pk]
                assert [event.seq for event in log] == list(range(1, row.seq + 1))
                ways = pairwise(log)
                assert all(later.before == earlier.after for earlier, later in ways)
                assert all(event.after in row.PATHS[event.before] for event in log[1:])
                assert log[-1].after == row.state


def _by_team(rows: Any, what: str) -> dict[int, list[Any]]:
    """Return `what` of each seat, for each team."""
    found = defaultdict(list)
    for team, value in rows.values_list("team", what):
        found[team].append(value)
    return found
