"""Writing a post and editing it. Whatever goes wrong, what was written comes back."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _, gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from accounts.requests import MemberRequest, PageRequest
from community import paths, post_types, rate_limits
from community.emotions import EMOTIONS
from community.forms.compose import ComposeForm, composition_from
from community.models import Post
from community.policies import Action
from community.selectors import (
    compose,
    drafts as draft_reads,
    feelings,
    images as image_reads,
    mentions,
    posts as post_reads,
    standings,
)
from community.services import composition, drafts, images, posts, repeats
from community.services.composition import IMAGE_LIMIT
from community.views import earnings, redirects, unsent
from community.views.posts import WAITS
from lib import clock, errors, public_id as ids, web
from lib.limits import spend

SLUG = re.compile(r"[-\w]{1,40}", re.ASCII)
NO_GROUP = gettext_lazy("There is no such group any more. Choose another; what you wrote is here.")


@require_http_methods(["GET", "HEAD", "POST"])
def create(request: PageRequest) -> HttpResponse:
    """Show the composer, or publish what it sent."""
    member = redirects.member(request)
    if member is None:
        return _sign_in_first(request)
    return _publish(member) if member.method == "POST" else _begin(member)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show the composer on an earlier post, or change it; a stale edit is shown beside the newer one."""
    post = post_reads.get(public_id=public_id, user=request.user)
    if post.author_id != request.user.pk:
        raise errors.NotAllowed(_("Only its author may change a post."), code="community.not_author")
    if request.method == "POST":
        return _change(request, post)
    standings.check(user=request.user, group=post.group, action=Action.POST, now=clock.now())
    kept = draft_reads.find(user=request.user, intent=f"edit:{public_id}")
    data = _as_query(kept or _written(post))
    return _page(request, data, post=post, is_continued=bool(kept), seen=draft_reads.mark_of(kept))


@require_POST
@login_required
def preview(request: MemberRequest) -> HttpResponse:
    """Show how a text will look."""
    name = "preview" if request.htmx else "preview_page"
    spend(rate_limits.PREVIEW, who=request.user.public_id, now=clock.now())
    try:
        context = {"html": mentions.named([composition.preview(request.POST.get("body", ""))])[0]}
    except errors.Invalid as error:
        context = {"problem": error.words}
    return render(request, f"community/compose/{name}.html", context)


def _begin(request: MemberRequest) -> HttpResponse:
    asked = request.GET.get("group", "")
    groups = compose.groups_for(user=request.user, now=clock.now())
    intent = f"new:{asked}" if asked in dict(groups) else "new"
    sent = unsent.take(request)
    kept = sent or draft_reads.find(user=request.user, intent=intent)
    data = _as_query({"group": asked, **kept})
    seen = None if sent else draft_reads.mark_of(kept)
    return _page(request, data, groups=groups, intent=intent, is_continued=bool(kept), seen=seen)


def _publish(request: MemberRequest) -> HttpResponse:
    slug = request.POST.get("group", "")
    intent = request.POST.get("intent", "new")
    data = request.POST.copy()
    try:
        _upload(request, data)
        if not SLUG.fullmatch(slug):
            raise errors.Invalid(fields={"group": _("Choose the group it is for.")})
        group, _standing = standings.access_group(user=request.user, slug=slug, now=clock.now(), action=Action.READ)
        spend(rate_limits.POST, who=request.user.public_id, now=clock.now())
        published = posts.publish(
            author=request.user,
            group=group,
            composition=composition_from(data),
            key=web.key_of(request),
            now=clock.now(),
        )
    except errors.Invalid as error:
        return _page(request, data, intent=intent, error=error)
    except (errors.NotFound, errors.NotAllowed, errors.RateLimited, repeats.SentAlready) as error:
        if isinstance(error, repeats.SentAlready):
            data["key"] = ids.new()
        said = NO_GROUP if isinstance(error, errors.NotFound) else error.message
        return _page(request, data, intent=intent, refusal=said, status=web.status_of(error))
    drafts.sent(user=request.user, intent=intent, window=data.get("key", ""), seen=data.get("seen"))
    if published.post.is_held:
        messages.info(request, WAITS)
    else:
        earnings.say(request, published.activity, _("Your post is out in %(group)s.") % {"group": group.name})
    return redirects.onward(request, paths.of_post(published.post))


def _change(request: MemberRequest, post: Post) -> HttpResponse:
    data = request.POST.copy()
    edition = web.number(data.get("edition"))
    try:
        _upload(request, data)
        spend(rate_limits.EDIT, who=request.user.public_id, now=clock.now())
        changed = posts.edit(
            post=post, editor=request.user, composition=composition_from(data), edition=edition, now=clock.now()
        )
    except errors.Invalid as error:
        return _page(request, data, post=post, error=error)
    except posts.Stale as stale:
        data["edition"] = str(stale.data["edition"])
        return _page(request, data, post=post, theirs=stale.data, refusal=str(stale.message), status=409)
    except (errors.NotAllowed, errors.RateLimited) as error:
        return _page(request, data, post=post, refusal=str(error.message), status=web.status_of(error))
    intent = f"edit:{post.public_id}"
    drafts.sent(user=request.user, intent=intent, window=data.get("key", ""), seen=data.get("seen"))
    if changed.is_held:
        messages.info(request, WAITS)
    else:
        messages.success(request, _("Saved. Readers can see what changed."))
    return redirects.onward(request, paths.of_post(post))


