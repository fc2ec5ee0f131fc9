"""The live topics of the community and who may listen to them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.template.loader import render_to_string

from community.models import Group, Meetup, Post, Proposal, VoteRound
from community.selectors import proposal_page, queues
from community.services import judging
from community.services.appeals import judges
from community.services.automod import raids
from lib import clock
from live import registry


def _may_read_group(user: Any, pk: str) -> bool:
    return Group.objects.readable_by(user).filter(pk=int(pk)).exists()


def _may_moderate_group(user: Any, pk: str) -> bool:
    return Group.objects.moderated_by(user).filter(pk=int(pk)).exists()


registry.add(registry.Kind(pattern="feed:public", may_listen=lambda user: True))
registry.add(registry.Kind(pattern=f"group:{registry.PK}", may_listen=_may_read_group))
registry.add(registry.Kind(pattern=f"group:{registry.PK}:feed", may_listen=_may_read_group))
registry.add(registry.Kind(pattern=f"group:{registry.PK}:queue", may_listen=_may_moderate_group))


registry.add(registry.Kind(pattern=raids.SITE_TOPIC, may_listen=queues.may_watch_all))
registry.add(registry.Kind(pattern=judging.STAFF_TOPIC, may_listen=queues.may_watch_all))
registry.add(registry.Kind(pattern=judges.STAFF_TOPIC, may_listen=queues.may_watch_all))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:appeals", may_listen=registry.is_own))


def _is_own_place(user: Any, public_id: str, pk: str) -> bool:
    del pk  # a place that nobody has yet says nothing
    return registry.is_own(user, public_id)


registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:group:{registry.PK}", may_listen=_is_own_place))


def _may_read_post(user: Any, pk: str) -> bool:
    return _may_read_posts(user, [{"pk": pk}])[0]


def _may_read_posts(user: Any, topics: Sequence[registry.Parts]) -> list[bool]:
    """Answer for all the cards of a page by one query."""
    pks = [int(parts["pk"]) for parts in topics]
    readable = set(Post.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    return [pk in readable for pk in pks]


for pattern in (f"post:{registry.PK}", f"post:{registry.PK}:comments"):
    registry.add(registry.Kind(pattern=pattern, may_listen=_may_read_post, may_listen_each=_may_read_posts))


def _may_see_meetup(user: Any, pk: str) -> bool:
    return Meetup.objects.visible_to(user).filter(pk=int(pk)).exists()


registry.add(registry.Kind(pattern=f"meetup:{registry.PK}", may_listen=_may_see_meetup))
registry.add(registry.Kind(pattern=f"group:{registry.PK}:meetups", may_listen=_may_read_group))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:meetups", may_listen=registry.is_own))


def _may_see_proposal(user: Any, pk: str) -> bool:
    return _may_see_proposals(user, [{"pk": pk}])[0]


def _may_see_proposals(user: Any, topics: Sequence[registry.Parts]) -> list[bool]:
    """Answer for all the proposals of a page by one query."""
    pks = [int(parts["pk"]) for parts in topics]
    visible = set(Proposal.objects.visible_to(user).filter(pk__in=pks).values_list("pk", flat=True))
    return [pk in visible for pk in pks]


def _render_proposal(locale: str, pk: str) -> str:
    context = {"standing": proposal_page.standing(pk=int(pk)), "now": clock.now()}
    return render_to_string("community/proposal/standing.html", context)


def _may_see_round(user: Any, pk: str) -> bool:
    return VoteRound.objects.visible_to(user).filter(pk=int(pk)).exists()


def _works_for_brand(user: Any, pk: str) -> bool:
    return user.is_authenticated and user.brand_roles.filter(brand=int(pk)).exists()


registry.add(
    registry.Kind(
        pattern=f"proposal:{registry.PK}",
        may_listen=_may_see_proposal,
        render=_render_proposal,
        may_listen_each=_may_see_proposals,
    )
)
registry.add(registry.Kind(pattern="proposals:public", may_listen=lambda user: True))
registry.add(registry.Kind(pattern=f"group:{registry.PK}:proposals", may_listen=_may_read_group))
registry.add(registry.Kind(pattern=f"brand:{registry.PK}:proposals", may_listen=_works_for_brand))
registry.add(registry.Kind(pattern=f"member:{registry.MEMBER}:proposals", may_listen=registry.is_own))
registry.add(registry.Kind(pattern=f"round:{registry.PK}", may_listen=_may_see_round))
