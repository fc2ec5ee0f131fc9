"""A brand's part of the garden: its seeds, what grew of them, and the harvests to bring in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import get_language, gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.brand_tabs import tabs_of
from accounts.requests import MemberRequest
from lib import clean, clock, draft_forms, errors, web
from rewards.models import Plant, Seed
from rewards.policies import Action, Role, may
from rewards.seed_form import SeedForm
from rewards.selectors import garden, roles
from rewards.services import drafts
from rewards.services.garden import ending, seeds


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: MemberRequest, slug: str) -> HttpResponse:
    """List a brand's seeds; begin one with its name."""
    brand, role = roles.access_brand(user=request.user, slug=slug)
    wrong = ""
    if request.method == "POST":
        roles.require(user=request.user, brand=brand, action=Action.WRITE)
        terms = seeds.Terms(names={get_language() or "en": request.POST.get("name", "")})
        try:
            made = seeds.draft(by=request.user, brand=brand, terms=terms, now=clock.now())
        except errors.Invalid as error:
            wrong = error.words
        else:
            return web.see_other(reverse("rewards:console-seed-edit", args=[slug, made.public_id]))
    context = {
        "nav": "console",
        "brand": brand,
        "seeds": garden.of_brand(brand=brand),
        "tabs": tabs_of(slug, "garden"),
        "may_write": may(Action.WRITE, role),
        "wrong": wrong,
        "name": request.POST.get("name", ""),
        "most": seeds.NAME_LENGTH,
    }
    return render(request, "rewards/console/seeds/index.html", context, status=422 if wrong else 200)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Write a draft, and hand it in."""
    seed, _role = roles.access_seed(user=request.user, slug=slug, public_id=public_id, action=Action.WRITE)
    here = reverse("rewards:console-seed", args=[slug, public_id])
    if seed.state != Seed.State.DRAFT:
        return web.see_other(here)
    form = SeedForm(seed, request.POST or None)
    if request.method == "POST" and form.is_valid() and _keep(request, seed, form):
        return web.see_other(here if "submit" in request.POST else request.path)
    seed.refresh_from_db()
    seen = request.POST.get("seen", "") if form.errors else ""
    context = {
        "nav": "console",
        "brand": seed.brand,
        "seed": seed,
        "form": form,
        "seen": seen or drafts.version_of(seed),
        "lacks": seeds.lacks(seed),
    }
    status = 422 if form.has_errors else 200
    return render(request, "rewards/console/seed_edit/index.html", context, status=status)


@login_required
@require_safe
def detail(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Show a seed, what grew of it, and what is ripe."""
    seed, role = roles.access_seed(user=request.user, slug=slug, public_id=public_id)
    return _page(request, seed, role)


@login_required
@require_POST
def close(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Let nobody plant it any more."""
    seed, _role = roles.access_seed(user=request.user, slug=slug, public_id=public_id, action=Action.PAUSE)
    seeds.close(by=request.user, seed=seed, now=clock.now())
    messages.success(request, _("Closed. What grows goes on."))
    return web.see_other(reverse("rewards:console-seed", args=[slug, public_id]))


@login_required
@require_POST
def harvest(request: MemberRequest, slug: str, public_id: str) -> HttpResponse:
    """Say how a ripe plant was harvested."""
    seed, role = roles.access_seed(user=request.user, slug=slug, public_id=public_id, action=Action.SHIP)
    asked = clean.sought(request.POST.get("plant", ""), most=12)
    plant = Plant.objects.filter(seed=seed, public_id=asked).first()
    if plant is None:
        raise errors.NotFound(code="rewards.plant_not_found")
    note = request.POST.get("note", "")
    try:
        ending.harvest(by=request.user, plant=plant, note=note, now=clock.now())
    except errors.Invalid as error:
        wrong = error.words
        return _page(request, seed, role, status=422, wrong=wrong, wrong_plant=plant.public_id, note=note)
    messages.success(request, _("Harvested: everybody who watered it hears how."))
    return web.see_other(reverse("rewards:console-seed", args=[slug, public_id]))


def _keep(request: MemberRequest, seed: Seed, form: SeedForm) -> bool:
    """Save the draft, and hand it in when asked to; what is wrong stands beside its field."""
    is_handed_in = "submit" in request.POST

    def keep() -> None:
        seeds.edit(by=request.user, seed=seed, terms=form.terms(), seen=request.POST.get("seen", ""))
        if is_handed_in:
            seeds.submit(by=request.user, seed=seed, now=clock.now())

    if not draft_forms.attempt(form, keep):
        return False
    messages.success(request, _("Handed in. We tell you when it was looked at.") if is_handed_in else _("Saved."))
    return True


def _page(request: MemberRequest, seed: Seed, role: Role, *, status: int = 200, **extra: object) -> HttpResponse:
    context = {
        "nav": "console",
        "brand": seed.brand,
        "seed": seed,
        "cards": garden.plants_of(seed=seed),
        "may_harvest": may(Action.SHIP, role),
        "may_write": may(Action.WRITE, role) and seed.state == Seed.State.DRAFT,
        "may_close": may(Action.PAUSE, role) and seed.state == Seed.State.OPEN,
        "note_length": ending.NOTE_LENGTH,
    }
    return render(request, "rewards/console/seed/index.html", context | extra, status=status)
