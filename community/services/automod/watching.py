"""Looking at a text before it is published or changed: what a group's automod and the raid switch make of it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from community import automod
from community.automod import Said
from community.models import AutomodRule, Cause, Comment, Group, Membership, Post, SiteRaid
from community.policies import Standing
from community.services import text, words
from community.services.filing import Hit
from lib import errors

Act = AutomodRule.Act
NEW_HERE = timedelta(days=7)  # who joined since is new while the raid switch is on
NEW_ON_SITE = timedelta(days=1)
DAY = timedelta(days=1)
LATEST = 50  # so many texts of the last day are compared
FOUND_LENGTH = 200
STILL_THERE = (Post.State.PUBLISHED, Post.State.HELD, Post.State.REMOVED)
NO_HITS: tuple[Hit, ...] = ()


class Refused(errors.Invalid):
    """The group's automod does not let it out; the sentence names the group's rule."""

    code = "community.automod_refused"


@dataclass(frozen=True)
class Writing:
    """What somebody is about to publish or to change in a group; `before` is what stands there now, if anything."""

    author: User
    group: Group
    standing: Standing
    said: Said
    now: datetime
    before: Post | Comment | None = None

    @cached_property
    def had(self) -> Said | None:
        """What is said there now, if anything. Queries: as `said_by`, once."""
        return None if self.before is None else said_by(self.before)


def said_in(*, body: str, html: str, title: str = "", alts: Iterable[str] = (), pictures: Iterable[str] = ()) -> Said:
    """Return a text as automod reads it."""
    shown = text.plain(html)
    return Said(
        parts=(title, shown, body, *alts),
        html=html,
        pictures=frozenset(pictures),
        mentions=frozenset((*words.mentions(body), *words.mentions(shown))),
    )


def said_by(what: Post | Comment) -> Said:
    """Return what is written there as automod reads it. Queries: 1 for a post (its pictures), unless prefetched."""
    if isinstance(what, Comment):
        return said_in(body=what.body, html=what.html)
    shots = what.images.all()
    alts, pictures = [each.alt for each in shots], [each.public_id for each in shots]
    return said_in(body=what.body, html=what.html, title=what.title, alts=alts, pictures=pictures)


def look(writing: Writing) -> tuple[Hit, ...]:
    """Return what holds the text back or puts it into the queue; those who look after the group are let through.

    A change is judged by what it adds: what was there already has been let out.

    Queries: none in a group without automod and raid, 1 for an account younger than a day; else 1 for the rules and
        up to 3 for newcomers and repeats, 1 for the pictures of a post that is changed.
    Raises: Refused, naming the group's rule.
    """
    group = writing.group
    if writing.standing.is_moderator or writing.had == writing.said:
        return NO_HITS
    rules = AutomodRule.objects.filter(group=group).select_related("rule").order_by("pk") if group.automod_count else ()
    hits = [Hit(each.cause, each.act, each.rule, found) for each in rules if (found := _met(each, writing)) is not None]
    for hit in hits:
        if hit.act == Act.REFUSE:
            raise refusal(hit)
    if _is_in_raid(writing):
        hits.append(Hit(Cause.RAID, Act.HOLD))
    return tuple(hits)


def is_held(hits: Iterable[Hit]) -> bool:
    """Say whether what was met keeps the text back."""
    return any(hit.act == Act.HOLD for hit in hits)


def refusal(hit: Hit) -> Refused:
    """Return the sentence that tells the author which rule stands in the way, and what met it."""
    assert hit.rule is not None
    field = "pictures" if hit.cause == Cause.PICTURES else "body"
    said = {"number": hit.rule.number, "rule": hit.rule.title, "found": hit.found}
    return Refused(fields={field: _REASONS[hit.cause] % said})


_REASONS: dict[str, Promise] = {
    Cause.WORDS: _("“%(found)s” is not for this group. Rule %(number)s: %(rule)s."),
    Cause.LINKS: _("These links are not for this group. Rule %(number)s: %(rule)s."),
    Cause.PICTURES: _("No pictures in this group, please. Rule %(number)s: %(rule)s."),
    Cause.NEWCOMER: _("Newcomers cannot write here yet: read for a while first. Rule %(number)s: %(rule)s."),
    Cause.MENTIONS: _("You mention too many people at once. Rule %(number)s: %(rule)s."),
    Cause.REPEAT: _("You wrote the same here today. Rule %(number)s: %(rule)s."),
}


def content_met(rule: AutomodRule, said: Said) -> frozenset[str]:
    """Return what of the text itself meets `rule`; never anything for newcomers and repeats. Queries: none."""
    if rule.cause == Cause.WORDS:
        return automod.phrases(said, rule.lines)
    if rule.cause == Cause.LINKS:
        found = automod.links(said, rule.lines)
        return found if rule.lines else found - {automod.host_of(urlsplit(settings.BASE_URL).netloc)}
    if rule.cause == Cause.PICTURES:
        return said.pictures
    return said.mentions if rule.cause == Cause.MENTIONS and len(said.mentions) > rule.most else frozenset()


def _met(rule: AutomodRule, writing: Writing) -> str | None:
    """Return what meets the rule, "" where there is nothing to quote; None when nothing does."""
    if rule.cause == Cause.NEWCOMER:
        return "" if _is_new(rule, writing) else None
    if rule.cause == Cause.REPEAT:
        return "" if _is_repeated(rule, writing) else None
    found = content_met(rule, writing.said)
    if found and writing.had is not None:
        found -= content_met(rule, writing.had)
    if not found:
        return None
    return ", ".join(sorted(found))[:FOUND_LENGTH] if rule.cause in (Cause.WORDS, Cause.LINKS) else ""


def _is_new(rule: AutomodRule, writing: Writing) -> bool:
    if rule.days and _joined_since(writing, writing.now - timedelta(days=rule.days)):
        return True
    return bool(rule.most) and len(_written(writing, (Post.State.PUBLISHED,), rule.most)) < rule.most


def _is_repeated(rule: AutomodRule, writing: Writing) -> bool:
    since = writing.now - DAY
    same = (each for each in _written(writing, STILL_THERE, LATEST, since=since) if automod.is_same(writing.said, each))
    return sum(1 for _each in same) >= max(1, rule.most)


def _written(writing: Writing, states: Sequence[str], most: int, since: datetime | None = None) -> list[str]:
    """Return what the author wrote in the group in these states, the latest first; not what is changed. Queries: 2."""
    found: list[str] = []
    for kind, place in ((Post, "group"), (Comment, "post__group")):
        rows = kind.objects.filter(author=writing.author, state__in=states, **{place: writing.group})
        if since is not None:
            rows = rows.filter(created_at__gt=since)
        if isinstance(writing.before, kind):
            rows = rows.exclude(pk=writing.before.pk)
        found += rows.order_by("-pk").values_list("body", flat=True)[:most]
    return found


def _is_in_raid(writing: Writing) -> bool:
    now = writing.now
    if writing.group.is_raided(now) and _joined_since(writing, now - NEW_HERE):
        return True
    is_young = now - NEW_ON_SITE < writing.author.date_joined <= now
    is_public = writing.group.visibility == Group.Visibility.PUBLIC
    return is_young and is_public and SiteRaid.objects.filter(ends_at__gt=now).exists()


def _joined_since(writing: Writing, since: datetime) -> bool:
    mine = Membership.objects.filter(group=writing.group, user=writing.author)
    return mine.filter(joined_at__gt=since).exists()
