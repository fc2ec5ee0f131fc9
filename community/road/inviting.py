"""One kind way on for a member: an address that exists for them, and never one to buy something."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts import road
from accounts.models import User
from accounts.road import PART, TRUST, VALUE, Invitation, Inviting
from accounts.selectors import hiding
from community.models import Attendance, Meetup, Membership, Post, Proposal, Support
from community.road import naming

FRESH = timedelta(days=30)


def _to_a_group(user: User, now: datetime) -> Invitation | None:
    if _groups(user, now).exists():
        return None
    words = _("Find a place of your own: people who like what you like.")
    return Invitation(words, _("Look at the groups"), reverse("community:group-list"))


def _to_answer(user: User, now: datetime) -> Invitation | None:
    """A question of their groups that nobody has answered yet."""
    rows = Post.objects.visible_to(user).wanted_by(user).exclude(author=user).filter(group__in=_groups(user, now))
    rows = rows.filter(type=Post.Type.QUESTION, comment_count=0, created_at__gte=now - FRESH)
    post = rows.order_by("-created_at", "-id").first()
    if post is None:
        return None
    title, url = naming.of_post(post)
    return Invitation(_("“%(title)s” waits for its first answer.") % {"title": title}, _("Read the question"), url)


def _to_support(user: User, now: datetime) -> Invitation | None:
    """A proposal of their groups that gathers support and about which they said nothing: whose time is over first."""
    own = Support.objects.filter(proposal=OuterRef("pk"), user=user)
    rows = Proposal.objects.visible_to(user).filter(~Exists(own), state=Proposal.State.OPEN, removed_at=None)
    rows = rows.filter(group__in=_groups(user, now)).exclude(author=user).exclude(authorships__user=user)
    rows = rows.exclude(brand__in=user.brand_roles.values("brand"))
    hidden = hiding.of(user)
    rows = rows if hidden is None else rows.exclude(author__in=hidden)
    found = rows.order_by(F("next_by").asc(nulls_last=True), "id").first()
    if found is None:
        return None
    words = _("“%(title)s” is looking for support in your group. Would you like it, too?") % {"title": found.title}
    return Invitation(words, _("Read the proposal"), naming.of_proposal(found)[1])


def _to_meet(user: User, now: datetime) -> Invitation | None:
    """The next meetup of their groups to which they have said neither yes nor no."""
    said = Attendance.objects.filter(meetup=OuterRef("pk"), user=user)
    rows = Meetup.objects.visible_to(user).filter(~Exists(said), begins_at__gt=now, called_off_at=None)
    found = rows.filter(group__in=_groups(user, now)).order_by("begins_at", "id").first()
    if found is None:
        return None
    title, url = naming.of_meetup(found)
    return Invitation(_("Your group meets: “%(title)s”.") % {"title": title}, _("Look at the meetup"), url)


def _to_write(user: User, now: datetime) -> Invitation | None:
    if not _groups(user, now).exists():
        return None
    words = _("How was your day? Your groups would like to know.")
    return Invitation(words, _("Write a post"), reverse("community:post-create"))


def _groups(user: User, now: datetime) -> QuerySet[Membership, int]:
    """Return the groups in which they may speak now."""
    silent = Q(muted_until__gt=now) | Q(banned_until__gt=now) | Q(group__archived_at__isnull=False)
    own = Membership.objects.filter(user=user, state=Membership.State.ACTIVE).exclude(silent)
    return own.values_list("group", flat=True)


for way in (
    Inviting("to-a-group", PART, 2, _to_a_group),
    Inviting("to-answer", PART, 2, _to_answer),
    Inviting("to-support", PART, 3, _to_support),
    Inviting("to-meet", TRUST, 3, _to_meet),
    Inviting("to-write", VALUE, 2, _to_write),
):
    road.add(way)
