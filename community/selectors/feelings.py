"""What a text may feel like, for whoever writes it; nothing of the text is kept or logged."""

from __future__ import annotations

from collections.abc import Container

from accounts.models import User
from community import analyzers
from community.analyzers import Analysis
from community.emotions import EMOTIONS
from community.models import FeelingAnswer, Post

NOTHING = Analysis("", ())


def suggested(*, text: str, user: User, besides: Container[str] = ()) -> Analysis:
    """Return at most three feelings for `text`, none of `besides`; none to who switched that off. Queries: 0."""
    if not user.feelings_on:
        return NOTHING
    found = analyzers.analyze(text)
    kept = tuple(each for each in found.suggestions if each.tag in EMOTIONS and each.tag not in besides)
    return Analysis(found.model_id, kept)


def dismissed_for(*, post: Post) -> tuple[str, ...]:
    """Return what its author sent away while they wrote `post`: it is not suggested again. Queries: 1."""
    found = post.feeling_answers.filter(answer=FeelingAnswer.Answer.DISMISSED)
    return tuple(found.order_by("emotion").values_list("emotion", flat=True))
