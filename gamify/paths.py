"""Where points, challenges and seasons have their pages: what notices and cards point to."""

from __future__ import annotations

from accounts.models import User
from gamify.models import Challenge

# The pages themselves are those of `gamify/urls.py`; the addresses are said here once for inboxes and things.


def of_challenge(challenge: Challenge) -> str:
    """Return the page of a challenge."""
    return f"/challenges/{challenge.public_id}/"


def of_result(challenge: Challenge) -> str:
    """Return the page of its result."""
    return f"/challenges/{challenge.public_id}/result/"


def of_console(challenge: Challenge) -> str:
    """Return the page from which it is run."""
    return f"/challenges/{challenge.public_id}/console/"


def of_submissions(challenge: Challenge) -> str:
    """Return the page on which submissions wait."""
    return f"/challenges/{challenge.public_id}/console/submissions/"


def of_review(challenge: Challenge) -> str:
    """Return the page on which staff decide about it."""
    return f"/challenges/{challenge.public_id}/review/"


def of_consent(challenge: Challenge) -> str:
    """Return the page on which a place answers."""
    return f"/challenges/{challenge.public_id}/consent/"


def of_points(user: User) -> str:
    """Return the page on which a member sees their points: of rewards, for who hides the game."""
    return "/rewards/" if user.game_hidden else "/points/"


def of_season(key: str) -> str:
    """Return the page of a season."""
    return f"/boards/season/{key}/"
