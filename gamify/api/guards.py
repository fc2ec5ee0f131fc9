"""Who may see the game here: as on the pages, members who have not hidden it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from rest_framework.request import Request

from lib import errors
from lib.api.endpoint import Endpoint, MemberEndpoint


def check_open(endpoint: Endpoint) -> None:
    """Refuse members who hide the game, with the code `gamify.hidden`."""
    viewer = endpoint.viewer
    if viewer.is_authenticated and viewer.game_hidden:
        raise errors.NotAllowed(_("You have hidden the game. Show it again in your settings."), code="gamify.hidden")


class GameEndpoint(Endpoint):
    """Open to everybody but members who have hidden the game."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_open(self)


class PlayerEndpoint(MemberEndpoint):
    """Open to members who have not hidden the game."""

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        super().initial(request, *args, **kwargs)
        check_open(self)
