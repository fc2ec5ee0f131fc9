"""Reading a post, its history, and taking it away."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from accounts.selectors import hiding
from community import cards, paths, policies, rate_limits
from community.models import Group, Post
from community.policies import Action
from community.selectors import (
    card_posts,
    comments,
    decisions,
    differences,
    drafts,
    mentions,
    posts as reads,
    standings,
)
from community.services import posts, removals
from lib import clock, errors, public_id as ids, web
from lib.limits import spend
from live.selectors import topics

WAITS = gettext_lazy("It waits for a moderator. You will be told when it is out.")


@require_safe
def detail(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show a post and its conversation."""
    try:
        post = reads.get(public_id=public_id, user=request.user)
    except errors.NotFound:
        if reads.is_gone_own(public_id=public_id, user=request.user):
            return web.see_other(reverse("community:post-gone", args=[public_id]))
        raise
    return render(request, "community/post/index.html", page_of(request, post))


def page_of(request: HttpRequest, post: Post, **extra: Any) -> dict[str, Any]:
    """Return the context of a post's page; `extra` overrides, as when an answer comes back with a mistake."""
    standing = standings.of(user=request.user, group=post.group, now=clock.now())
    conversation = conversation_of(request, post, standing)
    begun = _begun(request, post)
    return {
        **card_of(request, post),
        **conversation,
        **writing_of(request, post, standing, begun.get("parent", "")),
        "standing": standing,
        "seen_because": _seen_because(standing),
        "is_hidden": hiding.is_hidden(person_id=post.author_id, viewer=request.user),
        "answer": {"body": begun.get("body", ""), "seen": drafts.mark_of(begun)},
        **extra,
    }


def writing_of(request: HttpRequest, post: Post, standing: policies.Standing, parent: str = "") -> dict[str, Any]:
    """Return what the box for an answer needs; `parent` is the comment that a draft answers."""
    return {
        "public_id": post.public_id,
        "post_path": paths.of_post(post),
        "group": post.group,
        "group_path": reverse("community:group-detail", args=[post.group.slug]),
        "may_comment": policies.may(Action.COMMENT, post.group, standing),
        "blocked": _why_not(post.group, standing, request),
        "key": ids.new(),
        "reply_to": _reply_to(request, post, parent),
    }


def card_of(request: HttpRequest, post: Post) -> dict[str, Any]:
    """Return what the post's card shows to this reader but `is_shut`. Queries: 3, one more for members."""
    felt = reads.reactions_of(user=request.user, posts=[post.pk])
    return {
        "post": card_posts.for_cards([post.pk])[post.pk],
        "felt": felt.get(post.pk, ""),
        "kind": cards.kind_of(request.user, post.author_id),
    }


def conversation_of(request: HttpRequest, post: Post, standing: policies.Standing, to: str = "") -> dict[str, Any]:
    """Return the pages of comments that the address asks for, with the version read before them, and what this reader
    may do there: `may_answer` is true as well for who would only have to come in first.
    """
    topic = f"post:{post.pk}:comments"
    versions = topics.versions([topic])
    asked = request.GET
    thread = comments.thread(
        post=post,
        user=request.user,
        pages=web.number(asked.get("pages")) or 1,
        after=asked.get("after", ""),
        to=to or asked.get("to", ""),
    )
    request.shown = comments.names_in(thread)  # type: ignore[attr-defined]  # config/shell.py: what is read now
    return {
        "thread": thread,
        "comments_topic": topic,
        "live_versions": versions,
        "public_id": post.public_id,
        "is_shut": policies.is_shut(post.group, standing),
        "may_answer": any(policies.may(action, post.group, standing) for action in (Action.COMMENT, Action.JOIN)),
    }


@require_safe
def card(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return the card alone; `?full=1` as it is on its own page."""
    post = reads.get(public_id=public_id, user=request.user)
    name = "full" if request.GET.get("full") else "card"
    standing = standings.of(user=request.user, group=post.group, now=clock.now())
    context = {**card_of(request, post), "is_shut": policies.is_shut(post.group, standing)}
    return render(request, f"community/post/{name}.html", context)


@require_safe
def history(request: HttpRequest, public_id: str) -> HttpResponse:
    """Show how the post was changed."""
    post = reads.get(public_id=public_id, user=request.user)
    editions = reads.editions(post=post, emotions=posts.emotions_of(post))
    context = {"post": post, "path": paths.of_post(post), "changes": differences.between(editions)}
    return render(request, "community/history/index.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, then delete; the points of the post go back."""
    post = reads.get_there(public_id=public_id, user=request.user)
    if post.author_id != request.user.pk:
        raise errors.NotAllowed(_("Only its author may delete this."), code="community.not_author")
    if request.method != "POST":
        return render(request, "community/post/delete.html", {"post": post, "path": paths.of_post(post)})
    removals.delete(target=post, author=request.user, now=clock.now())
    return web.see_other(reverse("community:post-gone", args=[post.public_id]))


@require_safe
@login_required
def gone(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show its author a held, deleted or removed post, and the way back if there is one."""
    post = reads.get_own(public_id=public_id, user=request.user)
    if post.is_published:
        return web.see_other(paths.of_post(post))
    mentions.fill([post])
    context = {
        "post": post,
        "images": post.images.order_by("position") if post.is_held else (),
        "removal": decisions.find_removal(post=post),
        "flags": decisions.flags_of(target=post),
    }
    return render(request, "community/post/gone.html", context)


@require_POST
@login_required
def restore(request: MemberRequest, public_id: str) -> HttpResponse:
    """Bring one's own deleted post back."""
    spend(rate_limits.EDIT, who=request.user.public_id, now=clock.now())
    post = reads.get_own(public_id=public_id, user=request.user)
    restored = removals.restore(target=post, by=request.user, now=clock.now())
    messages.success(request, _("Your post is back, with what it earned.") if restored.is_published else WAITS)
    return web.see_other(paths.of_post(post))


def _begun(request: HttpRequest, post: Post) -> Mapping[str, Any]:
    if not request.user.is_authenticated:
        return {}
    return drafts.find(user=request.user, intent=f"reply:{post.public_id}")


def _reply_to(request: HttpRequest, post: Post, begun: str) -> Any:
    is_sent = request.method == "POST"
    asked = request.POST.get("parent") if is_sent else request.GET.get("reply_to", begun)
    if not asked or not request.user.is_authenticated:
        return None
    try:
        parent = comments.get(public_id=asked, user=request.user)
    except errors.NotFound:
        return None
    return parent if parent.post_id == post.pk else None


def _why_not(group: Group, standing: policies.Standing, request: HttpRequest) -> str:
    if not request.user.is_authenticated:
        return ""
    try:
        policies.check(Action.COMMENT, group, standing)
    except errors.HearthError as error:
        return str(error.message)
    return ""


def _seen_because(standing: policies.Standing) -> str:
    if standing.is_member:
        return _("You are a member of this group.")
    return _("This group is public: everybody may read it.")
