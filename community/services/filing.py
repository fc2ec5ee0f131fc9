"""Putting something into the queue: one open case for each target, with a copy of the text as it was."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import F

from community import targets
from community.models import Allowance, Case, Comment, Flag, GroupRule, MakingUpdate, Meetup, Post, Proposal, Support
from community.services import judging, sending, waiting
from community.targets import Target
from live.services import topics


@dataclass(frozen=True)
class Hit:
    """What automod met in a text: its `cause` (a `Cause`), what is to be done (an `Act`), in the name of which rule."""

    cause: str
    act: str
    rule: GroupRule | None = None
    found: str = ""


def open_case(target: Target, *, now: datetime, kind: str = Case.Kind.REPORT) -> tuple[Case, bool]:
    """Return the target's open case, made with a copy of the text when there is none. Caller holds the target."""
    open_one = Case.objects.filter(state=Case.State.OPEN, **targets.columns(target)).first()
    if open_one is not None:
        return open_one, False
    fresh = Case.objects.create(
        kind=kind,
        group=target.group,
        author_id=target.author_id,
        snapshot=_copy(target, now),
        opened_at=now,
        **targets.columns(target),
    )
    return fresh, True


def flag(target: Post | Comment, hits: Iterable[Hit], *, now: datetime) -> Case:
    """Put what automod met into the queue: for approval when it is held, else as a report. Caller holds the target.

    Emits: topics of the queue; notice `case_opened` to who judges, once for each case.
    """
    kind = Case.Kind.APPROVAL if target.is_held else Case.Kind.REPORT
    case, is_fresh = open_case(target, now=now, kind=kind)
    if case.kind != kind and target.is_held:
        Case.objects.filter(pk=case.pk).update(kind=kind, version=F("version") + 1)
    Flag.objects.bulk_create(
        Flag(case=case, cause=hit.cause, rule=hit.rule, found=hit.found, created_at=now) for hit in hits
    )
    topics.touch(*judging.queues_of(case))
    if is_fresh:
        sending.send(waiting.tell(case, None, now=now))
    return case


def flag_again(target: Post | Comment, *, now: datetime) -> Case:
    """Put what was withdrawn while it was held back into the queue, for the same reasons. Caller holds it."""
    latest = Case.objects.filter(**targets.columns(target), flags__isnull=False).order_by("-pk").first()
    rows = Flag.objects.filter(case=latest).select_related("rule").order_by("pk")
    return flag(target, [Hit(row.cause, "hold", row.rule, row.found) for row in rows], now=now)


def withdraw(target: Post | Comment, *, now: datetime) -> None:
    """Close the case of what was held and is gone, unless somebody reported it, who is to be told. Caller holds it."""
    rows = Case.objects.select_for_update(of=("self",), no_key=True).select_related("group")
    case = rows.filter(**targets.columns(target), state=Case.State.OPEN, report_count=0).first()
    if case is None:
        return
    case.state, case.version, case.decided_at = Case.State.SETTLED, case.version + 1, now
    case.save(update_fields=["state", "version", "decided_at"])
    topics.touch(*judging.queues_of(case))
    waiting.done(case, now=now)


def _copy(target: Target, now: datetime) -> dict[str, Any]:
    kept: dict[str, Any] = {"body": target.body, "html": target.html, "at": now.isoformat()}
    if isinstance(target, Proposal | Meetup):
        kept["title"] = target.title
    elif isinstance(target, MakingUpdate):
        shots = target.pictures.order_by("position").values("public_id", "alt", "width", "height")
        kept |= {"title": target.title, "shots": list(shots)}
    elif isinstance(target, Support | Allowance):
        kept["title"] = targets.about(target)
    elif isinstance(target, Post):
        pictures = target.images.order_by("position").values("public_id", "alt", "width", "height")
        emotions = target.emotions.order_by("position").values_list("emotion", flat=True)
        kept |= {"title": target.title, "emotions": list(emotions), "images": list(pictures)}
    return kept
