"""Groups, topics, meetups and proposals are found by their names, meetups also by where they are and what they say."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _, pgettext

from community import paths
from community.models import Group, Hashtag, Meetup, Post, Proposal
from community.selectors import meetups
from community.services import words
from lib import clock, lookup
from lib.lookup import Found
from look import moments


def _groups(viewer: Any, query: str, most: int) -> Sequence[Found]:
    wanted = lookup.named(query, "names", "taglines") | Q(slug__icontains=query)
    groups = Group.objects.visible_to(viewer).filter(wanted, archived_at=None)
    near = lookup.nearness(query, *lookup.per_language("names"))
    return [
        Found(each.name, reverse("community:group-detail", args=[each.slug]), each.tagline)
        for each in groups.order_by(near, "-member_count", "-pk")[:most]
    ]


def _topics(viewer: Any, query: str, most: int) -> Sequence[Found]:
    readable = Post.objects.visible_to(viewer).filter(hashtags__hashtag=OuterRef("pk"))
    wanted = words.fold(query.lstrip("#＃"))
    if not wanted:
        return ()
    found = Hashtag.objects.filter(Exists(readable), slug__contains=wanted).order_by(
        lookup.nearness(wanted, "slug"), "slug"
    )[:most]
    return [Found(f"#{each.text}", reverse("community:topic", args=[each.slug])) for each in found]


def _meetups(viewer: Any, query: str, most: int) -> Sequence[Found]:
    now = clock.now()
    rows = meetups.nearest(viewer=viewer, query=query, most=most, now=now)
    return [Found(each.title, paths.of_meetup(each), _when(each, now)) for each in rows]


def _when(meetup: Meetup, now: datetime) -> str:
    begins = moments.words(meetup.begins_at)
    return f"{pgettext('meetups', 'Over')} · {begins}" if meetup.is_over(now) else begins


def _proposals(viewer: Any, query: str, most: int) -> Sequence[Found]:
    found = Proposal.objects.visible_to(viewer).published().filter(title__icontains=query)
    rows = found.order_by(lookup.nearness(query, "title"), "-pk")[:most]
    return [Found(each.title, reverse("community:proposal", args=[each.public_id])) for each in rows]


lookup.add(lookup.Section("groups", _("Groups"), "users-round", _groups, order=10))
lookup.add(lookup.Section("topics", _("Topics"), "hash", _topics, order=30))
lookup.add(lookup.Section("meetups", _("Meetups"), "calendar-heart", _meetups, order=35))
lookup.add(lookup.Section("proposals", _("Proposals"), "lightbulb", _proposals, order=40))
