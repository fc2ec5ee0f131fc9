"""Part of a queue: what is reported under one rule, about one person or by one person."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from community.models import Case, Flag, GroupRule, Report

SHOWN = 30


@dataclass(frozen=True)
class Narrowing:
    """Which cases are asked for: by the rule's key, the author's handle and the reporter's; empty for all."""

    rule: int = 0
    author: str = ""
    reporter: str = ""

    def within(self, rows: QuerySet[Case]) -> QuerySet[Case]:
        """Leave of `rows` what is asked for."""
        wanted: dict[str, Any] = {"rule": self.rule} if self.rule else {}
        if self.reporter:
            rows = rows.filter(_told(Report, **wanted, reporter__username=self.reporter))
        elif self.rule:
            rows = rows.filter(_told(Report, **wanted) | _told(Flag, **wanted))
        return rows.filter(author__username=self.author) if self.author else rows

    @property
    def asked(self) -> dict[str, str]:
        """What an address keeps of it."""
        pairs = {"rule": str(self.rule or ""), "author": self.author, "reporter": self.reporter}
        return {name: value for name, value in pairs.items() if value}


ALL = Narrowing()


@dataclass(frozen=True)
class Choice:
    """One value to narrow by, its words, and how many cases it leaves."""

    value: str
    label: str
    count: int


@dataclass(frozen=True)
class Choices:
    """What a queue can be narrowed by, the most frequent first."""

    rules: tuple[Choice, ...]
    authors: tuple[Choice, ...]
    reporters: tuple[Choice, ...]


def choices(rows: QuerySet[Case]) -> Choices:
    """Return what `rows` can be narrowed by. Queries: 5."""
    cases = rows.order_by().values("pk")
    told = Report.objects.filter(case__in=cases)
    cited = {*told.values_list("rule", "case"), *Flag.objects.filter(case__in=cases).values_list("rule", "case")}
    counts = Counter(rule for rule, _case in cited if rule is not None)
    rules = GroupRule.objects.in_bulk(counts)
    return Choices(
        rules=tuple(
            Choice(str(pk), f"{rules[pk].number}. {rules[pk].title}", counts[pk])
            for pk in sorted(counts, key=lambda pk: (-counts[pk], rules[pk].number))
        ),
        authors=_people(rows, "author", "pk"),
        reporters=_people(told, "reporter", "case"),
    )


def _told(kind: type[Report] | type[Flag], **wanted: Any) -> Q:
    return Q(Exists(kind.objects.filter(case=OuterRef("pk"), **wanted)))


def _people(rows: QuerySet[Any], role: str, counted: str) -> tuple[Choice, ...]:
    named = rows.order_by().values_list(f"{role}__username", f"{role}__display_name")
    found = named.annotate(n=Count(counted, distinct=True)).order_by("-n", f"{role}__username")[:SHOWN]
    return tuple(Choice(handle, name, count) for handle, name, count in found)
