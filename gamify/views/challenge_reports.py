"""The report of a challenge: charts drawn here with a table beside each, and the same figures as a sheet."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts.requests import MemberRequest
from gamify.models import Challenge
from gamify.presenters import charts
from gamify.selectors import challenge_report, challenges, roles
from gamify.views.challenge_console import home_of, tabs_in
from lib import clock, csv_tables, errors


@login_required
@require_safe
def index(request: MemberRequest, public_id: str) -> HttpResponse:
    """Show what the challenge did; of fewer than 20 people nothing is said."""
    challenge = _announced(request, public_id)
    report = challenge_report.report(challenge=challenge, now=clock.now())
    burn = challenges.burn(challenge=challenge)
    context = {
        "nav": "console",
        "home": home_of(challenge),
        "challenge": challenge,
        "report": report,
        "least": challenge_report.LEAST,
        "burn": burn,
        "funnel": charts.funnel(report),
        "days": charts.days(report),
        "compared": charts.compared(report),
        "chart_height": charts.ROW * len(report.compared),
        "tabs": tabs_in(challenge, "report"),
    }
    return render(request, "gamify/console/report.html", context)


@login_required
@require_safe
def table(request: MemberRequest, public_id: str) -> HttpResponse:
    """The report as a sheet."""
    challenge = _announced(request, public_id)
    head, *rows = challenge_report.report(challenge=challenge, now=clock.now()).rows()
    response = HttpResponse(
        csv_tables.write([str(cell) for cell in head], rows), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = f'attachment; filename="challenge-{challenge.public_id}.csv"'
    response["Cache-Control"] = "private, no-store"
    return response


def _announced(request: MemberRequest, public_id: str) -> Challenge:
    challenge, _role = roles.access(user=request.user, public_id=public_id)
    if not challenge.is_announced:
        raise errors.NotFound(code="gamify.challenge_not_found")
    return challenge
