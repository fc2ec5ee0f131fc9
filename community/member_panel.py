"""What the staff see of a member's words and places, as far as they may read them, and a way to take all away."""

from __future__ import annotations

from datetime import datetime

from django.http import HttpRequest
from django.template.loader import render_to_string

from accounts.models import User
from accounts.services import member_care
from accounts.staff_registry import MemberPanel, member_panels
from community.models import Comment, Group, Membership, Post
from community.services import sweeping
from lib import clock

LATEST = 5


def _render(request: HttpRequest, person: User) -> str:
    assert isinstance(request.user, User)
    viewer, now = request.user, clock.now()
    seen = Post.objects.visible_to(viewer)
    posts = seen.filter(author=person).select_related("group")
    said = Comment.objects.filter(author=person, state=Post.State.PUBLISHED, post__in=seen).select_related("post")
    places = Membership.objects.filter(user=person, group__in=Group.objects.visible_to(viewer)).select_related("group")
    places = places.exclude(state=Membership.State.LEFT, banned_until=None)
    context = {
        "person": person,
        "posts": posts.order_by("-pk")[:LATEST],
        "comments": said.order_by("-pk")[:LATEST],
        "left": sweeping.left_of(person=person),
        "at_once": sweeping.AT_ONCE,
        "places": [
            (place, _lasts(place.muted_until, now), _lasts(place.banned_until, now)) for place in places.order_by("pk")
        ],
        "may_sweep": member_care.may_help(request.user) and not person.is_staff,
    }
    return render_to_string("community/member_panel/index.html", context, request)


def _lasts(until: datetime | None, now: datetime) -> bool:
    return until is not None and until > now


member_panels.add(MemberPanel("words", 40, _render))
