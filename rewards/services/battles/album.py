"""The album of a battle that is final: who brought something puts a picture in, and takes it out again."""

from __future__ import annotations

from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from lib import clean, errors, pictures
from rewards.models import AlbumPicture, Battle, BattlePlayer
from rewards.policies import Action
from rewards.selectors import roles
from rewards.services.battles import album_reports, notifying
from rewards.services.listings import check_reason, check_state

WORDS_LENGTH = 140
State = Battle.State


class NotThere(errors.NotAllowed):
    """An album is of those who brought something."""

    code = "rewards.album_not_there"
    message = _("This album is of those who brought something.")


class Hidden(errors.Conflict):
    """One's picture was hidden; `data["reason"]` says why. Another does not take its place."""

    code = "rewards.album_hidden"
    message = _("Your picture was taken out of this album.")


def put(*, actor: User, battle: Battle, file: UploadedFile | None, words: str, now: datetime) -> AlbumPicture:
    """Put a picture with a line of words into the album, in place of the one before; without a file only the words.

    It is decoded and written anew before the transaction: nothing but the picture is kept.
    Locks: the battle, so that nobody has two. Raises: NotThere, Hidden, WrongMoment; Invalid beside `file`, `words`.
    """
    said = clean.line(words, field="words", most=WORDS_LENGTH, least=1)
    _check_may(actor, battle)
    encoded = pictures.encode(file, field="file") if file else None
    with transaction.atomic():
        held = Battle.objects.select_for_update(no_key=True).get(pk=battle.pk)
        check_state(held, State.FINAL)
        row = AlbumPicture.objects.filter(battle=held, user=actor).first()
        if row and row.hidden_at:
            raise Hidden(reason=row.reason)
        if row is None and encoded is None:
            raise errors.Invalid(fields={"file": _("Which picture?")})
        row = row or AlbumPicture(battle=held, user=actor, added_at=now)
        row.words = said
        if encoded:
            pictures.forget(row.image.name)
            row.width, row.height = pictures.keep(row.image, encoded)
        row.save()
    return row


@transaction.atomic
def take_out(*, actor: User, battle: Battle) -> None:
    """Delete one's picture and its files; of a hidden one only that it was hidden is left. Locks: the picture."""
    row = AlbumPicture.objects.select_for_update().filter(battle=battle, user=actor).first()
    if row is None:
        return
    pictures.forget(row.image.name)
    if row.hidden_at:
        row.image, row.width, row.height, row.words = "", 0, 0, ""
        row.save(update_fields=["image", "width", "height", "words"])
    else:
        row.delete()


@transaction.atomic
def hide(*, by: User, picture: AlbumPicture, reason: str, now: datetime) -> AlbumPicture:
    """Show a picture to nobody but its owner, who hears why; twice changes nothing. The brand's people, and staff.

    Locks: the picture. Raises: NotFound, NotAllowed: `by` is neither. Invalid without a reason.
    """
    said = check_reason(reason)
    rows = AlbumPicture.objects.select_for_update(of=("self",)).select_related("battle__brand", "user")
    row = rows.get(pk=picture.pk)
    roles.require(user=by, brand=row.battle.brand, action=Action.PAUSE)
    if row.hidden_at is None:
        row.hidden_at, row.hidden_by, row.reason = now, by, said
        row.save(update_fields=["hidden_at", "hidden_by", "reason"])
        album_reports.settle(row, by=by, now=now)
        notifying.picture_hidden(row, now)
    return row


def _check_may(actor: User, battle: Battle) -> None:
    check_state(battle, State.FINAL)
    if not BattlePlayer.objects.filter(battle=battle, user=actor, points__gt=0).exists():
        raise NotThere
