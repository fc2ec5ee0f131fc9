"""The record of a battle: everything that was brought, in plain words and as what anybody can count again."""

from __future__ import annotations

from django.http import HttpResponse, JsonResponse
from django.shortcuts import render
from django.utils.cache import patch_cache_control
from django.views.decorators.http import require_safe

from accounts.requests import PageRequest
from lib import documents, web
from rewards import paths
from rewards.selectors import battle_feed, battle_sides, battles
from rewards.services.battles import counting


@require_safe
def index(request: PageRequest, public_id: str) -> HttpResponse:
    """Show the events page by page, and say how to count them again."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    sides = battle_sides.sides(battle, tuple(battle.teams.all()))
    slots = {side.team.pk: side.slot for side in sides}
    found = battle_feed.page(battle=battle, slots=slots, after=request.GET.get("after", ""))
    context = {
        "nav": "buy",
        "battle": battle,
        "url": paths.of_battle(battle),
        "found": found,
        "more_url": web.next_page(found.next_cursor),
        "is_first": not request.GET.get("after"),
        "result": battle.results.order_by("-seq").first(),
    }
    return render(request, "rewards/battle_record/index.html", context)


@require_safe
def document(request: PageRequest, public_id: str) -> HttpResponse:
    """Everything that the count is made of, its result, and the hashes of both."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    result = battle.results.order_by("-seq").first()
    inputs = counting.inputs_of(battle)
    response = JsonResponse(
        {
            "inputs": inputs,
            "inputs_hash": documents.digest(inputs),
            "rules_hash": battle.rules_hash,
            "result": result.document if result else None,
            "result_inputs_hash": result.inputs_hash if result else None,
        },
        json_dumps_params={"ensure_ascii": False},
    )
    patch_cache_control(response, private=True)
    return response


@require_safe
def rules(request: PageRequest, public_id: str) -> HttpResponse:
    """The frozen rules, byte for byte as they were hashed."""
    battle = battles.find(viewer=request.user, public_id=public_id)
    response = HttpResponse(documents.canonical(battle.rules or {}), content_type="application/json; charset=utf-8")
    patch_cache_control(response, private=True)
    return response
