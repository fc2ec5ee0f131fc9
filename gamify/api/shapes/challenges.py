"""Challenges as the API writes them for those who take part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from accounts.api.shapes import BrandRefSerializer, PersonSerializer
from gamify.api.shapes import states
from gamify.models import Challenge, Submission
from gamify.selectors.challenge_board import Board, Row
from gamify.selectors.challenge_mine import Mine
from lib.api.describing import page_of


@dataclass(frozen=True)
class Shown:
    """A challenge as one person sees it."""

    board: Board
    mine: Mine
    house: str
    disclosure: str
    places: tuple[str, ...]

    @property
    def challenge(self) -> Challenge:
        return self.board.challenge


class BurnSerializer(serializers.Serializer):
    """Where the budget is, in points: `paid` + `held` + `returned` is `amount` at every moment."""

    amount = serializers.IntegerField()
    paid = serializers.IntegerField()
    held = serializers.IntegerField()
    returned = serializers.IntegerField()
    promised = serializers.IntegerField(help_text="Of what is held, what would be paid if it ended now.")


class ChallengeCardSerializer(serializers.Serializer):
    """A challenge in a list. Show `disclosure` wherever you show it: who pays."""

    id = serializers.CharField(source="challenge.public_id")
    url = serializers.CharField()
    brand = BrandRefSerializer(source="challenge.brand", allow_null=True)
    house = serializers.CharField(help_text="Who runs it: the brand, or a place that I may know of.")
    disclosure = serializers.CharField()
    name = serializers.CharField(source="challenge.name")
    tagline = serializers.CharField(source="challenge.tagline")
    state = serializers.ChoiceField(source="challenge.state", choices=states.CHALLENGE)
    places = serializers.ListField(child=serializers.CharField(), help_text="Empty: everywhere.")
    budget = BurnSerializer(source="burn")
    entrants = serializers.IntegerField(source="challenge.entrants_count")
    takes_part = serializers.SerializerMethodField(help_text="Whether I do.")
    starts_at = serializers.DateTimeField(source="challenge.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="challenge.ends_at", allow_null=True)

    def get_takes_part(self, card: Any) -> bool:
        return card.entrant is not None


class ProofSerializer(serializers.Serializer):
    """What somebody handed in for a task, and what became of it."""

    id = serializers.CharField(source="public_id")
    task = serializers.IntegerField(source="task.position")
    attempt = serializers.IntegerField(help_text="1, or 2 after a refusal.")
    state = serializers.ChoiceField(choices=states.SUBMISSION)
    text = serializers.CharField()
    link = serializers.CharField()
    picture = serializers.SerializerMethodField(help_text="Its address; empty without one.")
    alt = serializers.CharField(help_text="What one sees on the picture.")
    reason = serializers.CharField(help_text="Why it was refused.")
    submitted_at = serializers.DateTimeField()
    due_at = serializers.DateTimeField(help_text="Without an answer by then it counts.")
    retry_until = serializers.DateTimeField(allow_null=True, help_text="Until when one may try once more.")

    def get_picture(self, found: Submission) -> str:
        return reverse("gamify:submission-picture", args=[found.public_id, found.stem]) if found.image else ""


class ChallengeTaskSerializer(serializers.Serializer):
    """Something to do `goal` times; in a team `units` are all of it, `own` mine."""

    position = serializers.IntegerField(source="task.position")
    kind = serializers.ChoiceField(source="task.kind", choices=states.CHALLENGE_TASK)
    name = serializers.CharField(source="task.name")
    hint = serializers.CharField(source="task.hint")
    verb = serializers.CharField(source="task.verb")
    asks = serializers.ListField(source="task.asks", child=serializers.CharField())
    goal = serializers.IntegerField(source="task.goal")
    most = serializers.IntegerField(source="task.most")
    daily_most = serializers.IntegerField(source="task.daily_most")
    points = serializers.IntegerField(source="task.points")
    units = serializers.IntegerField(source="row.units")
    own = serializers.IntegerField(source="row.own")
    is_done = serializers.BooleanField(source="row.is_done")
    is_open = serializers.BooleanField(help_text="Whether I can hand something in for it now.")
    submission_state = serializers.SerializerMethodField(help_text="Of what I handed in last; empty: nothing.")

    def get_submission_state(self, step: Any) -> str:
        return step.row.submission.state if step.row.submission else ""


class PrizeLineSerializer(serializers.Serializer):
    """Something to win, for each of `places`, by `rule`."""

    position = serializers.IntegerField(source="line.position")
    rule = serializers.ChoiceField(source="line.rule", choices=states.PRIZE_RULE)
    places = serializers.IntegerField(source="line.places")
    kind = serializers.CharField(source="line.kind")
    words = serializers.CharField()
    left = serializers.IntegerField(allow_null=True, help_text="Places that nobody has reached yet; null: not counted.")


class ChallengeTeamSerializer(serializers.Serializer):
    """People who do the tasks together."""

    id = serializers.CharField(source="public_id")
    name = serializers.CharField()
    members = serializers.IntegerField()
    most_members = serializers.IntegerField()
    score = serializers.IntegerField()


class ChallengePlaceSerializer(serializers.Serializer):
    """A line of the standings: a person, or a team."""

    place = serializers.IntegerField()
    person = serializers.SerializerMethodField(help_text="Null for a team.")
    team = ChallengeTeamSerializer(allow_null=True)
    score = serializers.IntegerField()
    is_finished = serializers.BooleanField()

    @extend_schema_field(PersonSerializer(allow_null=True))
    def get_person(self, row: Row) -> Any:
        return PersonSerializer(row.entrant.user).data if row.entrant else None


class MyEntrySerializer(serializers.Serializer):
    """My part in a challenge; in a team its score and place decide."""

    team = ChallengeTeamSerializer(source="entrant.team", allow_null=True)
    score = serializers.IntegerField(source="entrant.score")
    place = serializers.SerializerMethodField(help_text="Null without a score.")
    entered_at = serializers.DateTimeField(source="entrant.entered_at")
    prizes = serializers.SerializerMethodField(help_text="What I won, in words, once the standings are frozen.")

    def get_place(self, mine: Mine) -> int | None:
        return next((row.place for row in mine.around if row.is_mine), None)

    def get_prizes(self, mine: Mine) -> list[str]:
        return [won.words for won in mine.prizes]


class ChallengeSerializer(serializers.Serializer):
    """All that one sees of a challenge."""

    id = serializers.CharField(source="challenge.public_id")
    url = serializers.CharField(source="board.url")
    topic = serializers.SerializerMethodField(help_text="Its live topic: see docs/live-events.md.")
    brand = BrandRefSerializer(source="challenge.brand", allow_null=True)
    house = serializers.CharField()
    disclosure = serializers.CharField(help_text="Who pays; show it wherever you show the challenge.")
    name = serializers.CharField(source="challenge.name")
    tagline = serializers.CharField(source="challenge.tagline")
    story = serializers.CharField(source="challenge.story")
    terms = serializers.CharField(source="challenge.term")
    state = serializers.ChoiceField(source="challenge.state", choices=states.CHALLENGE)
    reason = serializers.CharField(source="challenge.reason", help_text="Why it was called off.")
    places = serializers.ListField(child=serializers.CharField())
    currency = serializers.CharField(source="challenge.currency_id")
    team_size = serializers.IntegerField(source="challenge.team_size", help_text="0: everybody alone.")
    member_cap = serializers.IntegerField(source="challenge.member_cap", help_text="0: no limit.")
    review_days = serializers.IntegerField(source="challenge.review_days")
    budget = BurnSerializer(source="board.burn")
    prizes = PrizeLineSerializer(source="board.lines", many=True)
    tasks = ChallengeTaskSerializer(source="mine.steps", many=True)
    entrants = serializers.IntegerField(source="challenge.entrants_count")
    finishers = serializers.IntegerField(source="challenge.finishers_count", help_text="With teams: teams.")
    starts_at = serializers.DateTimeField(source="challenge.starts_at", allow_null=True)
    ends_at = serializers.DateTimeField(source="challenge.ends_at", allow_null=True)
    rules_hash = serializers.CharField(source="challenge.rules_hash", help_text="SHA-256 of the frozen rules.")
    gate = serializers.CharField(source="mine.gate", help_text="Why I cannot enter; empty when I can, or did.")
    mine = serializers.SerializerMethodField(help_text="Null for who does not take part.")

    def get_topic(self, shown: Shown) -> str:
        return f"challenge:{shown.challenge.pk}"

    @extend_schema_field(MyEntrySerializer(allow_null=True))
    def get_mine(self, shown: Shown) -> Any:
        return MyEntrySerializer(shown.mine).data if shown.mine.entrant else None


class EnterSerializer(serializers.Serializer):
    """With which team, where there are teams."""

    team = serializers.CharField(max_length=12, required=False, allow_blank=True, default="")


class ChallengeTeamNameSerializer(serializers.Serializer):
    """What a new team is called."""

    name = serializers.CharField()


class NewProofSerializer(serializers.Serializer):
    """What the task asks for: text, link, picture."""

    text = serializers.CharField(required=False, allow_blank=True, default="")
    link = serializers.CharField(required=False, allow_blank=True, default="")
    file = serializers.ImageField(required=False)
    alt = serializers.CharField(required=False, allow_blank=True, default="", help_text="What one sees on the picture.")


ChallengeCardPage = page_of(ChallengeCardSerializer)
ChallengeTeamPage = page_of(ChallengeTeamSerializer)
ChallengePlacePage = page_of(ChallengePlaceSerializer)
ProofPage = page_of(ProofSerializer)
