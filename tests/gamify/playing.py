"""Members with standings in a week of the site's board, made in bulk: leagues are cut out of standings."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from accounts.models import User
from gamify.engine import periods
from gamify.models import LeagueCohort, LeagueSeat, Period, Standing
from gamify.services.leagues.proof_statements import STATEMENTS
from gamify.storage import boards
from lib import sql


def people(count: int, prefix: str = "player") -> list[User]:
    """Return new members `player0`, `player1`, …"""
    names = [f"{prefix}{number}" for number in range(count)]
    rows = [User(username=name, email=f"{name}@example.com", display_name=name.title()) for name in names]
    return User.objects.bulk_create(rows)


def week(now: datetime) -> Period:
    """Return the week of the site's board at `now`, opened."""
    key = periods.board_week(now)
    boards.open_periods([(boards.SITE, "week", key)])
    return Period.objects.get(leaderboard__scope=boards.SITE, leaderboard__cycle="week", key=key)


def stand(users: Sequence[User], period: Period, scores: Sequence[int] | None = None) -> None:
    """Give each a standing: the first the most, unless `scores` say; earlier ones got there first."""
    assert period.starts_at is not None
    given = scores or range(len(users), 0, -1)
    Standing.objects.bulk_create(
        Standing(period=period, user=user, score=score, reached_at=period.starts_at + timedelta(minutes=minute))
        for minute, (user, score) in enumerate(zip(users, given, strict=True))
    )


def settled(period: Period, users: Sequence[User], *, division: int = 1) -> None:
    """Lay a cohort of the week as settling leaves it: the users in their order, each minute one."""
    assert period.starts_at is not None
    number = period.cohorts.count() + 1
    cohort = LeagueCohort.objects.create(
        period=period, division=division, number=number, size=len(users), settled_at=period.ends_at
    )
    LeagueSeat.objects.bulk_create(
        LeagueSeat(
            period=period,
            user=user,
            cohort=cohort,
            rank=rank,
            score=100 - rank,
            reached_at=period.starts_at + timedelta(minutes=rank),
            next_division=division,
        )
        for rank, user in enumerate(users, 1)
    )


def assert_leagues_agree() -> None:
    assert {name: rows for name, statement in STATEMENTS if (rows := sql.fetch(statement))} == {}
