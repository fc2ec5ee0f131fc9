"""The rules of the game on the staff's page: read, change, look at what would change, try it, publish, go back."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accounts.policies import require_staff
from accounts.requests import MemberRequest
from gamify.engine.sources import subject_of
from gamify.models import Edition
from gamify.presenters import trials as presented
from gamify.selectors import editions, lapses
from gamify.services import publishing, trials
from gamify.services.economy_checks import BadEconomy
from lib import clock, errors, numbers, web


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest) -> HttpResponse:
    """Show the economy in force and those before it; compare, try, and publish another."""
    require_staff(request.user)
    wrong: dict[str, str] = {}
    found: dict[str, object] = {}
    written = None
    if request.method == "POST":
        written = request.POST.get("text", "")
        try:
            written = _text(request)
            if request.POST.get("do") == "publish":
                return _publish(request, written)
            found = _trial(request, written) if "days" in request.POST else _preview(request, written)
        except BadEconomy as error:
            wrong = {"text": str(error)}
        except errors.Invalid as error:
            wrong = {name: str(sentence) for name, sentence in error.fields.items()}
        except errors.Conflict as error:
            wrong = {"text": str(error)}
    context = _page(request, written) | found | {"wrong": wrong}
    return render(request, "gamify/console/economy.html", context, status=422 if wrong else 200)


def _page(request: MemberRequest, written: str | None) -> dict[str, object]:
    in_force = editions.latest()
    started = _started_from(request) or in_force
    return {
        "nav": "staff",
        "in_force": in_force,
        "editions": editions.newest(),
        "owed": lapses.owed(),
        "may_publish": editions.may_publish(request.user),
        "text": (started.text if started else "") if written is None else written,
        "started": started,
        "seen": request.POST.get("seen") or (in_force.token if in_force else ""),
        "note": request.POST.get("note", ""),
        "windows": trials.WINDOWS,
    }


def _preview(request: MemberRequest, written: str) -> dict[str, object]:
    found = publishing.look(by=request.user, text=written, now=clock.now())
    return {"preview": found, "changes": _changes(found), "is_new": not found.report.is_unchanged}


def _trial(request: MemberRequest, written: str) -> dict[str, object]:
    days = numbers.find(request.POST["days"])
    found = publishing.try_out(by=request.user, text=written, days=days or 0, now=clock.now())
    limits = {"most": trials.MOST, "each": trials.EACH}
    return limits | {"trial": presented.page(found), "is_new": not found.report.is_unchanged}


@login_required
@require_safe
def text(request: MemberRequest, number: int) -> HttpResponse:
    """Hand out an edition as the file it was."""
    require_staff(request.user)
    found = editions.get(number=number)
    answer = HttpResponse(found.text, content_type="application/toml; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="economy-{found.number}.toml"'
    return answer


def _publish(request: MemberRequest, written: str) -> HttpResponse:
    publishing.publish(
        by=request.user,
        text=written,
        note=request.POST.get("note", ""),
        seen=request.POST.get("seen", ""),
        now=clock.now(),
    )
    messages.success(request, _("Published. It counts from now on; what was earned before stays."))
    return web.see_other(reverse("gamify:review-economy"))


def _text(request: MemberRequest) -> str:
    """Return the text of the form; a file that came with it goes before."""
    file = request.FILES.get("file")
    if file is None:
        return request.POST.get("text", "")
    if (file.size or 0) > 4 * publishing.TEXT_LENGTH:
        raise errors.Invalid(fields={"text": _("This file is too large.")})
    return file.read().decode(errors="replace")


def _started_from(request: MemberRequest) -> Edition | None:
    number = numbers.find(request.GET.get("from", ""))
    return editions.get(number=number) if number else None


def _changes(preview: publishing.Preview) -> tuple[tuple[str, str, editions.Given | None], ...]:
    """Return each definition that changes: what happens to it, its key, and what it gave lately."""
    report = preview.report
    known = [(_news_of(each), each) for each in report.published] + [(_("retired"), each) for each in report.retired]
    given = editions.given_lately(keys=[subject_of(each) for _what, each in known], now=clock.now())
    return tuple((what, each, given.get(subject_of(each))) for what, each in known)


def _news_of(key: str) -> str:
    """Say whether a definition was there before: its key ends with which version of it this is."""
    return _("new") if key.endswith("@1") else _("new wording")
