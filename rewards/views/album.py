"""The album of a battle: putting a picture in, taking it out, reporting and hiding one, and the pictures themselves."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from lib import clock, errors, limits, web
from rewards import paths, rate_limits
from rewards.models import Battle
from rewards.selectors import battle_album, battles
from rewards.services.battles import album, album_reports
from rewards.views.battles import story_page


@login_required
@require_POST
def put(request: MemberRequest, public_id: str) -> HttpResponse:
    """Put one's picture in, or change it or its words."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    file, words = request.FILES.get("file"), request.POST.get("words", "")
    try:
        limits.spend(rate_limits.PICTURE, who=request.user.public_id, now=clock.now())
        album.put(actor=request.user, battle=battle, file=file, words=words, now=clock.now())
    except errors.Invalid as error:
        return story_page(request, battle, status=422, words=words, wrong=error.fields)
    except errors.REFUSALS as error:
        return web.refused(story_page(request, battle, refusal=error), error)
    messages.success(request, _("It is in the album."))
    return _to_album(battle)


@login_required
@require_POST
def take_out(request: MemberRequest, public_id: str) -> HttpResponse:
    """Take one's picture out."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    album.take_out(actor=request.user, battle=battle)
    messages.success(request, _("It is gone, and its file too."))
    return _to_album(battle)


@login_required
@require_POST
def hide(request: MemberRequest, public_id: str, picture_id: str) -> HttpResponse:
    """Hide a picture, saying why."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    picture = battle_album.find(viewer=request.user, battle=battle, public_id=picture_id)
    try:
        album.hide(by=request.user, picture=picture, reason=request.POST.get("reason", ""), now=clock.now())
    except errors.Invalid as error:
        return story_page(request, battle, status=422, wrong=error.fields | {"hide": picture.public_id})
    messages.success(request, _("Hidden. Its owner hears why."))
    return _to_album(battle)


@login_required
@require_POST
def report(request: MemberRequest, public_id: str, picture_id: str) -> HttpResponse:
    """Say what is wrong with a picture."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    picture = battle_album.find(viewer=request.user, battle=battle, public_id=picture_id)
    note = request.POST.get("note", "")
    try:
        album_reports.report(reporter=request.user, picture=picture, note=note, now=clock.now())
    except errors.Invalid as error:
        return story_page(request, battle, status=422, wrong=error.fields | {"report": picture.public_id})
    except (errors.NotAllowed, errors.RateLimited) as error:
        return web.refused(story_page(request, battle, refusal=error), error)
    messages.success(request, _("Reported. Whoever looks after the album looks at it."))
    return _to_album(battle)


@login_required
@require_POST
def keep(request: MemberRequest, public_id: str, picture_id: str) -> HttpResponse:
    """Find nothing wrong with a picture that was reported."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    picture = battle_album.find(viewer=request.user, battle=battle, public_id=picture_id)
    album_reports.keep(by=request.user, picture=picture, now=clock.now())
    messages.success(request, _("It stays. The reports are answered."))
    return _to_album(battle)


@require_safe
def show(request: PageRequest, public_id: str, picture_id: str, stem: str) -> HttpResponse:
    """Send a picture; another file has another address."""
    return _send(request, public_id, picture_id, stem, is_small=False)


@require_safe
def small(request: PageRequest, public_id: str, picture_id: str, stem: str) -> HttpResponse:
    """Send it at 640 pixels or fewer."""
    return _send(request, public_id, picture_id, stem, is_small=True)


def _send(request: PageRequest, public_id: str, picture_id: str, stem: str, *, is_small: bool) -> HttpResponse:
    battle = battles.find(viewer=request.user, public_id=public_id)
    name = battle_album.find(viewer=request.user, battle=battle, public_id=picture_id).image.name
    return web.named_picture(name, stem, is_small=is_small)


def _to_album(battle: Battle) -> HttpResponse:
    return web.see_other(f"{paths.of_story(battle)}#album")
