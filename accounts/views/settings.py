"""A member's own settings."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import partial

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accounts import zones
from accounts.forms.preferences import PreferencesForm
from accounts.forms.profile import ProfileForm
from accounts.models import User
from accounts.requests import MemberRequest
from accounts.services import profiles
from lib import clock, errors, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def profile(request: MemberRequest) -> HttpResponse:
    """Name, handle and bio."""
    user = request.user
    form = ProfileForm(
        request.POST or None, initial={"display_name": user.display_name, "handle": user.handle, "bio": user.bio}
    )
    service = partial(profiles.update, now=clock.now())
    return _answer(request, form, service, "accounts/settings/profile.html", "accounts:settings")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def preferences(request: MemberRequest) -> HttpResponse:
    """Language, time zone, keyboard, and whether feelings are suggested."""
    user = request.user
    kept = {"locale": user.locale, "time_zone": user.time_zone, "shortcuts_on": user.shortcuts_on}
    kept["feelings_on"] = user.feelings_on
    now = clock.now()
    form = PreferencesForm(request.POST or None, initial=kept, zones=zones.choices(now=now, chosen=user.time_zone))
    page = "accounts/settings/preferences.html"
    notice = _waiting_zone(user, now)
    return _answer(request, form, partial(profiles.prefer, now=now), page, "accounts:settings-preferences", notice)


def _waiting_zone(user: User, now: datetime) -> str:
    """Say from when on the member's days follow the zone they chose, "" when they do."""
    ends_at = user.calendar.settled_at
    if ends_at is None or now >= ends_at:
        return ""
    text = _(
        "Times are shown in %(zone)s now. Your days follow it from tomorrow on: today lasts until %(time)s, so that "
        "no task is lost or comes twice."
    )
    time = date_format(localtime(ends_at), _("M j, H:i"))
    return text % {"zone": zones.name_of(user.time_zone, now=now), "time": time}


def _answer(
    request: MemberRequest, form: Form, service: Callable[..., User], template: str, back: str, notice: str = ""
) -> HttpResponse:
    status = 200
    if request.method == "POST":
        if form.is_valid() and _saved(form, service, request.user):
            messages.success(request, _("Saved."))
            return web.see_other(reverse(back))
        status = 422
    return render(request, template, {"form": form, "nav": "settings", "notice": notice}, status=status)


def _saved(form: Form, service: Callable[..., User], user: User) -> bool:
    try:
        service(user=user, **form.cleaned_data)
    except errors.Invalid as error:
        for field, text in error.fields.items():
            form.add_error(field, str(text))
    except errors.RateLimited as error:
        form.add_error("handle", str(error))
    else:
        return True
    user.refresh_from_db()
    return False
