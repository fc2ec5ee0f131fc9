"""What follows when something happens to a challenge: lines in inboxes and live topics. In its transaction."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import QuerySet
from django.utils import translation

from accounts.models import User
from accounts.selectors import brands
from gamify import paths
from gamify.models import Challenge, Consent, Entrant, Prize, Submission
from gamify.registry import scopes
from inbox.services import notifications
from live.services import topics


def touch(challenge: Challenge, *users: User) -> None:
    """Renew the challenge's own pieces of pages, and what members see of their own part."""
    topics.touch(topic(challenge), *(mine(user) for user in users))


def topic(challenge: Challenge) -> str:
    """Return the live topic of a challenge."""
    return f"challenge:{challenge.pk}"


def mine(user: User) -> str:
    """Return the live topic of what a member does in challenges."""
    return f"member:{user.public_id}:challenges"


def submitted(held: Challenge, *, by: User, now: datetime) -> None:
    """It waits for review: staff who do not belong to it hear of it."""
    _tell(_staff(held), "challenge_submitted", held, paths.of_review(held), now, by)


def sent_back(held: Challenge, *, by: User, now: datetime) -> None:
    """It came back from review; its reason says what to mend."""
    _tell(house(held), "challenge_sent_back", held, paths.of_console(held), now, by)


def announced(held: Challenge, *, by: User, now: datetime) -> None:
    """It is announced: those who run it hear of it."""
    _tell(house(held), "challenge_announced", held, paths.of_console(held), now, by)


def consent_asked(held: Challenge, place: str, *, by: User, now: datetime) -> None:
    """A place is asked whether the challenge may take place there."""
    leaders = User.objects.filter(pk__in=scopes.organisers(place), is_active=True)
    key = f"challenge_consent:{held.public_id}:{place}:{held.seq}"
    _tell(leaders, "challenge_consent", held, paths.of_consent(held), now, by, key=key)


def consent_answered(held: Challenge, row: Consent, *, by: User, now: datetime) -> None:
    """A place answered: those who run the challenge hear of it."""
    key = f"challenge_answered:{held.public_id}:{row.scope}:{row.state}:{held.seq}"
    _tell(house(held), "challenge_answered", held, paths.of_console(held), now, by, key=key, state=row.state)


def narrowed(held: Challenge, members: Collection[int], *, by: User, now: datetime) -> None:
    """A place took back its yes: those of it who take part hear what that means for them."""
    people = [person for person in _taking_part(held) if person.pk in members]
    _tell(people, "challenge_narrowed", held, paths.of_challenge(held), now, by)


def entered(entrant: Entrant, now: datetime) -> None:
    """Somebody takes part: they have a line that leads back to it."""
    held = entrant.challenge
    key = f"challenge_entered:{held.public_id}"
    _tell([entrant.user], "challenge_entered", held, paths.of_challenge(held), now, key=key)


def handed_in(submission: Submission, now: datetime) -> None:
    """A submission waits: those who run the challenge hear of it, one line for each challenge and day."""
    held = submission.entrant.challenge
    key = f"challenge_submission:{held.public_id}:{now:%Y-%m-%d}"
    _tell(house(held), "challenge_submission", held, paths.of_submissions(held), now, submission.entrant.user, key=key)


def answered(submission: Submission, now: datetime) -> None:
    """A submission has its answer."""
    held = submission.entrant.challenge
    key = f"challenge_reviewed:{submission.public_id}"
    to, url = [submission.entrant.user], paths.of_challenge(held)
    _tell(to, "challenge_reviewed", held, url, now, key=key, state=submission.state, words=submission.reason)


def ends_soon(held: Challenge, now: datetime) -> None:
    """It ends tomorrow: those who have not finished hear of it."""
    rest = _taking_part(held).filter(pk__in=held.entrants.filter(finished_at=None).values("user"))
    _tell(rest, "challenge_ends", held, paths.of_challenge(held), now, key=f"challenge_ends:{held.public_id}")


def closing(held: Challenge, now: datetime) -> None:
    """It is over: those who run it hear what waits for them."""
    _tell(house(held), "challenge_over", held, paths.of_console(held), now)


def won(prize: Prize, words: Callable[[], str], now: datetime) -> None:
    """Somebody got a prize; `words` says which, in the active language."""
    held = prize.challenge
    key = f"challenge_won:{prize.key}"
    _tell(
        [prize.entrant.user], "challenge_won", held, paths.of_result(held), now, key=key, prize=in_each_language(words)
    )


def finished(held: Challenge, people: Iterable[User], now: datetime) -> None:
    """It is frozen: who finished hears that they did."""
    _tell(people, "challenge_finished", held, paths.of_result(held), now, key=f"challenge_finished:{held.public_id}")


def settled(held: Challenge, back: int, now: datetime) -> None:
    """Everything is paid, and what was left is back in the purse."""
    key = f"challenge_settled:{held.public_id}"
    _tell(house(held), "challenge_settled", held, paths.of_result(held), now, key=key, points=back)


def called_off(held: Challenge, back: int, *, by: User, now: datetime) -> None:
    """It ends without a result: who takes part and who runs it hear why, and that the budget is back."""
    key, kind = f"challenge_cancelled:{held.public_id}", "challenge_cancelled"
    _tell(house(held), kind, held, paths.of_console(held), now, by, key=key, points=back)
    _tell(_taking_part(held), kind, held, paths.of_challenge(held), now, by, key=key)


def in_each_language(words: Callable[[], str]) -> dict[str, str]:
    """Return what `words` says in every language of the site: who reads it later reads their own."""
    said = {}
    for code, _language in settings.LANGUAGES:
        with translation.override(code):
            said[code] = words()
    return said


def house(held: Challenge) -> Iterable[User]:
    """Return those who run the challenge."""
    if held.brand_id:
        return brands.people_of(held.brand_id)
    return User.objects.filter(pk__in=scopes.organisers(held.scope), is_active=True)


def _taking_part(held: Challenge) -> QuerySet[User]:
    return User.objects.filter(pk__in=held.entrants.filter(left_at=None).values("user"), is_active=True)


def _staff(held: Challenge) -> Iterable[User]:
    own = {person.pk for person in house(held)}
    return User.objects.filter(is_staff=True, is_active=True).exclude(pk__in=own)


def _tell(
    to: Iterable[User],
    kind: str,
    held: Challenge,
    url: str,
    now: datetime,
    actor: User | None = None,
    *,
    key: str = "",
    **data: Any,
) -> None:
    """Write one line each, and renew what is their own on its page; nobody is told of what they did themselves.

    Queries: 3 for any number.
    """
    key = key or f"{kind}:{held.public_id}:{held.seq}"
    said = {"challenge": held.names, "reason": held.reason, **data}
    people = [person for person in to if actor is None or person.pk != actor.pk]
    lines = [notifications.Line(person.pk, person.public_id, kind, key, url, said, now) for person in people]
    topics.touch(*notifications.send_many(lines=lines), *(mine(person) for person in people))
