"""People and brands as the API writes and reads them."""

from __future__ import annotations

from rest_framework import serializers

from lib.api.describing import page_of


class PersonSerializer(serializers.Serializer):
    """Somebody, in short."""

    id = serializers.CharField(source="public_id")
    handle = serializers.CharField()
    display_name = serializers.CharField()


class HiddenPersonSerializer(serializers.Serializer):
    """Somebody whose words the member hid."""

    person = PersonSerializer()
    since = serializers.DateTimeField(source="created_at")


HiddenPeoplePage = page_of(HiddenPersonSerializer)


class FollowedSerializer(serializers.Serializer):
    """Somebody whom the member follows."""

    person = PersonSerializer()
    since = serializers.DateTimeField(source="created_at")


FollowedPage = page_of(FollowedSerializer)


class EmailSerializer(serializers.Serializer):
    """An e-mail address that somebody is known by elsewhere."""

    email = serializers.EmailField()


class BrandRefSerializer(serializers.Serializer):
    """A brand, in short."""

    slug = serializers.CharField()
    name = serializers.CharField()


class MemberSerializer(PersonSerializer):
    """A member's public page."""

    bio = serializers.CharField()
    brands = BrandRefSerializer(many=True)


class BrandSerializer(BrandRefSerializer):
    """A brand's page."""

    tagline = serializers.CharField()
    story = serializers.CharField()
    is_verified = serializers.BooleanField()


class MeSerializer(PersonSerializer):
    """The member who asks."""

    bio = serializers.CharField()
    email = serializers.EmailField()
    locale = serializers.CharField()
    time_zone = serializers.CharField(help_text="An IANA zone; the member's days begin at its midnight.")
    shortcuts_on = serializers.BooleanField()
    feelings_on = serializers.BooleanField(help_text="Whether feelings are suggested while a post is written.")
    game_hidden = serializers.BooleanField()
    boards_hidden = serializers.BooleanField()
    is_staff = serializers.BooleanField()


class ProfileSerializer(serializers.Serializer):
    """What others see."""

    display_name = serializers.CharField(allow_blank=True, trim_whitespace=False)
    handle = serializers.CharField(allow_blank=True, trim_whitespace=False, help_text="3 to 20 of a-z, 0-9 and _.")
    bio = serializers.CharField(allow_blank=True, trim_whitespace=False)


class PreferencesSerializer(serializers.Serializer):
    """How Hearth looks to the member."""

    locale = serializers.CharField(help_text="`en` or `zh-hans`.")
    time_zone = serializers.CharField()
    shortcuts_on = serializers.BooleanField()
    feelings_on = serializers.BooleanField(required=False, help_text="As it was where it is left out.")


class RoadStepSerializer(serializers.Serializer):
    """Something the member did, on the rung where it stands."""

    key = serializers.CharField()
    name = serializers.CharField(source="label")
    count = serializers.IntegerField(source="trace.count")
    first_at = serializers.DateTimeField(source="trace.first_at")
    first_url = serializers.CharField(source="trace.url", help_text="Empty where it may not be read any more.")


class RoadRungSerializer(serializers.Serializer):
    """One rung of a ladder, the lowest first."""

    name = serializers.CharField()
    steps = RoadStepSerializer(many=True, source="walked")


class RoadLadderSerializer(serializers.Serializer):
    """One of the three ladders."""

    key = serializers.ChoiceField(choices=("participation", "trust", "value"))
    name = serializers.CharField()
    rungs = RoadRungSerializer(many=True)


class InvitationSerializer(serializers.Serializer):
    """Where the member might go next."""

    words = serializers.CharField()
    url = serializers.CharField()


class RoadSerializer(serializers.Serializer):
    """The member's own road."""

    ladders = RoadLadderSerializer(many=True)
    invitation = InvitationSerializer(allow_null=True)
