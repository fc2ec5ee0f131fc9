"""What a text may feel like, for whoever writes it; nothing of the text is kept or logged."""

from __future__ import annotations

from collections.abc import Container

from accounts.models import User
from community import analyzers
from community.analyzers import Analysis
from community.emotions import EMOTIONS

NOTHING = Analysis("", ())


def suggested(*, text: str, user: User, besides: Container[str] = ()) -> Analysis:
    """Return at most three feelings for `text`, none of `besides`; none to who switched that off. Queries: 0."""
    if not user.feelings_on:
        return NOTHING
    found = analyzers.analyze(text)
    kept = tuple(each for each in found.suggestions if each.tag in EMOTIONS and each.tag not in besides)
    return Analysis(found.model_id, kept)
