"""A group's automod as those see it who look after the group, and what a rule would have met."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from operator import attrgetter
from typing import Any

from django.db.models import Count, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _, ngettext

from community import automod, paths
from community.models import AutomodRule, Cause, Comment, Group, Membership, Post, SiteRaid
from community.services import text
from community.services.automod import watching
from lib import errors

READ = 100
RAIDS = 10
SHOWN = 5
_WORDS = 3


@dataclass(frozen=True)
class Met:
    """A text that a rule would have met."""

    url: str
    title: str
    what: str


@dataclass(frozen=True)
class Trial:
    """How many of the latest texts a rule would have met, and the newest of them."""

    read: int
    met: int
    shown: tuple[Met, ...]

    @property
    def words(self) -> str:
        """Say it in a sentence."""
        said = ngettext("Of the last %(read)s text", "Of the last %(read)s texts", self.read) % {"read": self.read}
        return _("%(of)s it would have met %(met)s.") % {"of": said, "met": self.met}


def rules_of(*, group: Group) -> tuple[AutomodRule, ...]:
    """Return what automod looks for, the oldest first. Queries: 1."""
    return tuple(AutomodRule.objects.filter(group=group).select_related("rule").order_by("pk"))


def get(*, group: Group, pk: int) -> AutomodRule:
    """Return one of them. Queries: 1. Raises: NotFound."""
    rule = AutomodRule.objects.filter(group=group, pk=pk).select_related("rule").first()
    if rule is None:
        raise errors.NotFound(code="community.automod_not_found")
    return rule


def summary(rule: AutomodRule) -> str:
    """Say in a line what a rule looks for."""
    if rule.cause in (Cause.WORDS, Cause.LINKS):
        lines = [str(line) for line in rule.lines]
        if not lines:
            return _("any link to another site")
        named, more = _(", ").join(lines[:_WORDS]), len(lines) - _WORDS
        return named if more <= 0 else _("%(named)s and %(n)s more") % {"named": named, "n": more}
    if rule.cause == Cause.NEWCOMER:
        texts = ngettext("the first text", "the first %(n)s texts", rule.most) % {"n": rule.most} if rule.most else ""
        days = ngettext("the first day", "the first %(n)s days", rule.days) % {"n": rule.days} if rule.days else ""
        return _(", ").join(filter(None, (texts, days)))
    if rule.cause == Cause.MENTIONS:
        return ngettext("more than %(n)s person", "more than %(n)s people", rule.most) % {"n": rule.most}
    if rule.cause == Cause.REPEAT:
        return ngettext("more than once a day", "more than %(n)s times a day", rule.most) % {"n": rule.most}
    return ""


def site_raids() -> list[SiteRaid]:
    """Return the latest times in which the staff's switch was on, the newest first. Queries: 1."""
    return list(SiteRaid.objects.select_related("by", "ended_by").order_by("-ends_at", "-pk")[:RAIDS])


def trial(*, group: Group, rule: AutomodRule) -> Trial:
    """Return what `rule`, perhaps not saved, would have met of the latest READ texts here of who does not look after
    the group. Queries: 3 (posts, pictures, comments); 5 for newcomers at most.
    """
    texts = _latest(group, rule)
    met = [each for each in texts if _is_met(rule, each, texts)]
    return Trial(read=len(texts), met=len(met), shown=tuple(_shown(each) for each in met[:SHOWN]))


def _latest(group: Group, rule: AutomodRule) -> list[Any]:
    leaders = Membership.objects.leading().filter(group=group).values("user")
    posts = Post.objects.filter(group=group, state=Post.State.PUBLISHED).exclude(author__in=leaders)
    said = Comment.objects.filter(post__group=group, state=Post.State.PUBLISHED, post__state=Post.State.PUBLISHED)
    said = said.exclude(author__in=leaders).select_related("post")
    rows = [
        *_facts(posts.prefetch_related("images"), group, rule).order_by("-created_at", "-pk")[:READ],
        *_facts(said, group, rule).order_by("-created_at", "-pk")[:READ],
    ]
    return sorted(rows, key=attrgetter("created_at"), reverse=True)[:READ]


def _facts(rows: QuerySet[Any], group: Group, rule: AutomodRule) -> QuerySet[Any]:
    """Add since when each author was there, and how much they had written, for a rule that asks."""
    if rule.cause != Cause.NEWCOMER:
        return rows
    places = Membership.objects.filter(group=group, user=OuterRef("author"))
    earlier = {"author": OuterRef("author"), "created_at__lt": OuterRef("created_at"), "state": Post.State.PUBLISHED}
    known: QuerySet[Any] = rows.annotate(
        joined_at=Subquery(places.values("joined_at")[:1]),
        earlier=_count(Post.objects.filter(group=group, **earlier))
        + _count(Comment.objects.filter(post__group=group, **earlier)),
    )
    return known


def _count(rows: QuerySet[Any]) -> Coalesce:
    counted = rows.order_by().values("author").annotate(n=Count("pk")).values("n")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def _is_met(rule: AutomodRule, one: Any, texts: Iterable[Any]) -> bool:
    if rule.cause == Cause.NEWCOMER:
        is_new = one.joined_at and timedelta() <= one.created_at - one.joined_at < timedelta(days=rule.days)
        return bool(is_new or one.earlier < rule.most)
    if rule.cause == Cause.REPEAT:
        said, day = watching.said_by(one), one.created_at - watching.DAY
        before = (each for each in texts if each.author_id == one.author_id and day < each.created_at < one.created_at)
        return sum(automod.is_same(said, each.body) for each in before) >= max(1, rule.most)
    return bool(watching.content_met(rule, watching.said_by(one)))


def _shown(one: Post | Comment) -> Met:
    title = text.called(getattr(one, "title", ""), one.html)
    return Met(paths.of(one), title, "post" if isinstance(one, Post) else "comment")