def _page(
    request: MemberRequest,
    data: QueryDict,
    *,
    post: Post | None = None,
    groups: list[tuple[str, str]] | None = None,
    intent: str = "",
    error: errors.Invalid | None = None,
    status: int = 200,
    **extra: Any,
) -> HttpResponse:
    groups = groups or _groups(request, post)
    form = ComposeForm(data, groups=groups, brands=compose.brands_for(user=request.user))
    chosen_type = data.get("type", "note")
    form.ask(_prompt(chosen_type))
    elsewhere = form.show(error or errors.Invalid(fields={}))
    context = {
        "form": form,
        "wrong": elsewhere,
        "groups": groups,
        "types": post_types.every(),
        "chosen_type": chosen_type,
        "chosen": data.getlist("emotions"),
        "suggested": _known(data, "suggested"),
        "dismissed": _known(data, "dismissed"),
        "pictures": _pictures(request, data, post),
        "key": data.get("key") or ids.new(),
        "writer": unsent.seal(request.user),
        "edition": data.get("edition") or (posts.edition_of(post) if post else ""),
        "intent": f"edit:{post.public_id}" if post else intent,
        "seen": data.get("seen"),
        "post": post,
        "draft_count": draft_reads.count_of(user=request.user),
        "nav": "write",
        **extra,
    }
    # htmx swaps a 422 and nothing else that went wrong, and the page must come back with what was written.
    status = 422 if error or (request.htmx and status >= 400) else status
    return render(request, "community/compose/index.html", context, status=status)


def _known(data: QueryDict, name: str) -> list[str]:
    """Return the feelings that the form was sent along with, each once."""
    return [key for key in dict.fromkeys(data.getlist(name)) if key in EMOTIONS]


def _prompt(key: str) -> str:
    return next((str(each.prompt) for each in post_types.every() if each.key == key), "")


def _groups(request: MemberRequest, post: Post | None) -> list[tuple[str, str]]:
    if post is not None:
        return [(post.group.slug, post.group.name)]
    return compose.groups_for(user=request.user, now=clock.now())


def _upload(request: MemberRequest, data: QueryDict) -> None:
    """Keep pictures sent with the form itself, so that none has to be chosen again after a mistake."""
    files = request.FILES.getlist("images")
    alts = data.getlist("new_alt")
    if len(files) + len(data.getlist("picture")) > IMAGE_LIMIT:
        raise errors.Invalid(fields={"pictures": _("A post has four pictures at most.")})
    for position, file in enumerate(files):
        alt = alts[position] if position < len(alts) else ""
        image = images.upload(owner=request.user, file=file, alt=alt, now=clock.now())
        data.appendlist("picture", image.public_id)
        data.appendlist("alt", alt)


def _pictures(request: MemberRequest, data: QueryDict, post: Post | None) -> list[dict[str, str]]:
    alts = dict(zip(data.getlist("picture"), data.getlist("alt"), strict=False))
    post_id = post.pk if post else None
    found = image_reads.waiting(owner=request.user, public_ids=list(alts), post_id=post_id) if alts else ()
    return [{"public_id": image.public_id, "alt": alts[image.public_id]} for image in found]


def _written(post: Post) -> dict[str, Any]:
    pictures = list(post.images.order_by("position"))
    return {
        "group": post.group.slug,
        "type": post.type,
        "title": post.title,
        "body": post.body,
        "brand": post.brand.slug if post.brand else "",
        "emotions": list(posts.emotions_of(post)),
        "dismissed": list(feelings.dismissed_for(post=post)),
        "pictures": [image.public_id for image in pictures],
        "alts": [image.alt for image in pictures],
    }


def _as_query(payload: Mapping[str, Any]) -> QueryDict:
    """Return a draft's payload as the form would have posted it."""
    data = QueryDict(mutable=True)
    for name in ("group", "type", "title", "body", "brand", "edition"):
        if payload.get(name):
            data[name] = str(payload[name])
    for name in ("emotions", "suggested", "dismissed"):
        data.setlist(name, list(payload.get(name, ())))
    pictures = list(payload.get("pictures", ()))
    alts = [*payload.get("alts", ()), "", "", "", ""]
    data.setlist("picture", pictures)
    data.setlist("alt", alts[: len(pictures)])
    return data


def _sign_in_first(request: PageRequest) -> HttpResponse:
    if unsent.keep(request):
        messages.info(request, _("You were signed out. Sign in, and what you wrote will be here."))
    group = request.POST.get("group") or request.GET.get("group", "")
    path = reverse("community:post-create")
    return redirects.sign_in_first(request, f"{path}?{urlencode({'group': group})}" if group else path)
