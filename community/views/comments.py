"""Answering, changing an answer, taking it away; and the conversation as a fragment that follows it live."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import replace_url

from accounts.requests import MemberRequest, PageRequest
from community import paths, rate_limits
from community.models import Comment, Post
from community.policies import Action
from community.selectors import comments as reads, mentions, posts, standings
from community.services import comments, drafts, removals, repeats
from community.views import earnings, redirects
from community.views.posts import WAITS, conversation_of, page_of, writing_of
from inbox.services import notifications
from lib import clock, errors, public_id as ids, web
from lib.limits import spend


@require_safe
def index(request: HttpRequest, public_id: str) -> HttpResponse:
    """Return the conversation alone, as many pages as the reader had open."""
    post = posts.get(public_id=public_id, user=request.user)
    standing = standings.of(user=request.user, group=post.group, now=clock.now())
    context = conversation_of(request, post, standing)
    if request.user.is_authenticated and "pages" in request.GET:  # more was asked for, and is read now
        shown = reads.names_in(context["thread"])
        notifications.see(user=request.user, path=paths.of_post(post), now=clock.now(), shown=shown)
    return render(request, "community/comment/list.html", context)


@require_POST
def create(request: PageRequest, public_id: str) -> HttpResponse:
    """Write a comment; with scripts the answer is the fresh form and the conversation with the new comment."""
    post = posts.get(public_id=public_id, user=request.user)
    member = redirects.member(request)
    if member is None:
        return redirects.sign_in_first(request, f"{paths.of_post(post)}#answer")
    return _write(member, post)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Change a comment; a stale edit is shown beside the newer one."""
    comment = _mine(request, public_id)
    if request.method != "POST":
        standings.check(user=request.user, group=comment.post.group, action=Action.COMMENT, now=clock.now())
        return _form(request, comment, comment.body, comment.version)
    body = request.POST.get("body", "")
    version = web.number(request.POST.get("version"))
    try:
        spend(rate_limits.EDIT, who=request.user.public_id, now=clock.now())
        changed = comments.edit(comment=comment, editor=request.user, body=body, version=version, now=clock.now())
    except errors.Invalid as error:
        return _form(
            request, comment, body, version, problems=[str(text) for text in error.fields.values()], status=422
        )
    except (errors.NotAllowed, errors.RateLimited) as error:
        return _form(request, comment, body, version, problems=[str(error.message)], status=web.status_of(error))
    except comments.StaleComment as stale:
        theirs = stale.data
        return _form(
            request, comment, body, theirs["version"], theirs=theirs["body"], problems=[str(stale)], status=409
        )
    if changed.is_held:
        messages.info(request, WAITS)
    return web.see_other(paths.of_comment(comment))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def delete(request: MemberRequest, public_id: str) -> HttpResponse:
    """Ask, then delete; replies under it stay."""
    comment = _mine(request, public_id, is_there=True)
    if request.method != "POST":
        return render(
            request,
            "community/comment/delete.html",
            {"comment": mentions.fill([comment])[0], "path": paths.of_comment(comment)},
        )
    removals.delete(target=comment, author=request.user, now=clock.now())
    messages.success(request, _("Deleted. What the comment earned has gone back."))
    return web.see_other(f"{paths.of_post(comment.post)}#comments")


def _write(request: MemberRequest, post: Post) -> HttpResponse:
    body = request.POST.get("body", "")
    try:
        parent = _parent(request)
        spend(rate_limits.COMMENT, who=request.user.public_id, now=clock.now())
        written = comments.write(
            author=request.user, post=post, parent=parent, body=body, key=web.key_of(request), now=clock.now()
        )
    except errors.Invalid as error:
        return _again(request, post, body, [str(text) for text in error.fields.values()], status=422)
    except (errors.NotAllowed, errors.RateLimited) as error:
        return _again(request, post, body, [str(error.message)], status=web.status_of(error))
    except errors.NotFound as error:
        return _again(request, post, body, [str(error.message)], status=409)
    except repeats.SentAlready as error:
        return _again(request, post, body, [str(error.message)], status=409, key=ids.new())
    intent, seen = f"reply:{post.public_id}", request.POST.get("seen")
    drafts.sent(user=request.user, intent=intent, window=request.POST.get("key", ""), seen=seen)
    if request.htmx:
        return _posted(request, post, written.comment)
    if written.comment.is_held:
        messages.info(request, WAITS)
    else:
        earnings.say(request, written.activity, _("Your comment is there."))
    return web.see_other(paths.of_comment(written.comment))


def _mine(request: MemberRequest, public_id: str, *, is_there: bool = False) -> Comment:
    """Return one's own comment, with `is_there` also one that waits for a moderator."""
    comment = (reads.get_there if is_there else reads.get)(public_id=public_id, user=request.user)
    if comment.author_id != request.user.pk:
        raise errors.NotAllowed(_("Only its author may change a comment."), code="community.not_author")
    return comment


def _parent(request: MemberRequest) -> Comment | None:
    asked = request.POST.get("parent", "")
    if not asked:
        return None
    try:
        return reads.get(public_id=asked, user=request.user)
    except errors.NotFound as error:
        raise errors.NotFound(_("The comment you reply to is no longer there.")) from error


def _posted(request: MemberRequest, post: Post, comment: Comment) -> HttpResponse:
    """Answer htmx with an empty box and the conversation that holds the new comment."""
    standing = standings.of(user=request.user, group=post.group, now=clock.now())
    context = {
        **conversation_of(request, post, standing, to=comment.public_id),
        **writing_of(request, post, standing),
        "reply_to": None,
        "answer": {"body": "", "said": WAITS if comment.is_held else _("Your comment is there.")},
        "fresh": comment.public_id,
    }
    response = render(request, "community/comment/posted.html", context)
    thread = context["thread"]
    is_whole = thread.pages == 1 and not thread.after
    return response if is_whole else replace_url(response, f"{paths.of_post(post)}?{_opened(thread)}")


def _opened(thread: reads.Thread) -> str:
    opened = {"pages": str(thread.pages), "after": thread.after}
    return urlencode({name: value for name, value in opened.items() if value})


def _again(
    request: MemberRequest, post: Post, body: str, problems: list[str], *, status: int, key: str = ""
) -> HttpResponse:
    answer = {"body": body, "problems": problems, "seen": request.POST.get("seen", "")}
    key = key or web.key_of(request)
    if request.htmx:
        standing = standings.of(user=request.user, group=post.group, now=clock.now())
        context = {**writing_of(request, post, standing), "may_comment": True, "answer": answer, "key": key}
        return render(request, "community/comment/write.html", context, status=422)
    context = page_of(request, post, answer=answer, key=key)
    return render(request, "community/post/index.html", context, status=status)


def _form(
    request: MemberRequest,
    comment: Comment,
    body: str,
    version: int,
    *,
    theirs: str = "",
    problems: list[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    context = {
        "comment": comment,
        "answer": {"body": body, "problems": problems or []},
        "version": version,
        "theirs": theirs,
        "path": paths.of_comment(comment),
        "action": reverse("community:comment-edit", args=[comment.public_id]),
    }
    return render(request, "community/comment/edit.html", context, status=status)
