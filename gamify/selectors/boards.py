"""Leaderboards: their pages and a member's neighbourhood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse

from accounts.models import User
from gamify.engine import periods
from gamify.models import Period
from gamify.registry import scopes
from gamify.selectors import ranks
from gamify.storage import boards as storage
from lib import errors, sql

PAGE = 50
CIRCLE = 100


@dataclass(frozen=True)
class Row:
    """One line of a board."""

    position: int
    public_id: str
    handle: str
    display_name: str
    score: int
    reached_at: datetime
    user_id: int

    @property
    def who(self) -> Row:
        """The person of this line, as the avatar element wants them."""
        return self

    @property
    def url(self) -> str:
        return reverse("accounts:profile", args=(self.handle,))

    @property
    def cursor(self) -> str:
        """What the next page begins after."""
        return f"{self.score}_{int(self.reached_at.timestamp() * 1_000_000)}_{self.user_id}"


@dataclass(frozen=True)
class Board:
    """A period of a board; `ends_at` is None for all time. `name` is "" for the site's."""

    period_id: int
    scope: str
    cycle: str
    key: str
    starts_at: datetime | None
    ends_at: datetime | None
    name: str = ""

    @property
    def topic(self) -> str:
        return f"board:{self.period_id}"


@dataclass(frozen=True)
class Page:
    """Some rows of a board; `next_cursor` is "" on the last page."""

    rows: tuple[Row, ...]
    next_cursor: str


def current(*, scope: str = storage.SITE, cycle: str = "week", now: datetime) -> Board | None:
    """Return the period of a board that runs at `now`, None before anybody earned in it. Queries: 1."""
    week = periods.board_week(now) if cycle == "week" else ""
    found = periods_of(scope).filter(leaderboard__cycle=cycle, key=week).first()
    return as_board(found) if found else None


def boards_for(*, user: Any, scopes_of_user: Sequence[str] = (), now: datetime) -> tuple[Board, ...]:
    """Return this week's and all-time boards of the site and of the given places. Queries: 1, and 1 for places' names.

    `scopes_of_user` are places that the caller knows the user may see, such as `group:7`.
    """
    wanted = (storage.SITE, *scopes_of_user)
    week = periods.board_week(now)
    found = periods_of(*wanted).filter(key__in=("", week))
    names = scopes.names(scopes_of_user) if scopes_of_user else {}
    order = {scope: place for place, scope in enumerate(wanted)}
    rows = sorted(found, key=lambda row: (order[row.leaderboard.scope], row.leaderboard.cycle != "week"))
    return tuple(as_board(row, names.get(row.leaderboard.scope, "")) for row in rows)


def board(*, period_id: int, user: Any) -> Board:
    """Return one period's board. Queries: 1, and those of the place's visibility and name.

    Raises:
        NotFound: when it does not exist or `user` may not see its place.
    """
    found = periods_of().filter(pk=period_id).first()
    if found is None or not scopes.may_see(user, found.leaderboard.scope):
        raise errors.NotFound
    scope = found.leaderboard.scope
    return as_board(found, "" if scope == storage.SITE else scopes.names((scope,)).get(scope, ""))


def page(*, period_id: int, after: str = "", limit: int = PAGE) -> Page:
    """Return the rows after the cursor `after`, best first. Queries: 1; 2 after the first page."""
    limit = min(limit, 100)
    if not after:
        rows = _fetch(_ORDERED.format(where="s.period_id = %s", limit=limit + 1), [period_id])
        start = 1
    else:
        score, reached_at, user_id = _parse(after)
        start = _position(period_id, score, reached_at, user_id) + 1
        rows = _fetch(_after(limit + 1), [*_after_parameters(period_id, score, reached_at, user_id)])
    shown = _numbered(sorted(rows, key=_order)[: limit + 1], start)
    more = shown[limit - 1].cursor if len(shown) > limit else ""
    return Page(shown[:limit], more)


def around(*, period_id: int, user: User) -> tuple[Row, ...]:
    """Return the member's row with up to five above and five below; empty when off the board. Queries: 1."""
    near = ranks.statement_around(sql.is_postgres())
    rows = sql.fetch(
        f"SELECT r.position, r.score, r.reached_at, r.user_id, u.public_id, u.username, u.display_name "
        f"FROM ({near}) r JOIN accounts_user u ON u.id = r.user_id",
        ranks.parameters_around(period_id, user.pk),
    )
    names: dict[int, tuple[str, str, str]] = {row[3]: row[4:7] for row in rows}
    return tuple(
        Row(place.position, *names[place.user_id], place.score, _moment(place.reached_at), place.user_id)
        for place in ranks.places(rows)
    )


