"""A group's automod and the raid switch."""

from __future__ import annotations

from typing import Any

from rest_framework.request import Request
from rest_framework.response import Response

from community import rate_limits
from community.api.shapes import automod as shapes
from community.models import AutomodRule, Group
from community.selectors import automod as reads, standings
from community.services.automod import raids, rules, wishes
from community.services.automod.wishes import Wish
from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from lib.limits import spend

TAG = "Moderation"
EXAMPLE = {"cause": "words", "act": "hold", "rule": 1, "lines": ["casino", "加微信"]}


class OfGroup(MemberEndpoint):
    """What belongs to a group that I look after."""

    def group(self, slug: str) -> Group:
        group, _standing = standings.access_moderated(user=self.member, slug=slug, now=self.now)
        return group

    def wish(self) -> tuple[Wish, dict[str, Any]]:
        """Return the rule that was sent, and what else."""
        said = self.read(self.sent)
        lines = "\n".join(said.pop("lines"))
        names = ("cause", "act", "rule", "most", "days")
        return Wish(**{name: said.pop(name) for name in names}, lines=lines), said

    sent = shapes.AutomodWishSerializer


class Rules(OfGroup):
    """What automod looks for."""

    @operation(
        "automod_list",
        TAG,
        "What automod looks for in a group I moderate, the oldest first",
        gives=shapes.AutomodRulePage,
    )
    def get(self, request: Request, slug: str) -> Response:
        return self.give_page(shapes.AutomodRulePage, reads.rules_of(group=self.group(slug)))

    @operation(
        "automod_create",
        TAG,
        "Have automod look for one more thing",
        takes=shapes.AutomodWishSerializer,
        gives=shapes.AutomodRuleSerializer,
        status=201,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        group = self.group(slug)
        wish, _more = self.wish()
        made = rules.add(by=self.member, group=group, wish=wish, now=self.now)
        return self.give(shapes.AutomodRuleSerializer, made, 201)


class Trial(OfGroup):
    """Trying a rule before it is saved."""

    @operation(
        "automod_try",
        TAG,
        "How many of the last 100 texts of the group a rule would have met; nothing is saved",
        takes=shapes.AutomodWishSerializer,
        gives=shapes.AutomodTrialSerializer,
        example=EXAMPLE,
    )
    def post(self, request: Request, slug: str) -> Response:
        group = self.group(slug)
        spend(rate_limits.PREVIEW, who=self.member.public_id, now=self.now)
        wish, _more = self.wish()
        rule = AutomodRule(group=group, **wishes.cleaned(wish, group=group))
        return self.give(shapes.AutomodTrialSerializer, reads.trial(group=group, rule=rule))


class OneRule(OfGroup):
    """One of them."""

    sent = shapes.AutomodChangeSerializer

    @operation(
        "automod_update",
        TAG,
        "Change what automod looks for; 409 when it has changed since `version`",
        takes=shapes.AutomodChangeSerializer,
        gives=shapes.AutomodRuleSerializer,
        example={**EXAMPLE, "version": 1},
    )
    def put(self, request: Request, slug: str, pk: int) -> Response:
        group = self.group(slug)
        wish, more = self.wish()
        changed = rules.change(by=self.member, group=group, pk=pk, wish=wish, now=self.now, **more)
        return self.give(shapes.AutomodRuleSerializer, changed)

    @operation("automod_delete", TAG, "Have automod look for it no more", status=204)
    def delete(self, request: Request, slug: str, pk: int) -> Response:
        group = self.group(slug)
        version = reads.get(group=group, pk=pk).version
        rules.delete(by=self.member, group=group, pk=pk, version=version, now=self.now)
        return Response(status=204)


class Raid(OfGroup):
    """The raid switch of a group."""

    @operation(
        "raid_begin",
        TAG,
        "Switch the raid switch on: newcomers write by approval and joining is by request, for 1, 6, 24 or 72 hours",
        takes=shapes.RaidHoursSerializer,
        gives=shapes.RaidSerializer,
        example={"hours": 6},
    )
    def put(self, request: Request, slug: str) -> Response:
        group, said = self.group(slug), self.read(shapes.RaidHoursSerializer)
        held = raids.begin(by=self.member, group=group, now=self.now, **said)
        return self.give(shapes.RaidSerializer, {"until": held.raid_until})

    @operation("raid_end", TAG, "Switch it off before its time", status=204)
    def delete(self, request: Request, slug: str) -> Response:
        raids.end(by=self.member, group=self.group(slug), now=self.now)
        return Response(status=204)


class SiteRaid(MemberEndpoint):
    """The raid switch of the whole site."""

    @operation(
        "site_raid_begin",
        "Review",
        "Have what very new accounts write in public groups approved, for 1, 6, 24 or 72 hours: for staff",
        takes=shapes.RaidHoursSerializer,
        gives=shapes.RaidSerializer,
        example={"hours": 6},
    )
    def put(self, request: Request) -> Response:
        made = raids.begin_site(by=self.member, now=self.now, **self.read(shapes.RaidHoursSerializer))
        return self.give(shapes.RaidSerializer, {"until": made.ends_at})

    @operation("site_raid_end", "Review", "Switch it off before its time: for staff", status=204)
    def delete(self, request: Request) -> Response:
        raids.end_site(by=self.member, now=self.now)
        return Response(status=204)
