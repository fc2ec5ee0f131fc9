"""The page of a meetup, saying that one comes, and the file for one's calendar."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import PageRequest
from accounts.selectors import hiding
from community import calendar_files, paths, policies, rate_limits
from community.models import Attendance, Meetup
from community.policies import Action
from community.selectors import meetup_places, meetups as reads, mentions, standings
from community.services.meetups import attending, presence
from community.views import redirects
from lib import clock, errors, web
from lib.limits import spend
from live.selectors import topics


@require_safe
def detail(request: PageRequest, public_id: str) -> HttpResponse:
    """Show a meetup; what can change of it renews itself."""
    meetup = reads.get(viewer=request.user, public_id=public_id)
    return render(request, "community/meetup/index.html", _context(request, meetup))


@require_safe
def part(request: PageRequest, public_id: str) -> HttpResponse:
    """A meetup as it is now, when something of it has changed."""
    return _part(request, public_id)


@require_POST
def place(request: PageRequest, public_id: str) -> HttpResponse:
    """Take a place when `coming` is "1", else give it back."""
    meetup = reads.get(viewer=request.user, public_id=public_id)
    member = redirects.member(request)
    if member is None:
        return redirects.sign_in_first(request, paths.of_meetup(meetup))
    now, is_coming = clock.now(), request.POST.get("coming") == "1"
    try:
        spend(rate_limits.ATTEND, who=member.user.public_id, now=now)
        if is_coming:
            row = attending.come(user=member.user, meetup=meetup, now=now)
        else:
            attending.stay_away(user=member.user, meetup=meetup, now=now)
    except errors.REFUSALS as error:
        return _refused(request, public_id, error)
    if request.htmx:
        return _part(request, public_id)
    messages.success(request, _said(row) if is_coming else _("You are not coming. Thank you for saying so."))
    return web.see_other(paths.of_meetup(meetup))


@require_safe
def calendar(request: PageRequest, public_id: str) -> HttpResponse:
    """The meetup as a file that calendars take in."""
    meetup = reads.get(viewer=request.user, public_id=public_id)
    answer = HttpResponse(
        calendar_files.of_meetup(mentions.fill([meetup])[0]), content_type="text/calendar; charset=utf-8"
    )
    answer["Content-Disposition"] = f'attachment; filename="meetup-{meetup.public_id}.ics"'
    return answer


def _part(request: PageRequest, public_id: str, **extra: Any) -> HttpResponse:
    meetup = reads.get(viewer=request.user, public_id=public_id)
    return render(request, "community/meetup/main.html", _context(request, meetup, **extra))


def _said(row: Attendance) -> str:
    if row.state == Attendance.State.COMING:
        return _("You have a place. See you there.")
    return _("All places are taken. You wait in line, and hear when one comes free.")


def _refused(request: PageRequest, public_id: str, error: errors.HearthError) -> HttpResponse:
    if request.htmx:
        answer = web.refused(_part(request, public_id, refusal=error.words), error)
        answer.status_code = 422  # htmx swaps that, and nothing else that went wrong
        return answer
    meetup = reads.get(viewer=request.user, public_id=public_id)
    page = render(request, "community/meetup/index.html", _context(request, meetup, refusal=error.words))
    return web.refused(page, error)


def _context(request: PageRequest, meetup: Meetup, **extra: Any) -> dict[str, Any]:
    now, group, topic = clock.now(), meetup.group, f"meetup:{meetup.pk}"
    standing = standings.of(user=request.user, group=group, now=now)
    after, is_ahead = request.GET.get("after", ""), not (meetup.is_called_off or meetup.is_over(now))
    found = meetup_places.place_of(viewer=request.user, meetup=meetup, standing=standing, now=now, after=after)
    return {
        "nav": "groups",
        "meetup": mentions.fill([meetup])[0],
        "group": group,
        "topic": topic,
        "live_versions": topics.read_beside(meetup, topic),
        "place": found,
        "more_url": web.next_page(found.comers.next_cursor) if found.comers else "",
        "now": now,
        "has_begun": meetup.has_begun(now),
        "is_over": meetup.is_over(now),
        "is_hidden": hiding.is_hidden(person_id=meetup.author_id, viewer=request.user),
        "may_join": policies.may(Action.JOIN, group, standing),
        "may_edit": is_ahead and policies.may(Action.HOST, group, standing),
        "may_call_off": is_ahead and not meetup.has_begun(now) and policies.may(Action.MODERATE, group, standing),
        "may_note": presence.is_open(meetup, now) and policies.may(Action.MODERATE, group, standing),
        "may_report": policies.may(Action.REPORT, group, standing) and request.user.pk != meetup.author_id,
        **extra,
    }
