"""What authors answer to suggested feelings: kept beside the post, never part of it."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from community import analyzers
from community.emotions import EMOTIONS
from community.models import FeelingAnswer, Post
from community.services.composition import Composition

Answer = FeelingAnswer.Answer


def remember(*, post: Post, composition: Composition, now: datetime) -> tuple[FeelingAnswer, ...]:
    """Keep what the author did with what was suggested for `post`; nothing where nothing was. Inside a transaction.

    A later edit answers again for the feelings that it names. Queries: 0 or 1.
    """
    suggested = EMOTIONS.keys() & {*composition.suggested, *composition.dismissed}
    if not suggested:
        return ()
    told = answers(composition.emotions, suggested, composition.dismissed)
    model_id = analyzers.analyze(f"{post.title}\n{post.body}").model_id
    rows = (FeelingAnswer(post=post, emotion=key, answer=told[key], model_id=model_id, at=now) for key in told)
    return tuple(
        FeelingAnswer.objects.bulk_create(
            rows,
            update_conflicts=True,
            unique_fields=["post", "emotion"],
            update_fields=["answer", "model_id", "at"],
        )
    )


def answers(chosen: Collection[str], suggested: Collection[str], dismissed: Collection[str]) -> dict[str, Answer]:
    """Return the answer for each feeling; what was shown and neither taken nor sent away has none."""
    told = {key: Answer.ACCEPTED if key in suggested else Answer.AUTHOR for key in chosen}
    return told | {key: Answer.DISMISSED for key in sorted(suggested) if key in dismissed and key not in chosen}
