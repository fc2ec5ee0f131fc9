"""Groups and their people."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.models import Group, Membership
from lib.api.describing import page_of
from lib.api.texts import TextsSerializer

_VISIBILITIES = Group.Visibility.values
_DOORS = Group.JoinPolicy.values
_ROLES = Membership.Role.values


class GroupCardSerializer(serializers.Serializer):
    """A group in a list; texts in the reader's language."""

    slug = serializers.CharField()
    url = serializers.CharField()
    name = serializers.CharField()
    tagline = serializers.CharField()
    icon = serializers.CharField()
    mood = serializers.CharField()
    member_count = serializers.IntegerField()
    is_closed = serializers.BooleanField(help_text="Whether one has to ask or be invited.")
    state = serializers.CharField(
        help_text="The reader's: `active`, `requested`, `invited`, `left`, `denied` or empty."
    )


class RuleSerializer(serializers.Serializer):
    """A rule, in the reader's language."""

    number = serializers.IntegerField()
    title = serializers.CharField()
    body = serializers.CharField()


class PlaceSerializer(serializers.Serializer):
    """What the reader is to the group."""

    role = serializers.CharField()
    muted_until = serializers.DateTimeField(allow_null=True)
    banned_until = serializers.DateTimeField(allow_null=True)


class ModeratorSerializer(serializers.Serializer):
    """Who looks after the group."""

    person = PersonSerializer(source="user")
    role = serializers.ChoiceField(choices=_ROLES)


class GroupSerializer(serializers.Serializer):
    """What everybody who may know of a group sees of it."""

    slug = serializers.CharField(source="group.slug")
    scope = serializers.CharField(
        source="group.scope", help_text="The group as a board's scope and an activity's target."
    )
    names = TextsSerializer(source="group.names")
    taglines = TextsSerializer(source="group.taglines")
    abouts = TextsSerializer(source="group.abouts")
    icon = serializers.CharField(source="group.icon")
    mood = serializers.CharField(source="group.mood")
    visibility = serializers.ChoiceField(source="group.visibility", choices=_VISIBILITIES)
    join_policy = serializers.ChoiceField(source="group.join_policy", choices=_DOORS)
    join_question = serializers.CharField(source="group.join_question")
    member_count = serializers.IntegerField(source="group.member_count")
    post_count = serializers.IntegerField(source="group.post_count")
    is_archived = serializers.BooleanField(source="group.is_archived")
    created_at = serializers.DateTimeField(source="group.created_at")
    door = serializers.CharField(
        help_text="`open`, `ask`, `closed`, `in`, `asked`, `invited`, `banned`, `archived`, `sign-in`."
    )
    rules = RuleSerializer(many=True)
    moderators = ModeratorSerializer(many=True)
    standing = PlaceSerializer()
    waiting = serializers.IntegerField(help_text="Open requests to join; 0 for others than moderators.")


class RuleDraftSerializer(serializers.Serializer):
    """A rule per language."""

    titles = TextsSerializer()
    bodies = TextsSerializer(required=False)


class GroupDraftSerializer(serializers.Serializer):
    """A group as its owner wants it; what is left out gets its default."""

    names = TextsSerializer()
    taglines = TextsSerializer(required=False)
    abouts = TextsSerializer(required=False)
    slug = serializers.CharField(
        required=False, allow_blank=True, help_text="Only when founding; made from the name when empty."
    )
    icon = serializers.CharField(required=False)
    mood = serializers.CharField(required=False)
    visibility = serializers.CharField(required=False, help_text="`public`, `listed` or `secret`.")
    join_policy = serializers.CharField(required=False, help_text="`open`, `request` or `invite`.")
    join_question = serializers.CharField(required=False, allow_blank=True)
    rules = RuleDraftSerializer(many=True, required=False)


class JoinAnswerSerializer(serializers.Serializer):
    """The answer to the group's question, if it asks one."""

    answer = serializers.CharField(required=False, allow_blank=True, default="")


class MembershipSerializer(serializers.Serializer):
    """Somebody's place in a group."""

    state = serializers.ChoiceField(choices=Membership.State.values)
    role = serializers.ChoiceField(choices=_ROLES)
    joined_at = serializers.DateTimeField(allow_null=True)


class GroupMemberSerializer(PersonSerializer):
    """Somebody in a group."""

    bio = serializers.CharField()
    role = serializers.ChoiceField(choices=_ROLES)
    joined_at = serializers.DateTimeField(allow_null=True)


class JoinRequestSerializer(PersonSerializer):
    """Somebody who asks to come in, with the answer to the group's question."""

    bio = serializers.CharField()
    answer = serializers.CharField()


class DecisionSerializer(serializers.Serializer):
    """Yes or no; a no needs its reason, which the person is told."""

    approve = serializers.BooleanField()
    reason = serializers.CharField(required=False, allow_blank=True, default="")


class InvitationSerializer(serializers.Serializer):
    """Whom to invite."""

    handle = serializers.CharField()


class RoleSerializer(serializers.Serializer):
    """A role: `owner`, `moderator` or `member`."""

    role = serializers.CharField()


class ReasonSerializer(serializers.Serializer):
    """Why; the person is told."""

    reason = serializers.CharField(allow_blank=True)


class ArchivedSerializer(serializers.Serializer):
    """Whether the group is closed to everything new."""

    is_archived = serializers.BooleanField()


GroupCardPage = page_of(GroupCardSerializer)
GroupMemberPage = page_of(
    GroupMemberSerializer, staff=GroupMemberSerializer(many=True, help_text="On the first page only.")
)
JoinRequestPage = page_of(JoinRequestSerializer)
