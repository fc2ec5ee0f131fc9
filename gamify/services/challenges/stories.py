"""What winners say about it, on the page of the result; the staff of the site may hide it."""

from __future__ import annotations

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from accounts.models import User
from gamify.models import Challenge, Entrant, Prize
from gamify.policies import Action
from gamify.selectors import roles
from gamify.services.challenges import locking, notifying
from lib import clean, errors, pictures

LENGTH, ALT_LENGTH = 500, 300


def tell(
    *,
    actor: User,
    challenge: Challenge,
    words: str,
    picture: UploadedFile | None = None,
    alt: str = "",
    without_picture: bool = False,
) -> Entrant:
    """Tell one's story of it, with a picture or the one of before; no words take both back. Whoever got a prize may,
    once it is settled. The picture is decoded and written anew before the transaction; `alt` says what one sees on it.

    Locks: the challenge. Raises: NotFound: no winner; WrongMoment; Invalid beside `words`, `picture` or `alt`.
    """
    said = clean.block(words, field="words", most=LENGTH)
    seen = clean.line(alt, field="alt", most=ALT_LENGTH)
    _winner(actor, challenge)
    encoded = pictures.encode(picture, field="picture") if picture and said else None
    with transaction.atomic():
        held = locking.challenge(challenge.pk)
        mine = _winner(actor, held)
        locking.check_state(held, Challenge.State.SETTLED)
        mine.story, mine.story_alt = said, seen
        if encoded or without_picture or not said:
            _drop_picture(mine)
        if encoded:
            _keep_picture(mine, encoded)
        if not mine.story_image:
            mine.story_alt = ""
        mine.save(update_fields=["story", "story_alt", "story_image", "story_width", "story_height"])
        notifying.touch(held)
    return mine


@transaction.atomic
def hide(*, by: User, entrant: Entrant, is_hidden: bool = True) -> Entrant:
    """Hide a story from everybody, or show it again. Raises: NotAllowed: `by` is not staff, or takes part."""
    roles.require(user=by, challenge=entrant.challenge, action=Action.REVIEW)
    locking.check_apart(entrant.challenge, by)
    Entrant.objects.filter(pk=entrant.pk).update(story_hidden=is_hidden)
    entrant.story_hidden = is_hidden
    notifying.touch(entrant.challenge)
    return entrant


def _winner(actor: User, challenge: Challenge) -> Entrant:
    given = Prize.objects.filter(challenge=challenge, entrant__user=actor, state=Prize.State.GIVEN)
    mine = Entrant.objects.filter(challenge=challenge, user=actor, pk__in=given.values("entrant")).first()
    if mine is None:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return mine


def _keep_picture(mine: Entrant, encoded: pictures.Encoded) -> None:
    mine.story_width, mine.story_height = pictures.keep(mine.story_image, encoded)


def _drop_picture(mine: Entrant) -> None:
    """Take the picture off; its files go once that is certain."""
    pictures.forget(mine.story_image.name)
    mine.story_image, mine.story_width, mine.story_height = "", 0, 0
