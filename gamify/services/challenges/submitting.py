"""Handing in the proof of a task: once, and once more after a refusal."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from gamify.models import Challenge, ChallengeTask, Entrant, Submission
from gamify.services.challenges import entering, locking, notifying
from lib import clean, errors, pictures
from lib.machines import steps

State = Submission.State
TEXT_LENGTH, LINK_LENGTH, ALT_LENGTH = 4000, 500, 300


class HandedIn(errors.Conflict):
    """There is one that waits or was accepted, or both tries are used; `data["state"]` says what became of the last."""

    code = "gamify.challenge_handed_in"
    message = _("You have handed this in already.")


def hand_in(
    *,
    actor: User,
    task: ChallengeTask,
    text: str = "",
    link: str = "",
    picture: UploadedFile | None = None,
    alt: str = "",
    now: datetime,
) -> Submission:
    """Hand in what the task asks for; the picture is decoded and written anew before the transaction, `alt` says what
    one sees on it.

    Locks: the challenge.
    Raises: NotFound: not a proof, or `actor` does not take part; entering.Left; WrongMoment; HandedIn; Invalid beside
        `text`, `link`, `picture` or `alt`.
    """
    entrant = _entrant(actor, task)
    _check_open(entrant, task, now)  # before work is done for a picture
    said, url = _words(task, text, link)
    seen = clean.line(alt, field="alt", most=ALT_LENGTH) if picture else ""
    encoded = pictures.encode(picture, field="picture") if picture and "picture" in task.asks else None
    if not (said or url or encoded):
        raise errors.Invalid(fields={task.asks[0]: _("Please hand in something.")})
    with transaction.atomic():
        held = locking.challenge(task.challenge_id)
        entrant.challenge = held
        attempt = _check_open(entrant, task, now)
        made = Submission(
            state=State.WAITING,
            entrant=entrant,
            task=task,
            attempt=attempt,
            text=said,
            link=url,
            submitted_at=now,
            due_at=now + timedelta(days=held.review_days),
        )
        if encoded:
            made.width, made.height = pictures.keep(made.image, encoded)
            made.alt = seen
        made.save()
        steps.born(made, actor=actor, cause="handed_in", now=now)
        notifying.handed_in(made, now)
        notifying.touch(held, actor)
    return made


def _entrant(actor: User, task: ChallengeTask) -> Entrant:
    rows = Entrant.objects.select_related("challenge__brand", "user").filter(challenge=task.challenge_id, user=actor)
    found = rows.first()
    if found is not None and found.left_at:
        raise entering.Left
    if found is None or task.kind != ChallengeTask.Kind.PROOF:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return found


def _check_open(entrant: Entrant, task: ChallengeTask, now: datetime) -> int:
    """Return which attempt this is. Queries: 1. Raises: WrongMoment, HandedIn."""
    held = entrant.challenge
    last = Submission.objects.filter(entrant=entrant, task=task).order_by("-attempt").first()
    if last and not (last.state == State.REFUSED and last.retry_until):
        raise HandedIn(state=last.state)
    until = last.retry_until if last else held.ends_at
    if held.state not in (Challenge.State.RUNNING, Challenge.State.CLOSING) or held.frozen_at:
        raise locking.WrongMoment(state=held.state)
    if until is None or until <= now:
        raise locking.WrongMoment(state=Challenge.State.CLOSING)
    return last.attempt + 1 if last else 1


def _words(task: ChallengeTask, text: str, link: str) -> tuple[str, str]:
    said = clean.block(text, field="text", most=TEXT_LENGTH) if "text" in task.asks else ""
    url = clean.line(link, field="link", most=LINK_LENGTH) if "link" in task.asks else ""
    if url:
        try:
            found = urlsplit(url)
            is_web = found.scheme in ("http", "https") and bool(found.hostname) and "@" not in found.netloc
        except ValueError:
            is_web = False
        if not is_web:
            raise errors.Invalid(fields={"link": _("Please give the address of a page, such as https://example.org.")})
    return said, url
