"""Tasks, badges, boards, points and levels."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from gamify.api.shapes.tiers import MyTierSerializer, PublicTierSerializer
from lib.api.describing import page_of


class TaskSerializer(serializers.Serializer):
    """A task and how far the member is with it."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    cycle = serializers.CharField(help_text="`day`, `week` or `once`.")
    value = serializers.IntegerField(source="shown")
    goal = serializers.IntegerField()
    growth = serializers.IntegerField(help_text="Points it gives.")
    spark = serializers.IntegerField()
    is_done = serializers.BooleanField()
    done_at = serializers.DateTimeField(allow_null=True)
    opens_at = serializers.DateTimeField(allow_null=True, help_text="When a done one comes again.")
    note = serializers.CharField(help_text="Why the latest try did not count; else empty.")


class BadgeSerializer(serializers.Serializer):
    """A badge, held or not."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    value = serializers.IntegerField()
    goal = serializers.IntegerField()
    is_earned = serializers.BooleanField()
    earned_at = serializers.DateTimeField(allow_null=True)
    rarity_percent = serializers.IntegerField(help_text="How many of all players hold it.")


class BoardSerializer(serializers.Serializer):
    """A leaderboard's period; `ends_at` is null for all time."""

    id = serializers.IntegerField(source="period_id")
    scope = serializers.CharField(help_text="`site`, or a place such as `group:7`.")
    name = serializers.CharField(help_text="The place's name; empty for the site.")
    cycle = serializers.CharField(help_text="`week` or `ever`.")
    starts_at = serializers.DateTimeField(allow_null=True)
    ends_at = serializers.DateTimeField(allow_null=True)


class StandingSerializer(serializers.Serializer):
    """A line of a board; equal scores rank by who got there first."""

    position = serializers.IntegerField()
    person = PersonSerializer(source="who")
    score = serializers.IntegerField()
    reached_at = serializers.DateTimeField()


class LedgerLineSerializer(serializers.Serializer):
    """A movement of points and its reason."""

    id = serializers.IntegerField(source="pk")
    at = serializers.DateTimeField()
    currency = serializers.CharField()
    amount = serializers.IntegerField()
    kind = serializers.CharField(help_text="`earn`, `reverse` and so on.")
    sentence = serializers.CharField()
    source = serializers.CharField(help_text="The definition at its version, as `rule/share-moment@1`.")  # type: ignore[assignment]  # the member is called so
    source_name = serializers.CharField(source="name", help_text="What the definition is called, for people.")
    verb = serializers.CharField(help_text="What was done.")
    is_reversed = serializers.BooleanField()


class CauseSerializer(serializers.Serializer):
    """A rule, task or badge, and the points it gave or took back."""

    kind = serializers.CharField()
    key = serializers.CharField()
    name = serializers.CharField()
    version = serializers.CharField()
    growth = serializers.IntegerField()
    spark = serializers.IntegerField()


class MissSerializer(serializers.Serializer):
    """What did not count, why, and when it may again."""

    name = serializers.CharField()
    sentence = serializers.CharField()
    opens_at = serializers.DateTimeField(allow_null=True)


class ThingSerializer(serializers.Serializer):
    """What it was about."""

    type = serializers.CharField()
    id = serializers.CharField()


class EventSerializer(serializers.Serializer):
    """An activity and all it meant."""

    activity = serializers.IntegerField(help_text="As in the answer to whoever recorded it.")
    sequence = serializers.IntegerField(help_text="The first that I did is 1.")
    at = serializers.DateTimeField()
    verb = serializers.CharField()
    object = ThingSerializer()
    scope = serializers.CharField(help_text="Where, such as `group:7`, or empty.")
    is_mirror = serializers.BooleanField(help_text="It took something back, or gave it again.")
    is_undone = serializers.BooleanField(help_text="It no longer counts.")
    reason = serializers.CharField()
    causes = CauseSerializer(many=True)
    refusals = MissSerializer(many=True)
    growth = serializers.IntegerField()
    spark = serializers.IntegerField()


class LevelSerializer(serializers.Serializer):
    """Where the member stands; `next_number` is null at the top."""

    number = serializers.IntegerField()
    name = serializers.CharField()
    growth = serializers.IntegerField()
    starts_with = serializers.IntegerField(source="starts_at", help_text="The growth at which this level begins.")
    next_number = serializers.IntegerField(allow_null=True)
    next_name = serializers.CharField()
    next_with = serializers.IntegerField(source="next_at", help_text="The growth at which the next one begins.")
    percent = serializers.IntegerField(help_text="How much of the growth that the next level asks for is there.")


