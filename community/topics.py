"""The live topics of the community and who may listen to them."""

from __future__ import annotations

from typing import Any

from community.models import Group, Post
from live import registry


def _may_read_group(user: Any, pk: str) -> bool:
    return Group.objects.readable_by(user).filter(pk=int(pk)).exists()


def _may_moderate_group(user: Any, pk: str) -> bool:
    return Group.objects.moderated_by(user).filter(pk=int(pk)).exists()


registry.add(registry.Kind(pattern=r"feed:public", may_listen=lambda user: True))
registry.add(registry.Kind(pattern=r"group:(?P<pk>\d{1,18}):feed", may_listen=_may_read_group))
registry.add(registry.Kind(pattern=r"group:(?P<pk>\d{1,18}):queue", may_listen=_may_moderate_group))


def _may_read_post(user: Any, pk: str) -> bool:
    return Post.objects.visible_to(user).filter(pk=int(pk)).exists()


registry.add(registry.Kind(pattern=r"post:(?P<pk>\d{1,18})", may_listen=_may_read_post))
registry.add(registry.Kind(pattern=r"post:(?P<pk>\d{1,18}):comments", may_listen=_may_read_post))
