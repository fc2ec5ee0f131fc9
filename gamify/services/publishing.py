"""Publishing an economy from the staff's page: looked at first, on top of what one has seen, with a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Edition
from gamify.selectors import editions
from gamify.services import economies, trials
from lib import clean, errors

NOTE_LENGTH = 200
TEXT_LENGTH = 300_000


class Overtaken(errors.Conflict):
    """Another edition was published since this one was looked at."""

    code = "gamify.economy_overtaken"
    message = _("Somebody published another economy in the meantime. Look at what is in force now, and change that.")


class Unchanged(errors.Conflict):
    """The text says what is in force anyway."""

    code = "gamify.economy_unchanged"
    message = _("This is what is in force already: nothing would change.")


@dataclass(frozen=True)
class Preview:
    """What publishing would change, and how the text differs from the one in force."""

    report: economies.Report
    lines: tuple[editions.Line, ...]


def look(*, by: User, text: str, now: datetime) -> Preview:
    """Return what publishing `text` would do, and do nothing. Raises: NotAllowed; Invalid."""
    kept = _clean(by, text)
    report, _economy = economies.draft(text=kept, now=now)
    in_force = editions.latest()
    return Preview(report, editions.compared(before=in_force.text if in_force else "", after=kept))


def try_out(*, by: User, text: str, days: int, now: datetime) -> trials.Trial:
    """Return what `text` would have given lately, and change nothing. Raises: NotAllowed; Invalid."""
    if days not in trials.WINDOWS:
        raise errors.Invalid(fields={"days": _("Choose one of these.")})
    return trials.run(text=_clean(by, text), days=days, now=now)


@transaction.atomic
def publish(*, by: User, text: str, note: str, seen: str, now: datetime) -> economies.Report:
    """Publish `text`, which was made from the edition whose token is `seen`.

    Locks: the latest edition. Raises: NotAllowed; Invalid beside `text` or `note`; Overtaken; Unchanged.
    """
    kept = _clean(by, text)
    said = clean.line(note, field="note", most=NOTE_LENGTH, least=3)
    Edition.objects.select_for_update(no_key=True).order_by("-number").first()
    in_force = editions.latest()
    if in_force and in_force.token != seen:
        raise Overtaken
    report = economies.publish(text=kept, now=now, by=by, note=said)
    if report.is_unchanged:
        raise Unchanged
    return report


def _clean(by: User, text: str) -> str:
    if not editions.may_publish(by):
        raise errors.NotAllowed(_("Publishing rules takes a permission that an administrator gives you."))
    kept = clean.block(text, field="text", most=TEXT_LENGTH, least=1)
    return f"{kept}\n"
