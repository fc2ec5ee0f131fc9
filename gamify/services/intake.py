"""Activities that come from outside Hearth's own pages: who may record what for whom."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.engine.happening import RESERVED
from gamify.models import Activity
from gamify.services import record, reported, visits
from gamify.services.reported import Report
from lib import clean, errors

SOURCE = "api"
VISIT = "visit"
REASON_LENGTH = 200


def take(*, by: User, actor: User, report: Report, now: datetime) -> tuple[Activity, bool]:
    """Record that `actor` did what `report` says, once for each key; return it, and whether it is new.

    Members record of themselves, and only what cannot be farmed: `visit`, which counts once a day, and the verbs of
    HEARTH_API_VERBS. Staff record anything of anybody, and their keys are one set: a shop's program counts nothing
    twice under another keeper.

    Raises:
        NotAllowed: for other verbs and other people. Invalid with `fields`. Conflict: the key names another fact.
    """
    _check_right(by, actor, report.verb)
    if report.verb == VISIT:
        before = Activity.objects.filter(actor=actor).order_by("-pk").values_list("pk", flat=True).first() or 0
        activity = visits.note(user=actor, now=now)
        return activity, activity.pk > before
    reported.check(report, actor)
    place = report.target.partition(":")
    key = f"{'staff' if by.is_staff else by.public_id}:{report.key}"
    earlier = Activity.objects.filter(source=SOURCE, key=key).first()
    activity = earlier or record.activity(
        actor=actor,
        verb=report.verb,
        object=report.object,
        target=record.Ref(place[0], place[2]) if report.target else None,
        key=key,
        source=SOURCE,
        data=dict(report.data),
        now=now,
    )
    if _fact(activity) != (actor.pk, report.verb, report.object, report.target):
        raise errors.Conflict(_("This key names another activity."), code="gamify.key_taken")
    return activity, earlier is None


@transaction.atomic
def take_back(*, by: User, activity_id: int, reason: str, now: datetime) -> Activity:
    """Undo an activity that came from outside: what it earned goes back exactly; return the undo, the first if there is
    one already.

    Raises: NotAllowed for who is not staff; NotFound for what did not come this way; Invalid beside `reason`.
    """
    return _mirror(record.undo, by, activity_id, reason, now)


@transaction.atomic
def give_again(*, by: User, activity_id: int, reason: str, now: datetime) -> Activity:
    """Let an activity that was taken back count again. The twin of `take_back`."""
    return _mirror(record.redo, by, activity_id, reason, now)


def _mirror(mirror: Callable[..., Activity | None], by: User, activity_id: int, reason: str, now: datetime) -> Activity:
    if not by.is_staff:
        raise errors.NotAllowed(_("Only staff take back what was recorded."), code="gamify.staff_only")
    said = clean.line(reason, field="reason", most=REASON_LENGTH, least=3)
    cause = Activity.objects.filter(pk=activity_id, source=SOURCE, undoes=None).first()
    if cause is None:
        raise errors.NotFound(
            _("Only what a program recorded is taken back here; the rest goes where it was done."),
            code="gamify.activity_not_found",
        )
    mirrored = mirror(source=SOURCE, key=cause.key, reason=said, by=by, now=now)
    assert mirrored is not None
    return mirrored


def _fact(activity: Activity) -> tuple[int, str, record.Ref, str]:
    """Return who did what to what and where; what else is said of it may differ from one telling to the next."""
    place = f"{activity.target_type}:{activity.target_id}" if activity.target_id else activity.target_type
    about = record.Ref(activity.object_type, activity.object_id)
    return activity.actor_id, activity.verb, about, place


def open_verbs() -> frozenset[str]:
    """Return what members may record of themselves."""
    return frozenset({VISIT, *settings.HEARTH_API_VERBS})


def _check_right(by: User, actor: User, verb: str) -> None:
    if verb in RESERVED:
        raise errors.Invalid(fields={"verb": _("Nothing is taken back this way.")}, code="gamify.verb_reserved")
    if by.is_staff:
        return
    if actor.pk != by.pk:
        raise errors.NotAllowed(_("You may only record what you did yourself."), code="gamify.not_yourself")
    if verb not in open_verbs():
        raise errors.NotAllowed(
            _("Members may not record this; it is recorded where it happens."),
            code="gamify.verb_not_open",
            verbs=sorted(open_verbs()),
        )
