"""What touched a member in the community, month by month: what they said, what came back, what was decided."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _, ngettext

from accounts import road
from accounts.models import User
from accounts.road import GOOD, HARD, PLAIN, Touch, Touches
from community import paths
from community.models import (
    Attendance,
    Authorship,
    BrandAnswer,
    Case,
    Comment,
    Meetup,
    Membership,
    ModlogEntry,
    Post,
    PostEmotion,
    Proposal,
    Reaction,
    Report,
    Step,
    Support,
)
from community.models.support import LIVE
from community.querysets import PUBLISHED
from community.road import naming
from community.selectors import mentions
from community.services import text
from gamify.registry import things
from look.emotions import HEAVY

_FOR = ("restore", "reinstate", "unban", "unmute", "overturn")  # actions of moderators, for and against a member
_AGAINST = ("remove", "decline", "picture", "strike", "mute", "ban", "uphold")


def _said(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Queries: 2, as `mentions.fill` more."""
    written = Post.objects.filter(author=user, created_at__gte=since, created_at__lt=until, state=PUBLISHED)
    rows = road.readable(written, Post.objects.visible_to(user)).prefetch_related("emotions")
    found: list[Any] = mentions.fill(rows.order_by("-created_at", "-id")[:most])
    for post in found:
        moods = tuple(each.emotion for each in sorted(post.emotions.all(), key=lambda each: each.position))
        name = text.called(post.title, post.html) or _("a picture")
        words = _("You wrote “%(title)s”.") % {"title": name}
        yield Touch(post.created_at, words, paths.of_post(post) if post.is_readable else "", _tone(moods), moods)


