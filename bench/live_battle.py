"""A battle in the middle of its evening, for the live bench: four full teams and what they brought in a day.

Everything is written through the services that a real battle goes through, so its scores are what its record says.
"""

from __future__ import annotations

from datetime import timedelta

from bench import common, live_drawn

TEAMS = ("Early birds", "Slow steepers", "Night kettles", "Second brew")
PLAYERS = 12  # of each team: as many as may
EACH = 3  # contributions of each player
HOUR = timedelta(hours=1)


def fill() -> str:
    """Write the battle with its players and what they brought; return its topic."""
    from accounts.models import Brand, BrandStaff, User
    from gamify.services import process, record
    from lib import clock
    from rewards.services.battles import collecting, drafting, entering, running
    from rewards.services.battles.terms import Side, Terms

    now = clock.now()
    common.members(2 + len(TEAMS) * PLAYERS)
    owner, judge, *people = User.objects.order_by("pk")
    User.objects.filter(pk=judge.pk).update(is_staff=True)
    judge.is_staff = True
    brand = Brand.objects.create(slug="bench-battle", names={"en": "B"}, created_at=common.START)
    BrandStaff.objects.create(brand=brand, user=owner, role=BrandStaff.Role.OWNER)
    terms = Terms(
        names={"en": "Spring pick"},
        prizes={"en": "Your names on the label."},
        thanks={"en": "A letter from the picker."},
        sides=[Side({"en": name}) for name in TEAMS],
        sources={"stories": 3},
        starts_at=now - 24 * HOUR,
        ends_at=now + 24 * HOUR,
    )
    made = drafting.draft(by=owner, brand=brand, terms=terms, now=now - 30 * HOUR)
    drafting.submit(by=owner, battle=made, now=now - 29 * HOUR)
    drafting.announce(by=judge, battle=made, now=now - 28 * HOUR)
    for number, team in enumerate(made.teams.all()):
        for player in people[number :: len(TEAMS)]:
            entering.join(actor=player, team=team, now=now - 26 * HOUR)
    running.start_due(now=now - 24 * HOUR)
    for number in range(EACH * len(people)):
        record.activity(
            actor=people[number % len(people)],
            verb="receive",
            object=record.Ref("post", str(number)),
            key=f"bench:{number}",
            data={"from": judge.public_id},
            now=now - 20 * HOUR + timedelta(minutes=5 * number),
        )
    process.sweep(now=now)
    if collecting.collect(made.pk, now=now) != EACH * len(people):
        raise RuntimeError("The battle was not scored")
    return f"battle:{made.pk}"


if __name__ == "__main__":
    common.prepare_django()
    common.migrate()
    topic = fill()
    print(topic, live_drawn.size_of(topic))
