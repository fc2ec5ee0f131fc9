"""Groups, topics, meetups and proposals are found by their names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from community import paths
from community.models import Group, Hashtag, Meetup, Post, Proposal
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
    wanted = Q(title__icontains=query) | Q(venue__icontains=query)
    found = Meetup.objects.visible_to(viewer).ahead(clock.now()).filter(wanted, called_off_at=None)
    rows = found.order_by(lookup.nearness(query, "title"), "begins_at", "pk")[:most]
    return [Found(each.title, paths.of_meetup(each), moments.words(each.begins_at)) for each in rows]


def _proposals(viewer: Any, query: str, most: int) -> Sequence[Found]:
    found = Proposal.objects.visible_to(viewer).published().filter(title__icontains=query)
    rows = found.order_by(lookup.nearness(query, "title"), "-pk")[:most]
    return [Found(each.title, reverse("community:proposal", args=[each.public_id])) for each in rows]


lookup.add(lookup.Section("groups", _("Groups"), "users-round", _groups, order=10))
lookup.add(lookup.Section("topics", _("Topics"), "hash", _topics, order=30))
lookup.add(lookup.Section("meetups", _("Meetups"), "calendar-heart", _meetups, order=35))
lookup.add(lookup.Section("proposals", _("Proposals"), "lightbulb", _proposals, order=40))
