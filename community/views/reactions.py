"""Switching reactions. Without JavaScript the button posts and comes back to the same place."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_POST

from community.models import Comment, Post
from community.selectors import comments as comment_reads
from community.selectors import posts as post_reads
from community.services import reactions, telling
from community.views import edges
from lib import clock


@require_POST
def post_react(request: HttpRequest, public_id: str) -> HttpResponse:
    """Switch the reader's reaction to a post."""
    post = post_reads.get(public_id=public_id, user=request.user)
    return _toggle(request, post, f"{edges.path_of(post)}#post-{post.public_id}")


@require_POST
def comment_react(request: HttpRequest, public_id: str) -> HttpResponse:
    """Switch the reader's reaction to a comment."""
    comment = comment_reads.get(public_id=public_id, user=request.user)
    return _toggle(request, comment, telling.path_of(comment.post, comment))


def _toggle(request: HttpRequest, target: Post | Comment, path: str) -> HttpResponse:
    wants_json = request.headers.get("Accept", "").startswith("application/json")
    if not request.user.is_authenticated:
        where = edges.sign_in(path)
        return JsonResponse({"sign_in": where}, status=401) if wants_json else edges.see_other(where)
    kind = request.POST.get("kind", "felt")
    result = reactions.toggle(user=request.user, target=target, kind=kind, now=clock.now())
    if wants_json:
        return JsonResponse({"kind": result.kind, "total": result.total, "counts": dict(result.counts)})
    return edges.see_other(edges.back(request, path))
