"""Switching reactions. Without JavaScript the button posts and comes back to the same place."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits
from community.models import Comment, Post
from community.selectors import comments as comment_reads, posts as post_reads
from community.services import reactions
from community.views import redirects
from lib import clock, errors, web
from lib.limits import spend


@require_POST
def post_react(request: PageRequest, public_id: str) -> HttpResponse:
    """Switch the reader's reaction to a post."""
    post = post_reads.get(public_id=public_id, user=request.user)
    return _toggle(request, post, f"{paths.of_post(post)}#post-{post.public_id}")


@require_POST
def comment_react(request: PageRequest, public_id: str) -> HttpResponse:
    """Switch the reader's reaction to a comment."""
    comment = comment_reads.get(public_id=public_id, user=request.user)
    return _toggle(request, comment, paths.of_comment(comment))


def _toggle(request: PageRequest, target: Post | Comment, path: str) -> HttpResponse:
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    member = redirects.member(request)
    if member is None:
        where = redirects.sign_in(path)
        return JsonResponse({"sign_in": where}, status=401) if wants_json else web.see_other(where)
    try:
        result = _spend_and_toggle(member, target)
    except errors.HearthError as error:
        if wants_json:
            return JsonResponse({"error": str(error)}, status=429 if isinstance(error, errors.RateLimited) else 409)
        raise
    if wants_json:
        return JsonResponse({"kind": result.kind, "total": result.total, "counts": dict(result.counts)})
    return web.see_other(web.back(request, path))


def _spend_and_toggle(request: MemberRequest, target: Post | Comment) -> reactions.Result:
    now = clock.now()
    spend(rate_limits.REACT, who=request.user.public_id, now=now)
    return reactions.toggle(user=request.user, target=target, kind=request.POST.get("kind", "felt"), now=now)
