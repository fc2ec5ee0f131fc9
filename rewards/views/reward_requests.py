"""The redemptions of a reward, for those of its brand who answer and pack. No code is ever shown here."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _, ngettext, pgettext
from django.views.decorators.http import require_POST, require_safe

from accounts.requests import MemberRequest
from lib import clean, clock, csv_tables, errors, web
from rewards.models import Redemption, Reward
from rewards.policies import Action, Role, may
from rewards.selectors import reward_console as console, roles
from rewards.services.buying import addresses
from rewards.services.catalogue import answering
from rewards.views.reward_console import tabs_of


@login_required
@require_safe
def index(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """List the redemptions that wait for an answer, for a parcel, or are settled."""
    reward, role = _access(request, slug, public_id)
    stage, may_ship = _stage(request, reward), may(Action.SHIP, role)
    found = console.page(reward=reward, stage=stage, may_ship=may_ship, after=request.GET.get("after", ""))
    context = {
        "nav": "console",
        "brand": reward.brand,
        "reward": reward,
        "found": found,
        "stage": stage,
        "stages": _stages(reward, stage),
        "more_url": web.next_page(found.next_cursor, stage=stage),
        "may_ship": may_ship,
        "may_reverse": may(Action.REFUND, role),
        "note_length": answering.ANSWER_LENGTH,
        "address_days": settings.HEARTH_ADDRESS_DAYS,
        "tabs": tabs_of(reward, role, "requests"),
    }
    return render(request, "rewards/console/redemptions/index.html", context)


@login_required
@require_safe
def table(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Send the same list as a table for a spreadsheet."""
    reward, role = _access(request, slug, public_id)
    stage = _stage(request, reward)
    lines = console.every(reward=reward, stage=stage, may_ship=may(Action.SHIP, role))
    body = csv_tables.write(_head(), (_cells(line) for line in lines))
    response = HttpResponse(body, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="redemptions-{reward.public_id}-{stage}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


@login_required
@require_POST
def send(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Mark the chosen parcels as sent, with one note for all of them."""
    reward, _role = _access(request, slug, public_id, Action.SHIP)
    asked = [clean.sought(one, most=12) for one in request.POST.getlist("redemption")[: console.PAGE]]
    note, sent, wrong = request.POST.get("note", ""), 0, ""
    for row in Redemption.objects.filter(reward=reward, public_id__in=asked).order_by("pk"):
        try:
            answering.send(by=request.user, redemption=row, note=note, now=clock.now())
            sent += 1
        except errors.Invalid as error:
            wrong = error.words
            break
        except (errors.Conflict, answering.OwnRedemption) as error:
            wrong = f"{row.public_id}: {error.message}"
    if sent:
        said = ngettext("%(n)s parcel is marked as sent.", "%(n)s parcels are marked as sent.", sent) % {"n": sent}
        messages.success(request, said)
    elif not wrong:
        wrong = _("Choose at least one.")
    if wrong:
        messages.error(request, wrong)
    return web.see_other(_list(reward))


@login_required
@require_POST
def answer(request: MemberRequest, slug: str, public_id: str, redemption_id: str) -> HttpResponse:
    """Grant, refuse, mark as used, or take back."""
    reward, _role = _access(request, slug, public_id)
    row = console.get(reward=reward, public_id=redemption_id)
    step, done = _step(request, row)
    stage = request.POST.get("stage", "")
    onward = f"{_list(reward)}?{urlencode({'stage': stage})}" if stage in console.STAGES else _list(reward)
    return web.attempt(request, step, done=done, onward=onward, also=(answering.OwnRedemption,))


def _step(request: MemberRequest, row: Redemption) -> tuple[Callable[[], object], str]:
    """Return what was asked for and what to say when it is done. Raises: Invalid for anything else."""
    by, now, reason = request.user, clock.now(), request.POST.get("reason", "")
    steps: dict[str, tuple[Callable[[], object], str]] = {
        "approve": (lambda: answering.approve(by=by, redemption=row, now=now), _("Granted.")),
        "reject": (
            lambda: answering.reject(by=by, redemption=row, reason=reason, now=now),
            _("Not granted. The member reads your reason and has the spark back."),
        ),
        "use": (lambda: answering.use(by=by, redemption=row, now=now), _("Marked as used.")),
        "reverse": (
            lambda: answering.reverse(by=by, redemption=row, reason=reason, now=now),
            _("Taken back. The member reads your reason and has the spark back."),
        ),
    }
    found = steps.get(request.POST.get("answer", ""))
    if found is None:
        raise errors.Invalid
    return found


def _access(request: MemberRequest, slug: str, public_id: str, action: Action = Action.SEE) -> tuple[Reward, Role]:
    return roles.access_reward(user=request.user, slug=slug, public_id=public_id, action=action)


def _stage(request: HttpRequest, reward: Reward) -> str:
    stage = request.GET.get("stage", "")
    if stage in console.STAGES:
        return stage
    return "answer" if reward.needs_approval else "send" if reward.is_item else "given"


def _stages(reward: Reward, current: str) -> list[dict[str, Any]]:
    labels = {"answer": _("To answer")} if reward.needs_approval else {}
    if reward.is_item:
        labels |= {"send": _("To send"), "missing": _("Address missing")}
    labels |= {"given": pgettext("redemptions", "Given"), "over": pgettext("redemptions", "Over")}
    return [{"label": label, "url": f"?stage={key}", "is_current": key == current} for key, label in labels.items()]


def _list(reward: Reward) -> str:
    return reverse("rewards:console-redemptions", args=[reward.brand.slug, reward.public_id])


def _head() -> tuple[str, ...]:
    """Return the names of the columns; those of the address in the order of `addresses.LENGTHS`."""
    return (
        _("Redemption"), _("Member"), _("Spark"), _("Asked on"), _("Word to the brand"), _("State"), _("Answer"),
        _("Recipient"), _("Address line 1"), _("Address line 2"), _("Postcode"), _("City"), _("Province or state"),
        _("Country code"), _("Telephone"),
    )  # fmt: skip


def _cells(line: console.Line) -> tuple[object, ...]:
    row, address = line.redemption, line.address
    where = [getattr(address, name) if address else "" for name in addresses.LENGTHS]
    at = timezone.localtime(row.reserved_at).strftime("%Y-%m-%d %H:%M")
    return (row.public_id, row.user.display_name, row.price, at, row.note, row.state_label, row.answer, *where)
