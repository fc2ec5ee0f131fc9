"""What a text may feel like, for whoever writes it; nothing of the text is kept or logged."""

from __future__ import annotations

from collections.abc import Container

from accounts.models import User
from community import analyzers
from community.analyzers import Analysis
from community.analyzers.reading import Reading
from community.analyzers.training import corpora
from community.analyzers.training.corpora import Example
from community.emotions import EMOTIONS
from community.models import FeelingAnswer, Group, Post

NOTHING = Analysis("", ())


def suggested(*, text: str, user: User, besides: Container[str] = ()) -> Analysis:
    """Return at most three feelings for `text`, none of `besides`; none to who switched that off. Queries: 0."""
    if not user.feelings_on:
        return NOTHING
    found = analyzers.analyze(text)
    kept = tuple(each for each in found.suggestions if each.tag in EMOTIONS and each.tag not in besides)
    return Analysis(found.model_id, kept)


def answered() -> dict[str, list[Example]]:
    """Return, by language, the published posts of public groups whose authors answered suggestions and still want them.

    Queries: 1, and one for their feelings.
    """
    found: dict[str, list[Example]] = {language: [] for language in corpora.LANGUAGES}
    posts = Post.objects.filter(state=Post.State.PUBLISHED, group__visibility=Group.Visibility.PUBLIC)
    posts = posts.filter(author__feelings_on=True, pk__in=FeelingAnswer.objects.values("post")).prefetch_related(
        "emotions"
    )
    for post in posts.order_by("pk"):
        text = f"{post.title}\n{post.body}"
        tags = frozenset(each.emotion for each in post.emotions.all())
        for language in Reading(text).languages[:1]:
            found[language].append(Example(text, tags, is_neutral=False))
    return found


def dismissed_for(*, post: Post) -> tuple[str, ...]:
    """Return what its author sent away while they wrote `post`: it is not suggested again. Queries: 1."""
    found = post.feeling_answers.filter(answer=FeelingAnswer.Answer.DISMISSED)
    return tuple(found.order_by("emotion").values_list("emotion", flat=True))
