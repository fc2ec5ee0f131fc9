"""How the rows of a queue of cases are read, page by page and one after the other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from accounts.models import User
from community import moderation, targets
from community.models import Case, Flag, GroupRule, Report
from community.services import looking, text
from lib import paging

PAGE = 20
MOST_PARTS = 10
_ROW = (
    "author",
    "group",
    "post",
    "comment__post",
    "proposal",
    "argument__proposal",
    "news__proposal",
    "meetup",
    "decided_by",
    "rule",
    "appeal__decision",
)


@dataclass(frozen=True)
class Row:
    """A case in the queue; `rules` are those cited, the most cited first, `against` what an appeal is against.

    `reader` is who else has it open just now; automod put it there if it `is_flagged`.
    """

    case: Case
    what: str
    title: str
    rules: tuple[GroupRule, ...]
    against: str = ""
    is_late: bool = False
    reader: str = ""
    is_flagged: bool = False

    @property
    def appeal_id(self) -> int | None:
        return self.case.appeal.pk if self.case.is_appeal else None


@dataclass(frozen=True)
class Queue:
    """Some cases and the cursor to the next ones."""

    rows: tuple[Row, ...]
    next_cursor: str = ""


def page(rows: QuerySet[Case], *, user: User, is_open: bool, now: datetime, after: str, parts: int = 1) -> Queue:
    """Return some of the cases after the cursor, those last opened or last decided first. Queries: 3.

    Args: parts: how many times PAGE, at most MOST_PARTS.
    """
    most = PAGE * max(1, min(parts, MOST_PARTS))
    rows = rows.select_related(*_ROW)
    column = "opened_at" if is_open else "decided_at"
    match paging.decode(after):
        case [moment, pk] if (at := paging.to_moment(moment)) is not None and paging.whole(pk) is not None:
            rows = rows.filter(_past(column, at, pk))
    found = list(rows.order_by(f"-{column}", "-pk")[: most + 1])
    shown = found[:most]
    keys = [case.pk for case in shown]
    flags = tuple(Flag.objects.filter(case__in=keys).select_related("rule").order_by("pk"))
    flagged = frozenset(flag.case_id for flag in flags)
    cited, readers = _cited(keys, flags), looking.others(keys, user=user)
    return Queue(
        rows=tuple(
            _row(case, cited.get(case.pk, ()), readers.get(case.pk, ("", now))[0], now, case.pk in flagged)
            for case in shown
        ),
        next_cursor=paging.encode([paging.from_moment(getattr(shown[-1], column)), shown[-1].pk])
        if len(found) > most
        else "",
    )


def following(rows: QuerySet[Case], case: Case) -> Case | None:
    """Return which of the open cases stands next to `case`, from the top again after the last. Queries: 1 or 2."""
    rows = rows.exclude(pk=case.pk).select_related("appeal").order_by("-opened_at", "-pk")
    return rows.filter(_past("opened_at", case.opened_at, case.pk)).first() or rows.first()


def title_of(case: Case) -> str:
    """Return what a row says it is about: the title, or how the text begins."""
    title = moderation.letters.title_of(case.snapshot.get("title", ""))
    return title or text.excerpt(case.snapshot.get("html", ""), most=120).replace("\n", " ")


def _past(column: str, at: datetime, pk: int) -> Q:
    return Q(**{f"{column}__lt": at}) | Q(**{column: at}, pk__lt=pk)


def _row(case: Case, rules: tuple[GroupRule, ...], reader: str, now: datetime, is_flagged: bool) -> Row:
    if not case.is_appeal:
        return Row(case, targets.kind_in(case), title_of(case), rules, reader=reader, is_flagged=is_flagged)
    decision = case.appeal.decision
    is_late = case.is_open and case.appeal.due_at <= now
    against = moderation.letters.against(decision)
    return Row(case, targets.kind_in(decision), title_of(case), rules, against, is_late, reader)


def _cited(cases: list[int], flags: Sequence[Flag]) -> dict[int, tuple[GroupRule, ...]]:
    """Return each case's rules, the most cited first."""
    cited: dict[int, Counter[GroupRule]] = defaultdict(Counter)
    reports = Report.objects.filter(case__in=cases).select_related("rule").order_by("pk")
    told: tuple[Report | Flag, ...] = (*reports, *flags)
    for each in told:
        if each.rule is not None:
            cited[each.case_id][each.rule] += 1
    return {pk: tuple(rule for rule, _n in counts.most_common()) for pk, counts in cited.items()}
