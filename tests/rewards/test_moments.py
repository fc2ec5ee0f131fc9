"""The turns of a battle are a pure function: whatever the order of its events, and true to its count."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from random import Random

from hypothesis import given, strategies as st

from rewards.scoring.moments import FIRST, LAST, LEAD, moments
from rewards.scoring.tally import Event, Rules, replay, tally

START = datetime(2026, 5, 1, 8, tzinfo=UTC)
TEAMS = {"birds": ("ana", "ben"), "steepers": ("cai", "dia"), "late": ("eli",)}
RULES = Rules({"seats": 4, "stories": 3}, daily_cap=12, best_of=1)
PLAYERS = [player for players in TEAMS.values() for player in players]


def event(number: int, player: str, source: str = "seats", minutes: int = 0, units: int = 1, day: int = 1) -> Event:
    return Event(number, source, player, units, date(2026, 5, day), START + timedelta(days=day, minutes=minutes))


@st.composite
def records(draw: st.DrawFn) -> list[Event]:
    """Draw what players did at moments of their own, and take some of it back."""
    found = []
    for number in range(draw(st.integers(0, 14))):
        done = event(
            number,
            draw(st.sampled_from(PLAYERS)),
            draw(st.sampled_from(["seats", "stories", "gone"])),
            minutes=number,
            day=draw(st.integers(1, 3)),
        )
        found.append(done)
        if draw(st.booleans()):
            found.append(Event(done.cause_id, done.source, done.player, -1, done.day, done.happened_at))
    return found


def test_the_lead_is_told_when_it_changes_and_not_when_it_grows():
    told = moments(
        RULES,
        TEAMS,
        [event(1, "ana"), event(2, "ana", minutes=1), event(3, "cai", minutes=2), event(4, "eli", minutes=3)],
    )

    assert [(each.kind, each.team) for each in told] == [(FIRST, "birds"), (LAST, "late")]


def test_who_draws_level_does_not_lead_and_who_passes_does():
    told = moments(
        RULES,
        TEAMS,
        [event(1, "ana"), event(2, "cai", minutes=1), event(3, "cai", source="stories", minutes=2)],
    )

    assert [(each.kind, each.team, dict(each.scores)) for each in told] == [
        (FIRST, "birds", {"birds": 4, "steepers": 0, "late": 0}),
        (LEAD, "steepers", {"birds": 4, "steepers": 7, "late": 0}),
    ]


def test_what_the_cap_leaves_nothing_of_is_no_moment():
    events = [event(number, "ana", minutes=number) for number in range(5)]

    assert [each.at for each in moments(RULES, TEAMS, events)] == [events[0].happened_at, events[2].happened_at]


@given(records(), st.randoms())
def test_any_order_of_the_same_events_tells_the_same(events: list[Event], chance: Random):
    shuffled = events.copy()
    chance.shuffle(shuffled)

    assert moments(RULES, TEAMS, shuffled) == moments(RULES, TEAMS, events)


@given(records())
def test_who_leads_last_has_won_and_the_scores_only_rise(events: list[Event]):
    told = moments(RULES, TEAMS, events)
    first = tally(RULES, TEAMS, events).standings[0]
    leaders = [each for each in told if each.kind in (FIRST, LEAD)]

    assert [each.kind for each in leaders[1:]] == [LEAD] * len(leaders[1:])
    assert [each.scores[each.team] for each in leaders] == sorted({each.scores[each.team] for each in leaders})
    assert (leaders[-1].team if leaders else None) == (first.team if first.score else None)


@given(records())
def test_the_steps_add_up_to_the_count(events: list[Event]):
    found = tally(RULES, TEAMS, events)
    gained = dict.fromkeys(PLAYERS, 0)
    for step in replay(RULES, TEAMS, events):
        gained[step.event.player] += step.gained

    assert gained == found.players
