"""The directory, a group's page, its door, founding and changing it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import SimpleLazyObject
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest, PageRequest
from community import policies, rate_limits
from community.models import Group, Membership
from community.policies import Action
from community.selectors import groups, standings, streams
from community.services import memberships, roles, text
from community.services.group_texts import ABOUT_LENGTH
from community.views import feeds, page_cache
from lib import clock, errors
from lib.limits import spend

FEED, ABOUT = "feed", "about"


@require_safe
def directory(request: PageRequest) -> HttpResponse:
    """Show the groups one may know, by name, door and whether one is in."""
    query = request.GET.get("q", "").strip()
    door = request.GET.get("door", "")
    mine = bool(request.GET.get("mine")) and request.user.is_authenticated
    found = groups.directory(viewer=request.user, query=query, mine=mine, door=door, after=request.GET.get("after", ""))
    kept = {"q": query, "door": door, "mine": "1" if mine else ""}
    more = urlencode({name: value for name, value in {**kept, "after": found.next_cursor}.items() if value})
    context = {
        "nav": "groups",
        "groups": found.groups,
        "more_url": f"?{more}" if found.next_cursor else "",
        "query": query,
        "door": door,
        "mine": mine,
        "doors": Group.JoinPolicy.choices,
        "is_narrowed": bool(query or door or mine),
    }
    return render(request, "community/group_list/index.html", context)


@require_safe
def detail(request: PageRequest, slug: str) -> HttpResponse:
    """Show a group: its feed or its rules to those who may read, its front to those who may only know of it."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now)
    if feeds.is_more(request):
        standings.check(user=request.user, group=group, action=Action.READ, now=now)
        return render(request, "community/feed/more.html", {"feed": _feed(request, group)})
    may_read = policies.may(Action.READ, group, standing)
    tab = FEED if may_read and request.GET.get("tab") != ABOUT else ABOUT
    frame = groups.frame_of(group=group, standing=standing, now=now)
    if tab == FEED and (kept := page_cache.find(request, frame)):
        return kept
    front: Any = SimpleLazyObject(lambda: groups.front(group=group, viewer=request.user, standing=standing, now=now))
    mood = feeds.mood_of(request)
    feed = _feed(request, group) if tab == FEED else None
    context = {
        "nav": "groups",
        "front": front,
        "frame": frame,
        "group": group,
        "may_read": may_read,
        "is_raided": group.is_raided(now),
        "is_member": standing.is_member,
        "tab": tab,
        "about": _about(group) if tab == ABOUT else "",
        "feed": feed,
        "moods": lambda: feeds.mood_links(mood),
        "mood": mood,
        "tabs": lambda: tabs_of(front, tab),
        **_place_of(request, group, standing),
    }
    answer = render(request, "community/group/index.html", context)
    return page_cache.keep(request, answer, feed.versions, frame) if feed else answer


@login_required
@require_safe
def place(request: MemberRequest, slug: str) -> HttpResponse:
    """Return the head of the group's page alone, as this person's place in it now is."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now)
    tab = FEED if request.GET.get("tab") == FEED and policies.may(policies.Action.READ, group, standing) else ABOUT
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    context = {"front": front, "group": group, "tab": tab, "tabs": tabs_of(front, tab), "frame": None}
    return render(request, "community/group/place.html", context | _place_of(request, group, standing))


@login_required
@require_POST
def join(request: MemberRequest, slug: str) -> HttpResponse:
    """Come in, ask to come in with an answer, or accept an invitation."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now)
    spend(rate_limits.JOIN, who=request.user.public_id, now=now)
    try:
        place = memberships.join(actor=request.user, group=group, answer=request.POST.get("answer", ""), now=now)
    except errors.Invalid as error:
        return _front_again(request, group, error)
    if place.is_active and not standing.is_member:
        messages.success(request, _("Welcome to %(group)s.") % {"group": group.name})
    elif place.state == Membership.State.REQUESTED:
        messages.success(request, _("Your request is on its way."))
    return redirect("community:group-detail", slug=slug)


@login_required
@require_POST
def leave(request: MemberRequest, slug: str) -> HttpResponse:
    """Go out; the last owner is sent to hand the group over first."""
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=slug, now=now)
    try:
        memberships.leave(actor=request.user, group=group, now=now)
    except roles.LastOwner as error:
        messages.error(request, str(error.message))
        return redirect(f"{reverse('community:group-members', args=[slug])}?offer={error.data['successor']}#hand-over")
    if standing.is_member:
        messages.success(request, _("You have left %(group)s.") % {"group": group.name})
    known = group.visibility != Group.Visibility.SECRET
    return redirect("community:group-detail", slug=slug) if known else redirect("community:group-list")


def tabs_of(front: groups.Front, current: str) -> list[dict[str, object]]:
    """Return the tabs of a group that this person may open."""
    slug, url = front.group.slug, _at("group-detail", front.group.slug)
    tabs = [_tab(ABOUT, _("About and rules"), f"{url}?tab={ABOUT}")]
    if front.may(Action.READ):
        tabs = [_tab(FEED, _("Feed"), url), _tab("meetups", _("Meetups"), _at("group-meetups", slug)), *tabs]
    if front.may(Action.SEE_MEMBERS):
        tabs.append(_tab("members", _("Members"), _at("group-members", slug), count=front.waiting))
    if front.may_judge:
        tabs.append(_tab("queue", _("Queue"), _at("group-queue", slug), count_url=_at("queue-count", slug)))
        tabs.append(_tab("health", _("Health"), _at("group-health", slug)))
        challenges = reverse("gamify:place-challenges", args=["group", front.group.pk])
        tabs.append(_tab("challenges", _("Challenges"), challenges))
    if front.standing.is_member:
        tabs.append(_tab("modlog", _("Log"), _at("group-modlog", slug)))
    if front.may(Action.MANAGE):
        tabs.append(_tab("settings", _("Settings"), _at("group-settings", slug)))
    return [{**tab, "is_current": tab["key"] == current} for tab in tabs]


def _tab(key: str, label: str, url: str, **more: object) -> dict[str, object]:
    return {"key": key, "label": label, "url": url, **more}


def _at(name: str, slug: str) -> str:
    return reverse(f"community:{name}", args=[slug])


def _feed(request: PageRequest, group: Group) -> feeds.Feed:
    source = feeds.source(request, streams.Stream(request.user, group=group, mood=feeds.mood_of(request)))
    return feeds.draw(
        request,
        streams.page(source.stream, after=request.GET.get("after", ""), version=sum(source.versions.values())),
        source,
    )


def _about(group: Group) -> str:
    return text.render(text.parse(group.about, most=ABOUT_LENGTH), {}) if group.about else ""


def _front_again(request: MemberRequest, group: Group, error: errors.Invalid) -> HttpResponse:
    now = clock.now()
    group, standing = standings.access_group(user=request.user, slug=group.slug, now=now)
    front = groups.front(group=group, viewer=request.user, standing=standing, now=now)
    context = {
        "nav": "groups",
        "front": front,
        "group": group,
        "tab": ABOUT,
        "tabs": tabs_of(front, ABOUT),
        "about": _about(group),
        "wrong": error.fields,
        "answer": request.POST.get("answer", ""),
        "frame": None,
        **_place_of(request, group, standing),
    }
    return render(request, "community/group/index.html", context, status=422)


def _place_of(request: PageRequest, group: Group, standing: policies.Standing) -> dict[str, object]:
    if not request.user.is_authenticated:
        return {}
    return {"place_topic": f"member:{request.user.public_id}:group:{group.pk}", "place_version": standing.version}