class DaySerializer(serializers.Serializer):
    """A day of the streak, in the member's own calendar."""

    date = serializers.DateField()
    is_active = serializers.BooleanField()
    is_frozen = serializers.BooleanField(help_text="It was missed, and a freeze kept the streak.")


class StreakSerializer(serializers.Serializer):
    """Days in a row; `days` are the last fourteen."""

    length = serializers.IntegerField(help_text="The active days; a frozen one adds nothing.")
    is_today_done = serializers.BooleanField()
    freezes = serializers.IntegerField(help_text="How many missed days it would bridge.")
    days = DaySerializer(many=True)


class LapsingSerializer(serializers.Serializer):
    """Points that lapse soon unless they are used before."""

    currency = serializers.CharField()
    amount = serializers.IntegerField()
    at = serializers.DateTimeField(help_text="The end of a month in UTC.")


class GameSerializer(serializers.Serializer):
    """The member's game at a glance."""

    level = LevelSerializer()
    spark = serializers.IntegerField()
    lapses = LapsingSerializer(many=True, help_text="What lapses within sixty days, soonest first.")
    streak = StreakSerializer()
    tier = MyTierSerializer(allow_null=True, help_text="Null where there are no tiers.")


class PublicLevelSerializer(serializers.Serializer):
    """How far a member has come, as everybody may know."""

    number = serializers.IntegerField()
    name = serializers.CharField()


class PublicStreakSerializer(serializers.Serializer):
    """Days in a row."""

    length = serializers.IntegerField()


class HeldBadgeSerializer(serializers.Serializer):
    """A badge that a member holds."""

    key = serializers.CharField()
    name = serializers.CharField()
    description = serializers.CharField()
    icon = serializers.CharField()
    earned_at = serializers.DateTimeField()


class PublicGameSerializer(serializers.Serializer):
    """What a member's page shows of their game."""

    person = PersonSerializer()
    level = PublicLevelSerializer()
    streak = PublicStreakSerializer()
    tier = PublicTierSerializer(allow_null=True)
    badges = HeldBadgeSerializer(many=True, help_text="The newest fifty.")


class VisibilitySerializer(serializers.Serializer):
    """How much of the game the member wants to see and to show."""

    game_hidden = serializers.BooleanField()
    boards_hidden = serializers.BooleanField()


class ObjectSerializer(serializers.Serializer):
    """What it was about, by a type and an id of yours."""

    type = serializers.CharField(help_text="At most 20 characters.")
    id = serializers.CharField(help_text="At most 40 characters.")


class ActivitySerializer(serializers.Serializer):
    """What happened."""

    verb = serializers.CharField(
        help_text="Members: `visit` and what this site opened. Staff: any, of at most 20 characters."
    )
    actor = serializers.CharField(
        required=False, default="", allow_blank=True, help_text="A handle; staff only. Else you."
    )
    actor_id = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        help_text="Instead of `actor`: the member's `id`, which stays when they change their handle.",
    )
    object = ObjectSerializer(required=False, help_text="Needed for every verb but `visit`.")
    target = serializers.CharField(required=False, default="", allow_blank=True, help_text="A place: `group:7`.")
    key = serializers.CharField(
        required=False,
        default="",
        allow_blank=True,
        help_text="Names the fact for ever, in at most 100 characters; without it the Idempotency-Key does.",
    )
    data = serializers.DictField(  # type: ignore[assignment]  # the member is called so
        required=False,
        default=dict,
        help_text="What conditions of rules may look at; at most 4,000 characters as JSON.",
    )


class UndoSerializer(serializers.Serializer):
    """Why."""

    reason = serializers.CharField(help_text="3 to 200 characters; the member reads it.")


TaskPage = page_of(
    TaskSerializer,
    day=serializers.DateField(help_text="The member's own date."),
    day_ends_at=serializers.DateTimeField(),
    week_ends_at=serializers.DateTimeField(),
)
BadgePage = page_of(BadgeSerializer)
BoardPage = page_of(BoardSerializer)
StandingPage = page_of(StandingSerializer)
LedgerLinePage = page_of(LedgerLineSerializer)
EventPage = page_of(EventSerializer)
