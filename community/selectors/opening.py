"""What makes an empty site a home: what its staff do first."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db.models import Exists
from django.urls import reverse
from django.utils.translation import gettext as _

from accounts.models import Brand, User
from community.models import Group, Post

PEOPLE = 3  # from so many on it is a community


@dataclass(frozen=True)
class Step:
    """One thing to do; without a `url` it is done elsewhere."""

    title: str
    why: str
    is_done: bool
    url: str = ""
    action: str = ""


def of(*, viewer: User) -> tuple[Step, ...]:
    """Return what there is to do for staff who open a site; nothing once people talk there. Queries: 1 for staff."""
    if not viewer.is_staff:
        return ()
    have = Exists(Group.objects.all()), Exists(Post.objects.published()), Exists(Brand.objects.all())
    others = Exists(User.objects.exclude(pk=viewer.pk)[PEOPLE - 2 : PEOPLE - 1])
    group, words, brand, people = User.objects.filter(pk=viewer.pk).values_list(*have, others)[0]
    if group and words and people:
        return ()
    return (_group(group), _words(words), *_brand(viewer, brand), _people(people))


def _group(is_done: bool) -> Step:
    why = _("Small, about one thing that people love. Its rules are what moderators decide by.")
    return Step(_("Found the first group"), why, is_done, reverse("community:group-create"), _("Found a group"))


def _words(is_done: bool) -> Step:
    why = _("Whoever comes reads them before deciding to stay.")
    return Step(_("Say the first words"), why, is_done, reverse("community:post-create"), _("Write a post"))


def _brand(viewer: User, is_done: bool) -> tuple[Step, ...]:
    """It may wait: a community needs no brand. Adding one is a right of its own."""
    if not viewer.has_perm("accounts.add_brand"):
        return ()
    why = _("If one stands behind this place: its people get a console of their own.")
    return (Step(_("Add a brand"), why, is_done, reverse("admin:accounts_brand_add"), _("Add it")),)


def _people(is_done: bool) -> Step:
    why = _("Send them the address %(address)s. Three at a table are a conversation.") % {"address": settings.BASE_URL}
    return Step(_("Bring two people"), why, is_done)
