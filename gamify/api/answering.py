"""The answer that goes with what a member just did, here and in the endpoints of other apps."""

from __future__ import annotations

from accounts.models import User
from gamify.api.shapes.answers import AnswerSerializer
from gamify.models import Activity
from gamify.services import answers

__all__ = ["AnswerSerializer", "answer_for"]


def answer_for(member: User, activity: Activity | None) -> answers.Answer | None:
    """Return what `activity` earned; None for who hides the game, and when nothing new happened."""
    if activity is None or member.game_hidden:
        return None
    return answers.answer(activity)
