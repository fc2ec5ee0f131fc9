"""Saying what an action earned to those whose browser runs no scripts; the others see `gamify:gains`."""

from __future__ import annotations

from collections.abc import Iterator

from django.contrib import messages
from django.contrib.messages.storage.base import BaseStorage
from django.utils.translation import gettext as _

from accounts.requests import MemberRequest
from gamify.models import Activity
from gamify.services import answers

WITHOUT_SCRIPTS = "noscript"


def say(request: MemberRequest, activity: Activity | None, sentence: str) -> None:
    """Add `sentence` as a message, and what `activity` earned as messages that only show without scripts.

    The twin of a double submission has no activity, and says nothing that is still to be shown.
    """
    if activity is None and _is_waiting(request, sentence):
        return
    messages.success(request, sentence)
    if activity is None or request.user.game_hidden:
        return
    for line in _lines(answers.answer(activity=activity)):
        messages.success(request, line, extra_tags=WITHOUT_SCRIPTS)


def _is_waiting(request: MemberRequest, sentence: str) -> bool:
    waiting = messages.get_messages(request)
    assert isinstance(waiting, BaseStorage)
    found = any(str(message) == sentence for message in waiting)
    waiting.used = False
    return found


def _lines(answer: answers.Answer) -> Iterator[str]:
    currencies = {"growth": _("growth"), "spark": _("spark")}
    reached = {
        "task": _("Task done: %(name)s"),
        "step": _("Step done: %(name)s"),
        "quest": _("Quest finished: %(name)s"),
        "badge": _("Badge: %(name)s"),
    }
    for effect in answer.effects:
        words = {"name": effect.name, "points": f"{effect.amount:+}", "currency": currencies.get(effect.currency, "")}
        yield _("%(name)s: %(points)s %(currency)s") % words
    for step in (*answer.tasks, *answer.quest_steps, *answer.quests, *answer.badges):
        if step.is_completed:
            yield reached[step.kind] % {"name": step.name}
    if answer.level and answer.level.is_up:
        yield _("Level %(number)s: %(name)s") % {"number": answer.level.after, "name": answer.level.name}
