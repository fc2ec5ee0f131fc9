"""Pictures of albums that somebody finds wrong: told to those who may hide them, who do, or find nothing wrong."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors, limits
from rewards.models import AlbumPicture, AlbumReport
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services.battles import notifying

NOTE_LENGTH = 500
REPORTS = limits.Limit("album-report", most=20, seconds=3600)


class Own(errors.NotAllowed):
    """Nobody reports or judges their own picture."""

    code = "rewards.album_own"
    message = _("This picture is yours. You can take it out.")


@transaction.atomic
def report(*, reporter: User, picture: AlbumPicture, note: str, now: datetime) -> AlbumReport:
    """Say what is wrong with a picture that one may see; once for each file, the same again changes nothing.

    Locks: the picture. Raises: Own; Invalid beside `note`; RateLimited. Emits: notice to the brand's people and staff.
    """
    said = clean.block(note, field="note", most=NOTE_LENGTH, least=3)
    row = _lock(picture)
    if row.user_id == reporter.pk:
        raise Own
    known = AlbumReport.objects.filter(picture=row, reporter=reporter, stem=row.stem).first()
    if known:
        return known
    limits.spend(REPORTS, who=reporter.public_id, now=now)
    is_first = not row.reports.filter(settled_at=None).exists()
    made = AlbumReport.objects.create(picture=row, reporter=reporter, stem=row.stem, note=said, at=now)
    if is_first:
        notifying.picture_reported(made, now)
    return made


@transaction.atomic
def keep(*, by: User, picture: AlbumPicture, now: datetime) -> int:
    """Find nothing wrong with a picture; return how many reports that answers. The brand's people, and staff.

    Locks: the picture. Raises: NotFound, NotAllowed: `by` is neither. Own.
    """
    row = _lock(picture)
    roles.require(user=by, brand=row.battle.brand, action=Action.PAUSE)
    if row.user_id == by.pk:
        raise Own
    return settle(row, by=by, now=now)


def settle(picture: AlbumPicture, *, by: User, now: datetime) -> int:
    """Answer every open report of a locked picture. Inside a transaction. Queries: 1."""
    return AlbumReport.objects.filter(picture=picture, settled_at=None).update(settled_at=now, settled_by=by)


def _lock(picture: AlbumPicture) -> AlbumPicture:
    rows = AlbumPicture.objects.select_for_update(of=("self",)).select_related("battle__brand", "user")
    return rows.get(pk=picture.pk)