def _answered(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Queries: 1, and 1 or 2 to name the posts."""
    rows = Comment.objects.filter(author=user, state=PUBLISHED).exclude(post__author=user)
    for at, n, title, url in _by_post(user, rows, since, until, most):
        words = ngettext("You commented on “%(title)s”.", "You wrote %(n)s comments on “%(title)s”.", n)
        yield Touch(at, words % {"n": n, "title": title}, url)


def _heard(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Queries: as `_answered`."""
    rows = Comment.objects.filter(post__author=user, post__comment_count__gt=0, state=PUBLISHED).exclude(author=user)
    for at, n, title, url in _by_post(user, rows, since, until, most):
        words = ngettext("Somebody answered “%(title)s”.", "%(n)s answers came to “%(title)s”.", n)
        yield Touch(at, words % {"n": n, "title": title}, url, GOOD)


def _felt(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Queries: as `_answered`."""
    rows = Reaction.objects.filter(post__author=user, is_on=True).exclude(user=user)
    for at, n, title, url in _by_post(user, rows, since, until, most):
        words = ngettext("Somebody felt along with “%(title)s”.", "%(n)s people felt along with “%(title)s”.", n)
        yield Touch(at, words % {"n": n, "title": title}, url, GOOD)


def _by_post(
    user: User, rows: QuerySet[Comment] | QuerySet[Reaction], since: datetime, until: datetime, most: int
) -> Iterator[tuple[datetime, int, str, str]]:
    """Yield of each post the latest moment and how many there were, with its name where it may be read."""
    inside = rows.filter(created_at__gte=since, created_at__lt=until).values("post")
    found = list(inside.annotate(n=Count("pk"), at=Max("created_at")).order_by("-at", "-post")[:most])
    named = things.find(user, [("post", str(row["post"])) for row in found])
    for row in found:
        thing = named.get(("post", str(row["post"])))
        if thing is not None:
            yield row["at"], row["n"], thing.words or _("a picture"), thing.url


def _joined(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Membership.objects.filter(user=user, state="active", joined_at__gte=since, joined_at__lt=until)
    for row in rows.select_related("group").order_by("-joined_at", "-pk")[:most]:
        name, url = naming.of_group(row.group)
        yield Touch(row.joined_at or since, _("You came into %(group)s.") % {"group": name}, url)


def _reports(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Report.objects.filter(reporter=user, case__decided_at__gte=since, case__decided_at__lt=until)
    for row in rows.select_related("case").order_by("-case__decided_at", "-pk")[:most]:
        is_gone = row.case.state == Case.State.REMOVED
        words = (
            _("What you reported was taken away.") if is_gone else _("What you reported was looked at, and decided.")
        )
        yield Touch(row.case.decided_at or since, words, naming.of_case(row)[1], GOOD if is_gone else PLAIN)


def _decided(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = ModlogEntry.objects.filter(subject=user, action__in=(*_FOR, *_AGAINST), at__gte=since, at__lt=until)
    for row in rows.order_by("-at", "-pk")[:most]:
        is_for = row.action in _FOR
        words = _("The moderators took back a decision.") if is_for else _("The moderators made a decision about you.")
        yield Touch(row.at, words, reverse("community:decision-detail", args=[row.pk]), GOOD if is_for else HARD)


def _met(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    rows = Attendance.objects.filter(user=user, meetup__begins_at__gte=since, meetup__begins_at__lt=until)
    told = rows.exclude(presence="") | rows.filter(state="coming", meetup__called_off_at__isnull=False)
    told = told.filter(meetup__in=Meetup.objects.visible_to(user))
    for row in told.select_related("meetup").order_by("-meetup__begins_at", "-pk")[:most]:
        title, url = naming.of_meetup(row.meetup)
        if row.meetup.is_called_off:
            yield Touch(row.meetup.begins_at, _("“%(title)s” was called off.") % {"title": title}, url, HARD)
        else:
            yield Touch(row.meetup.begins_at, _("You met at “%(title)s”.") % {"title": title}, url, GOOD)


def _brand_answers(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """What a brand answered to proposals that the member wrote or stands behind."""
    mine = Q(proposal__in=_authored(user)) | Q(
        proposal__in=Support.objects.filter(user=user, state__in=LIVE).values("proposal")
    )
    rows = BrandAnswer.objects.filter(mine, state="revealed", revealed_at__gte=since, revealed_at__lt=until)
    rows = rows.filter(proposal__in=Proposal.objects.visible_to(user)).select_related("proposal")
    tones: dict[str, str] = {BrandAnswer.Outcome.ACCEPTED: GOOD, BrandAnswer.Outcome.DECLINED: HARD}
    for row in rows.order_by("-revealed_at", "-pk")[:most]:
        title, outcome = row.proposal.title, row.get_outcome_display()
        words = _("The brand answered “%(title)s”: %(outcome)s.") % {"title": title, "outcome": outcome}
        yield Touch(row.revealed_at or since, words, paths.of_making(row.proposal), tones.get(row.outcome, PLAIN))


def _steps(user: User, since: datetime, until: datetime, most: int) -> Iterator[Touch]:
    """Proposals of the member's own that found enough support, or did not. Queries: 2."""
    rows = Step.objects.filter(kind="proposal", after__in=("threshold", "lapsed"), at__gte=since, at__lt=until)
    found = list(rows.filter(row_id__in=_authored(user)).order_by("-at", "-pk")[:most])
    seen = Proposal.objects.visible_to(user).in_bulk([row.row_id for row in found])
    for row in (row for row in found if row.row_id in seen):
        title, url = naming.of_proposal(seen[row.row_id])
        if row.after == "threshold":
            yield Touch(row.at, _("“%(title)s” found enough support.") % {"title": title}, url, GOOD)
        else:
            yield Touch(row.at, _("“%(title)s” did not find enough support in time.") % {"title": title}, url, HARD)


def _authored(user: User) -> QuerySet[Authorship, int]:
    return Authorship.objects.filter(user=user, state="accepted").values_list("proposal", flat=True)


def _tone(moods: tuple[str, ...]) -> str:
    if not moods:
        return PLAIN
    return HARD if moods[0] in HEAVY else GOOD


def _feelings(user: User, since: datetime, until: datetime) -> Iterable[tuple[datetime, str]]:
    chosen = PostEmotion.objects.filter(post__author=user, post__state=PUBLISHED)
    return chosen.filter(post__created_at__gte=since, post__created_at__lt=until).values_list("created_at", "emotion")


for kind in (
    Touches("posts-written", "words", "message-circle", _said),
    Touches("comments-given", "words", "reply", _answered),
    Touches("comments-got", "echo", "message-circle-heart", _heard),
    Touches("reactions-got", "echo", "heart", _felt),
    Touches("groups-joined", "moments", "users-round", _joined),
    Touches("reports-decided", "moments", "flag", _reports),
    Touches("decisions", "moments", "scale", _decided),
    Touches("meetups", "moments", "calendar-heart", _met),
    Touches("brand-answers", "moments", "lightbulb", _brand_answers),
    Touches("proposals-moved", "moments", "sprout", _steps),
):
    road.add(kind)
road.add_feelings(_feelings)
