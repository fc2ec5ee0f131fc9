"""Teams, their seats, and what a captain proposes."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from lib.api.describing import page_of
from lib.api.texts import MoneySerializer
from rewards.api.shapes import states
from rewards.api.shapes.campaigns import CampaignRefSerializer, LadderStepSerializer
from rewards.api.shapes.coupons import codes_field
from rewards.models import Seat
from rewards.selectors.team_page import Room


class TeamRefSerializer(serializers.Serializer):
    """A team, in short; `name` is empty when its captain gave none."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    size = serializers.IntegerField()
    state = serializers.ChoiceField(choices=states.TEAM)


class TeamCardSerializer(serializers.Serializer):
    """A team in a list."""

    id = serializers.CharField(source="team.public_id")
    url = serializers.CharField()
    name = serializers.CharField(help_text="Its own, or whose team it is.")
    state = serializers.ChoiceField(source="team.state", choices=states.TEAM)
    captain = PersonSerializer(source="team.captain")
    size = serializers.IntegerField(source="team.size")
    needed = serializers.IntegerField(source="team.needed", help_text="With so many it succeeds.")
    confirmed = serializers.IntegerField(source="team.confirmed", help_text="So many are in.")
    missing = serializers.IntegerField(help_text="So many are still needed.")
    free = serializers.IntegerField(source="team.free", help_text="Places that nobody holds.")
    deadline_at = serializers.DateTimeField(source="team.deadline_at")
    faces = PersonSerializer(many=True, help_text="The first who are in, five at most.")


class BarSerializer(serializers.Serializer):
    """The places of a team by what they are."""

    confirmed = serializers.IntegerField()
    paying = serializers.IntegerField(help_text="Held by somebody at the checkout.")
    kept = serializers.IntegerField(help_text="Kept by an offer to a party that waited.")
    house = serializers.IntegerField(help_text="Bought by the brand itself.")
    free = serializers.IntegerField()


class TeamMemberSerializer(serializers.Serializer):
    """Somebody who is in."""

    person = PersonSerializer(source="who")
    since = serializers.DateTimeField(allow_null=True)
    is_captain = serializers.BooleanField()


class TeamSerializer(serializers.Serializer):
    """A team's page."""

    id = serializers.CharField(source="team.public_id")
    url = serializers.CharField()
    topic = serializers.SerializerMethodField(help_text="Its live topic: see docs/live-events.md.")
    name = serializers.CharField(help_text="Its own, or whose team it is.")
    campaign = CampaignRefSerializer()
    state = serializers.ChoiceField(source="team.state", choices=states.TEAM)
    has_succeeded = serializers.BooleanField(source="team.has_succeeded", allow_null=True)
    is_listed = serializers.BooleanField(source="team.is_listed")
    invite = serializers.SerializerMethodField(help_text="What lets others into a team that is not listed, else empty.")
    captain = PersonSerializer(source="team.captain")
    size = serializers.IntegerField(source="team.size")
    needed = serializers.IntegerField(source="team.needed")
    missing = serializers.IntegerField()
    bar = BarSerializer()
    ladder = LadderStepSerializer(source="ladder.steps", many=True)
    most = MoneySerializer(help_text="The most a place can cost, which is what the bank is asked to hold.")
    price = MoneySerializer(allow_null=True, help_text="What each pays, once the team has come together.")
    members = TeamMemberSerializer(many=True, help_text="The first 60 who came in.")
    opened_at = serializers.DateTimeField(source="team.opened_at")
    deadline_at = serializers.DateTimeField(source="team.deadline_at")
    ended_at = serializers.DateTimeField(source="team.ended_at", allow_null=True)

    def get_topic(self, room: Room) -> str:
        return f"buyteam:{room.team.pk}"

    def get_invite(self, room: Room) -> str:
        return "" if room.team.is_listed else str(room.team.invite)


class NewTeamSerializer(serializers.Serializer):
    """A team to open, with me as its captain."""

    size = serializers.IntegerField(min_value=1, max_value=32_767, help_text="1 is buying alone, where that is sold.")
    plan_b = serializers.ChoiceField(choices=Seat.PlanB.values, default=Seat.PlanB.STOP.value)
    note = serializers.CharField(required=False, allow_blank=True, default="", help_text="A word to the brand.")
    name = serializers.CharField(required=False, allow_blank=True, default="")
    is_listed = serializers.BooleanField(required=False, default=True)
    offer = serializers.CharField(
        required=False, allow_blank=True, default="", max_length=12, help_text="The token of an offer of seats."
    )
    coupons = codes_field()


class NewPlaceSerializer(serializers.Serializer):
    """A place to take."""

    plan_b = serializers.ChoiceField(choices=Seat.PlanB.values, default=Seat.PlanB.STOP.value)
    note = serializers.CharField(required=False, allow_blank=True, default="", help_text="A word to the brand.")
    invite = serializers.CharField(required=False, allow_blank=True, default="", max_length=12)
    coupons = codes_field()


class TeamNameSerializer(serializers.Serializer):
    """What the captain calls the team."""

    name = serializers.CharField(allow_blank=True)


class ProposalSerializer(serializers.Serializer):
    """The team that mine is asked to move to."""

    into = serializers.CharField(max_length=12)


class ProposedSerializer(serializers.Serializer):
    """A proposal, as its captain made it."""

    id = serializers.IntegerField(source="pk")
    into = TeamRefSerializer()
    asked_at = serializers.DateTimeField()


class MergerSerializer(serializers.Serializer):
    """A captain's question that I have not answered."""

    id = serializers.IntegerField(source="merger.pk")
    into = TeamCardSerializer()
    price = MoneySerializer(help_text="The most a place there can cost.")


class MoveReplySerializer(serializers.Serializer):
    """Whether I move along; the first answer counts."""

    accept = serializers.BooleanField()


TeamCardPage = page_of(TeamCardSerializer)
MergerPage = page_of(MergerSerializer)
