"""A campaign like those that people look at, for the live bench: fourteen teams with their faces."""

from __future__ import annotations

from datetime import timedelta

from bench import common, live_drawn, seats_load

TEAMS, SIZE, TAKEN = 14, 8, 5


def fill() -> str:
    """Write the campaign with its teams and seats; return its topic."""
    from rewards.models import Campaign, Seat

    people = common.members(TEAMS * TAKEN)
    made, teams = seats_load.campaign(teams=TEAMS, size=SIZE, stock=1000, taken=TAKEN)
    Campaign.objects.filter(pk=made.pk).update(closes_at=common.START + timedelta(days=3650))
    Seat.objects.bulk_create(
        Seat(
            state="authorised",
            seq=1,
            campaign=made,
            team=team,
            user_id=people[number * TAKEN + place],
            key=f"bench-{number}-{place}",
            limit_minor=9_000,
            taken_at=common.START,
            confirmed_at=common.START + timedelta(minutes=number * TAKEN + place),
        )
        for number, team in enumerate(teams)
        for place in range(TAKEN)
    )
    return f"buy:{made.pk}"


if __name__ == "__main__":
    common.prepare_django()
    common.migrate()
    topic = fill()
    print(topic, live_drawn.size_of(topic))
