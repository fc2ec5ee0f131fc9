"""A trial as figures, rows and names: what differs first, and what of it needs a second look."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils import formats, timezone
from django.utils.translation import gettext as _, ngettext

from accounts.models import User
from gamify.engine.economy import Definition
from gamify.engine.trial import Points
from gamify.models import Currency
from gamify.presenters import trial_rows
from gamify.selectors import words
from gamify.services.trials import Trial
from lib import texts

MOVERS = 5


@dataclass(frozen=True)
class Figure:
    """A sum under both economies; `change` is "" when it is the same."""

    label: str
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Mover:
    """A member who would have more or less."""

    user: User
    before: str
    after: str
    change: str


@dataclass(frozen=True)
class Page:
    """What `gamify/console/economy_trial.html` draws; `silent` never gave anything, each with the reason."""

    trial: Trial
    extent: str
    figures: tuple[Figure, ...]
    differing: tuple[trial_rows.Row, ...]
    alike: tuple[trial_rows.Row, ...]
    gaining: tuple[Mover, ...]
    losing: tuple[Mover, ...]
    gainers: int
    losers: int
    silent: tuple[tuple[Definition, str], ...]
    late: tuple[tuple[str, str], ...]

    @property
    def gainers_left(self) -> int:
        """How many who would have more are not named."""
        return self.gainers - len(self.gaining)

    @property
    def losers_left(self) -> int:
        """How many who would have less are not named."""
        return self.losers - len(self.losing)


def page(trial: Trial) -> Page:
    """Return a trial as its page shows it. Queries: 2."""
    names = {each.key: each.name for each in Currency.objects.order_by("key")}
    rows = list(trial_rows.rows(trial, names))
    moves = _moves(trial)
    ranked = sorted(moves, key=lambda user: (-abs(moves[user].total()), user))
    gainers = [user for user in ranked if moves[user].total() > 0]
    losers = [user for user in ranked if moves[user].total() < 0]
    people = User.objects.in_bulk([*gainers[:MOVERS], *losers[:MOVERS]])
    return Page(
        trial=trial,
        extent=_extent(trial),
        figures=tuple(_figures(trial, names)),
        differing=tuple(row for row in rows if row.before != row.after),
        alike=tuple(row for row in rows if row.before == row.after),
        gaining=tuple(_mover(people[user], trial, moves[user], names) for user in gainers[:MOVERS]),
        losing=tuple(_mover(people[user], trial, moves[user], names) for user in losers[:MOVERS]),
        gainers=len(gainers),
        losers=len(losers),
        silent=tuple(trial_rows.silent(trial.after)),
        late=tuple(_late(trial)),
    )


def _extent(trial: Trial) -> str:
    """Return on what it was tried, in a sentence or two."""
    moment = formats.date_format(timezone.localtime(trial.since), "DATETIME_FORMAT")
    numbers = {"n": words.number(trial.tried), "since": moment}
    tried = ngettext(
        "Tried on %(n)s thing done since %(since)s.", "Tried on %(n)s things done since %(since)s.", trial.tried
    )
    members = {name: words.number(getattr(trial, name)) for name in ("members", "people", "done")}
    whose = ngettext("These are all, by %(members)s member.", "These are all, by %(members)s members.", trial.members)
    if trial.is_part:
        whose = _(
            "In that time %(people)s members did %(done)s things; these are what %(members)s of them did, taken evenly."
        )
    return texts.join((tried % numbers, whose % members))


def _figures(trial: Trial, names: Mapping[str, str]) -> Iterator[Figure]:
    before, after = trial.before, trial.after
    for key in sorted(before.points.keys() | after.points.keys()):
        yield _figure(names.get(key, key), before.points[key], after.points[key])
    yield _figure(_("Tasks completed"), before.total("task"), after.total("task"))
    yield _figure(_("Badges earned"), before.total("badge"), after.total("badge"))
    yield _figure(_("Quests finished"), before.total("quest"), after.total("quest"))


def _figure(label: str, before: int, after: int) -> Figure:
    change = words.signed(after - before) if after != before else ""
    share = round(100 * (after - before) / before) if before > 0 else 0
    if share:
        change = _("%(change)s, %(percent)s %%") % {"change": change, "percent": words.signed(share)}
    return Figure(label, words.number(before), words.number(after), change)


def _moves(trial: Trial) -> dict[int, Points]:
    moves = {}
    for user in trial.before.members.keys() | trial.after.members.keys():
        moved = Points(trial.after.members.get(user, Points()))
        moved.subtract(trial.before.members.get(user, Points()))
        moves[user] = moved
    return moves


def _mover(user: User, trial: Trial, change: Points, names: Mapping[str, str]) -> Mover:
    before, after = (tally.members.get(user.pk, Points()) for tally in (trial.before, trial.after))
    had, has, nothing = trial_rows.points(before, names), trial_rows.points(after, names), words.number(0)
    return Mover(user, had or nothing, has or nothing, trial_rows.points(change, names))


def _late(trial: Trial) -> Iterator[tuple[str, str]]:
    """Yield the name of each new badge and how many would have it at once."""
    for each in trial.late:
        sentence = ngettext(
            "%(n)s of %(all)s member would have it at once",
            "%(n)s of %(all)s members would have it at once",
            each.looked_at,
        )
        name = texts.pick(trial.after.economy.by_source[each.source].names)
        yield name, sentence % {"n": words.number(each.people), "all": words.number(each.looked_at)}
