"""Tests of prototypes, the draw of their testers, and what these answered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.models import Tester, TestRound
from community.selectors.proposal_making import Said, Scale
from community.services.making import testing
from lib.api.describing import page_of

_DRAWN = (TestRound.State.DRAWN, TestRound.State.CLOSED)


@dataclass(frozen=True)
class FullTest:
    """A test as one reader sees it."""

    test: TestRound
    wishes: int
    mine: Tester | None
    may_wish: bool
    results: Sequence[Scale | Said]


class QuestionSerializer(serializers.Serializer):
    """What testers are asked: a `scale` from 1 to 5, or `text`."""

    text = serializers.CharField(max_length=testing.QUESTION_LENGTH)
    kind = serializers.CharField(required=False, default="scale", help_text=f"One of {', '.join(testing.KINDS)}.")


class AskedQuestionSerializer(QuestionSerializer):
    """A question of a test."""

    key = serializers.CharField(help_text="Answer under it.")


class PrototypeTestSerializer(serializers.Serializer):
    """A test of a prototype. Testers are the first of all who asked, in the order of `sha256(seed:person)`."""

    id = serializers.CharField(source="public_id")
    number = serializers.IntegerField()
    state = serializers.CharField(help_text=f"One of {', '.join(TestRound.State.values)}.")
    prototype = serializers.CharField(source="prototype.public_id")
    places = serializers.IntegerField()
    seed_hash = serializers.CharField(help_text="SHA-256 of the seed.")
    seed = serializers.SerializerMethodField(help_text="Empty until it is drawn.")
    draws_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()

    def get_seed(self, test: TestRound) -> str:
        return test.seed if test.state in _DRAWN else ""


class TesterSerializer(serializers.Serializer):
    """Somebody who asked to test; `place` is null before the draw."""

    person = PersonSerializer(source="user")
    place = serializers.IntegerField(allow_null=True)
    is_drawn = serializers.BooleanField()


class MyTestSerializer(serializers.Serializer):
    """My place in a test, and what I answered."""

    place = serializers.IntegerField(allow_null=True)
    is_drawn = serializers.BooleanField()
    answers = serializers.DictField(child=serializers.CharField())


class ResultSerializer(serializers.Serializer):
    """How testers answered a question: for a scale `counts` of 1 to 5, else their `words`, without names."""

    text = serializers.CharField()
    counts = serializers.SerializerMethodField()
    mean = serializers.FloatField(default=None, allow_null=True)
    words = serializers.ListField(child=serializers.CharField(), default=list)

    def get_counts(self, found: Scale | Said) -> list[int]:
        return [many for _value, many, _percent in found.counts] if isinstance(found, Scale) else []


class _CourseSerializer(serializers.Serializer):
    questions = AskedQuestionSerializer(source="test.questions", many=True)
    wishes = serializers.IntegerField(help_text="How many asked to test.")
    may_wish = serializers.BooleanField()
    mine = MyTestSerializer(allow_null=True)
    results = ResultSerializer(many=True, help_text="For the brand and its authors; for everybody once it is closed.")


class FullTestSerializer(PrototypeTestSerializer, _CourseSerializer):
    """A test, its questions, and what came of it."""

    def to_representation(self, instance: FullTest) -> Any:
        return {**PrototypeTestSerializer(instance.test).data, **_CourseSerializer(instance).data}


class NewTestSerializer(serializers.Serializer):
    """A test to open: until `draws_at` one may ask to take part, until `closes_at` testers answer."""

    prototype = serializers.CharField(max_length=12, help_text="The id of news that is a prototype.")
    places = serializers.IntegerField(min_value=1, max_value=testing.MOST_PLACES)
    questions = QuestionSerializer(many=True)
    draws_at = serializers.DateTimeField()
    closes_at = serializers.DateTimeField()


class TestAnswersSerializer(serializers.Serializer):
    """Answers by the key of the question; for a scale "1" to "5"."""

    answers = serializers.DictField(child=serializers.CharField(allow_blank=True, max_length=testing.TEXT_LENGTH))


PrototypeTestPage = page_of(PrototypeTestSerializer)
TesterPage = page_of(TesterSerializer)
