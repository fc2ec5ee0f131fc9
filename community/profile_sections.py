"""What a profile shows of a person's community: the groups and posts that the one who looks may see."""

from __future__ import annotations

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.utils.translation import get_language, gettext as _

from accounts.models import User
from accounts.registry import Section, add_section
from community import cards
from community.models import Group, Membership, Post
from community.selectors import streams

MOST = 10


def _groups(request: HttpRequest, person: User) -> str:
    """Queries: 1."""
    here = {"memberships__user": person, "memberships__state": Membership.State.ACTIVE}
    groups = Group.objects.visible_to(request.user).filter(**here).order_by("-member_count", "id")
    return render_to_string("community/profile/groups.html", {"groups": groups}, request) if groups else ""


def _posts(request: HttpRequest, person: User) -> str:
    """Queries: 1, 1 more on one's own page, and 3 when a card has to be drawn."""
    viewer = request.user
    page = streams.page(streams.Stream(viewer, author=person), after=request.GET.get("after", ""), size=MOST)
    context = {
        "person": person,
        "waiting": _waiting(person) if viewer == person and "after" not in request.GET else (),
        "cards": cards.render_cards(page.rows, viewer, get_language() or "en"),
        "more_url": f"?after={page.next_cursor}" if page.next_cursor else "",
        "empty_why": _("When %(name)s writes something you may read, it stands here.") % {"name": person.display_name},
    }
    return render_to_string("community/profile/posts.html", context, request)


def _waiting(person: User) -> list[Post]:
    """Return what one wrote that waits for a moderator: it stands nowhere else, and nobody else reads this."""
    held = Post.objects.filter(author=person, state=Post.State.HELD, group__in=Group.objects.visible_to(person))
    return list(held.order_by("-created_at", "-id")[:MOST])


add_section(Section(key="groups", position=28, render=_groups))
add_section(Section(key="posts", position=30, render=_posts, is_main=True))
