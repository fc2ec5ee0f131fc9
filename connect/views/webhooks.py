"""Addresses that news goes to: of a brand, in its console; without a brand those of the site, for its staff."""

from __future__ import annotations

from collections.abc import Callable

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.requests import MemberRequest
from connect.forms.webhook import WebhookForm
from connect.models import Endpoint
from connect.selectors import webhooks
from connect.selectors.webhooks import Desk
from connect.services.webhooks import endpoints, signing, switching
from lib import clock, draft_forms, errors, public_id as ids, web
from live.selectors import topics


@login_required
@require_safe
def index(request: MemberRequest) -> HttpResponse:
    """Show the addresses of the site; those of a brand stand on its page of connections."""
    desk = webhooks.desk(user=request.user, slug="")
    context = _context(desk) | {"endpoints": webhooks.of_desk(brand=None)}
    return render(request, "connect/webhooks/index.html", context)


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: MemberRequest, slug: str = "") -> HttpResponse:
    """Add an address; its secret is shown in the answer, and never again."""
    desk = _changing(request, slug)
    first = {"public_id": ids.new(), "kinds": []}
    form = WebhookForm(request.POST or None, kinds=webhooks.kinds_for(desk.brand), initial=first)
    status = 200
    if request.method == "POST":
        status = 422
        try:
            if made := _added(request, form, desk):
                return _secret(request, desk, made, 201)
        except endpoints.MadeAlready as error:
            messages.error(request, str(error))
            return web.see_other(_list_of(desk))
        except endpoints.TooMany as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "connect/webhooks/new.html", _context(desk) | {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def detail(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Show an address with its log; change where it leads and what it hears of."""
    desk, endpoint = _found(request, slug, public_id)
    kinds = [one.kind for one in endpoint.subscriptions.all()]
    first = {"url": endpoint.url, "kinds": kinds, "public_id": endpoint.public_id}
    form = WebhookForm(request.POST or None, kinds=webhooks.kinds_for(desk.brand), initial=first)
    if request.method == "POST" and _edited(request, form, endpoint):
        messages.success(request, _("Saved."))
        return web.see_other(switching.page_of(endpoint))
    context = _state(request, desk, public_id) | {"form": form}
    return render(request, "connect/webhooks/detail.html", context, status=422 if form.errors else 200)


@login_required
@require_safe
def state(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Answer with the part of the page that renews itself: whether it is on, and what was sent."""
    desk = webhooks.desk(user=request.user, slug=slug)
    return render(request, "connect/webhooks/state.html", _state(request, desk, public_id))


@login_required
@reauthentication_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def secret(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Give it another secret, and show that once."""
    desk = _changing(request, slug)
    endpoint = webhooks.get(desk=desk, public_id=public_id)
    if request.method != "POST":
        return render(request, "connect/webhooks/rotate.html", _context(desk) | {"endpoint": endpoint})
    changed = endpoints.rotate(by=request.user, endpoint=endpoint, now=clock.now())
    return _secret(request, desk, changed, 200)


@login_required
@require_POST
def switch(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Switch it on or off."""
    _desk, endpoint = _found(request, slug, public_id)
    is_on = request.POST.get("is_on") == "1"
    endpoints.switch(by=request.user, endpoint=endpoint, is_on=is_on, now=clock.now())
    messages.success(request, _("It hears of what happens from now on.") if is_on else _("It hears nothing now."))
    return web.see_other(switching.page_of(endpoint))


@login_required
@require_POST
def remove(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Take it away."""
    desk, endpoint = _found(request, slug, public_id)
    endpoints.remove(by=request.user, endpoint=endpoint, now=clock.now())
    messages.success(request, _("The address is removed, with its log."))
    return web.see_other(_list_of(desk))


@login_required
@require_POST
def send_test(request: MemberRequest, public_id: str, slug: str = "") -> HttpResponse:
    """Send it a message that means nothing."""
    _desk, endpoint = _found(request, slug, public_id)
    return _sent(request, endpoint, lambda: endpoints.test(by=request.user, endpoint=endpoint, now=clock.now()))


@login_required
@require_POST
def again(request: MemberRequest, public_id: str, message_id: str, slug: str = "") -> HttpResponse:
    """Send a message once more."""
    _desk, endpoint = _found(request, slug, public_id)
    message = webhooks.message(endpoint=endpoint, public_id=message_id)
    return _sent(request, endpoint, lambda: endpoints.send_again(by=request.user, delivery=message, now=clock.now()))


def _sent(request: MemberRequest, endpoint: Endpoint, send: Callable[[], object]) -> HttpResponse:
    done, onward = _("It is on its way. Look again in a moment."), f"{switching.page_of(endpoint)}#log"
    return web.attempt(request, send, done=done, onward=onward, also=(errors.RateLimited,))


def _state(request: MemberRequest, desk: Desk, public_id: str) -> dict[str, object]:
    topic, after = webhooks.topic_of(public_id), request.GET.get("after", "")
    versions = topics.versions([topic])
    endpoint = webhooks.get(desk=desk, public_id=public_id)
    log = webhooks.messages(endpoint=endpoint, after=after)
    said = {"topic": topic, "live_versions": versions, "endpoint": endpoint, "log": log, "after": after}
    return _context(desk) | said


def _found(request: MemberRequest, slug: str, public_id: str) -> tuple[Desk, Endpoint]:
    desk = webhooks.desk(user=request.user, slug=slug)
    return desk, webhooks.get(desk=desk, public_id=public_id)


def _changing(request: MemberRequest, slug: str) -> Desk:
    desk = webhooks.desk(user=request.user, slug=slug)
    webhooks.check_change(user=request.user, brand=desk.brand)
    return desk


def _added(request: MemberRequest, form: WebhookForm, desk: Desk) -> Endpoint | None:
    """Add what the form says; None when it says something wrong."""
    if not form.is_valid():
        return None
    try:
        return endpoints.add(by=request.user, brand=desk.brand, now=clock.now(), **form.cleaned_data)
    except errors.Invalid as error:
        draft_forms.show(form, error)
        return None


def _edited(request: MemberRequest, form: WebhookForm, endpoint: Endpoint) -> bool:
    if not form.is_valid():
        return False
    said = {name: form.cleaned_data[name] for name in ("url", "kinds")}
    try:
        endpoints.edit(by=request.user, endpoint=endpoint, now=clock.now(), **said)
    except errors.Invalid as error:
        draft_forms.show(form, error)
        return False
    return True


def _secret(request: MemberRequest, desk: Desk, endpoint: Endpoint, status: int) -> HttpResponse:
    shown = {"endpoint": endpoint, "secret": signing.secret_of(endpoint), "page": switching.page_of(endpoint)}
    return render(request, "connect/webhooks/secret.html", _context(desk) | shown, status=status)


def _list_of(desk: Desk) -> str:
    return reverse("connect:connections", args=[desk.brand.slug]) if desk.brand else reverse("connect:site-webhooks")


def _context(desk: Desk) -> dict[str, object]:
    nav = "console" if desk.brand else "staff"
    return {"nav": nav, "brand": desk.brand, "desk": desk, "back": _list_of(desk)}
