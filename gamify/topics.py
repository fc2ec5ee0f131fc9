"""The live topics of the game and who may listen to them."""

from __future__ import annotations

from typing import Any

from django.template.loader import render_to_string

from gamify.models import Challenge
from gamify.presenters import boards as shown
from gamify.selectors import boards, challenge_board
from gamify.services.leagues.seasons import TOPIC
from lib import errors
from live import registry

SHOWN = 20


def _may_see_board(user: Any, pk: str) -> bool:
    try:
        boards.board(period_id=int(pk), user=user)
    except errors.NotFound:
        return False
    return True


def _render_board(locale: str, pk: str) -> str:
    rows = boards.page(period_id=int(pk), limit=SHOWN).rows
    return render_to_string("gamify/board/rows.html", {"rows": shown.rows(rows)})


def _may_see_challenge(user: Any, pk: str) -> bool:
    return Challenge.objects.visible_to(user).filter(pk=int(pk)).exists()


def _render_challenge(locale: str, pk: str) -> str:
    return render_to_string("gamify/challenge/board.html", {"board": challenge_board.board(pk=int(pk))})


registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:game", may_listen=registry.is_own))
registry.add(registry.Kind(pattern=f"board:{registry.PK}", may_listen=_may_see_board, render=_render_board))
registry.add(registry.Kind(pattern=TOPIC, may_listen=lambda user: True))
registry.add(registry.Kind(pattern=f"challenge:{registry.PK}", may_listen=_may_see_challenge, render=_render_challenge))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:challenges", may_listen=registry.is_own))