def among_followed(*, period_id: int, user: User) -> tuple[Row, ...]:
    """Return the member and those whom they follow, as far as they are on the board, numbered among themselves.

    At most CIRCLE rows. Queries: 1.
    """
    rows = _fetch(_ORDERED.format(where=_FOLLOWED, limit=CIRCLE), [period_id, user.pk, user.pk])
    return _numbered(rows, 1)


def _moment(value: Any) -> datetime:
    found = sql.moment(value)
    assert found is not None
    return found


_PERSON = "u.public_id, u.username, u.display_name, s.score, CAST(s.reached_at AS text), s.user_id"
_FROM = "FROM gamify_standing s JOIN accounts_user u ON u.id = s.user_id"
_ORDERED = (
    "SELECT " + _PERSON + " " + _FROM + " WHERE {where} ORDER BY s.score DESC, s.reached_at, s.user_id LIMIT {limit}"
)
_FOLLOWED = (
    "s.period_id = %s AND (s.user_id = %s OR s.user_id IN (SELECT person_id FROM accounts_follow WHERE by_id = %s))"
)
_Person = tuple[str, str, str, int, datetime, int]


def _after(limit: int) -> str:
    ties = _ORDERED.format(
        where="s.period_id = %s AND s.score = %s AND (s.reached_at, s.user_id) > (%s, %s)", limit=limit
    )
    lower = _ORDERED.format(where="s.period_id = %s AND s.score < %s", limit=limit)
    return f"SELECT * FROM ({ties}) ties UNION ALL SELECT * FROM ({lower}) lower"


def _after_parameters(period_id: int, score: int, reached_at: datetime, user_id: int) -> list[Any]:
    return [period_id, score, _stored(reached_at), user_id, period_id, score]


def _position(period_id: int, score: int, reached_at: datetime, user_id: int) -> int:
    """Return the position that a standing with these values has. Queries: 1."""
    values = f"(SELECT {int(period_id)} AS period_id, {int(score)} AS score) v"
    earlier = (
        "(SELECT count(*) FROM gamify_standing t WHERE t.period_id = v.period_id AND t.score = v.score "
        "AND (t.reached_at, t.user_id) < (%s, %s))"
    )
    rows = sql.fetch(
        f"SELECT 1 + {ranks.above('v.period_id', 'v.score')} + {earlier} FROM {values}", [_stored(reached_at), user_id]
    )
    return int(rows[0][0])


def _fetch(statement: str, parameters: Sequence[Any]) -> list[_Person]:
    return [_person(row) for row in sql.fetch(statement, parameters)]


def _person(row: Sequence[Any]) -> _Person:
    public_id, handle, name, score, reached_at, user_id = row
    return public_id, handle, name, score, _moment(reached_at), user_id


def _order(row: _Person) -> tuple[int, datetime, int]:
    return -row[3], row[4], row[5]


def _numbered(rows: Sequence[_Person], start: int) -> tuple[Row, ...]:
    return tuple(Row(position, *row) for position, row in enumerate(rows, start))


_WIDEST = 1 << 62


def _parse(cursor: str) -> tuple[int, datetime, int]:
    try:
        score, micros, user_id = (int(part) for part in cursor.split("_"))
        if max(score, micros, user_id) >= _WIDEST:
            raise ValueError(cursor)
        reached_at = datetime.fromtimestamp(0, tz=UTC) + timedelta(microseconds=micros)
    except (ValueError, OverflowError) as error:
        raise errors.NotFound from error
    return score, reached_at, user_id


def _stored(moment: datetime) -> Any:
    return moment if sql.is_postgres() else sql.plain(moment)


def periods_of(*scopes_wanted: str) -> QuerySet[Period]:
    """Return the periods of the boards of some places, or of all."""
    every = Period.objects.select_related("leaderboard").filter(leaderboard__currency_id="growth")
    return every.filter(leaderboard__scope__in=scopes_wanted) if scopes_wanted else every


def as_board(row: Period, name: str = "") -> Board:
    return Board(row.pk, row.leaderboard.scope, row.leaderboard.cycle, row.key, row.starts_at, row.ends_at, name)
