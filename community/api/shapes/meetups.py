"""Meetups."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community import paths
from community.models import Attendance, Meetup
from community.selectors.meetup_places import Place
from community.services.meetups import terms
from lib.api.describing import page_of

_STATES = ("", Attendance.State.COMING.value, Attendance.State.WAITING.value)


def _people(help_text: str) -> serializers.ListField:
    of = serializers.CharField(max_length=12)
    return serializers.ListField(child=of, max_length=500, required=False, default=list, help_text=help_text)


class MeetupSerializer(serializers.Serializer):
    """A meetup in a list."""

    id = serializers.CharField(source="meetup.public_id")
    url = serializers.SerializerMethodField()
    group = serializers.CharField(source="meetup.group.slug", help_text="The slug of its group.")
    title = serializers.CharField(source="meetup.title")
    language = serializers.CharField(source="meetup.language", help_text="`en`, `zh-hans`, `ja`, or empty when unsure.")
    venue = serializers.CharField(source="meetup.venue", help_text="Where, in words; empty for one with a link alone.")
    link = serializers.CharField(source="meetup.link")
    begins_at = serializers.DateTimeField(source="meetup.begins_at")
    ends_at = serializers.DateTimeField(source="meetup.ends_at")
    places = serializers.IntegerField(source="meetup.places", allow_null=True, help_text="Null: as many as like.")
    coming = serializers.IntegerField(source="meetup.coming", help_text="How many have a place.")
    is_called_off = serializers.BooleanField(source="meetup.is_called_off")
    reason = serializers.CharField(source="meetup.reason", help_text="Why it was called off, else empty.")
    mine = serializers.ChoiceField(
        choices=_STATES, allow_blank=True, help_text="The reader's: a place, one in the line, or empty."
    )

    def get_url(self, found: Any) -> str:
        return paths.of_meetup(found.meetup)


class FullMeetupSerializer(MeetupSerializer):
    """A meetup, and how it stands with the reader."""

    author = PersonSerializer(source="meetup.author")
    body = serializers.CharField(source="meetup.body", help_text="Markdown, as written.")
    html = serializers.CharField(source="meetup.html", help_text="Sanitised; made from the Markdown.")
    edition = serializers.IntegerField(source="meetup.edition", help_text="Send it along when you change it.")
    waiting = serializers.IntegerField(source="place.waiting", help_text="How many wait for a place.")
    number = serializers.IntegerField(
        source="place.number",
        allow_null=True,
        help_text="The reader's in the line, from 1 on; null for who does not wait.",
    )
    may_come = serializers.BooleanField(source="place.may_come")
    may_leave = serializers.BooleanField(source="place.may_leave")
    was_there = serializers.BooleanField(source="place.was_there", help_text="It is noted that the reader was there.")
    topic = serializers.SerializerMethodField(help_text="Its live topic.")

    def get_topic(self, found: Any) -> str:
        return f"meetup:{found.meetup.pk}"


class MeetupPlanSerializer(serializers.Serializer):
    """A meetup as somebody wants it: a venue, a link, or both."""

    title = serializers.CharField(max_length=terms.TITLE_LENGTH, trim_whitespace=False)
    begins_at = serializers.DateTimeField(help_text="Within a year.")
    ends_at = serializers.DateTimeField(help_text="Two weeks later at most.")
    venue = serializers.CharField(required=False, allow_blank=True, default="", trim_whitespace=False)
    link = serializers.CharField(required=False, allow_blank=True, default="", help_text="http or https.")
    places = serializers.IntegerField(required=False, allow_null=True, default=None, help_text="Null: as many as like.")
    body = serializers.CharField(
        required=False,
        allow_blank=True,
        default="",
        trim_whitespace=False,
        help_text="Markdown; 8,000 characters at most.",
    )


class MeetupEditSerializer(MeetupPlanSerializer):
    """A meetup as somebody wants it now."""

    edition = serializers.IntegerField(help_text="The edition that the change started from.")


class PresenceSerializer(serializers.Serializer):
    """Who was there, by id; who is in neither list stays as they were."""

    there = _people(help_text="Who was there, of those who had a place.")
    not_there = _people(help_text="Of whom nothing is to be noted.")


@dataclass(frozen=True)
class Full:
    """A meetup as it is shown to one reader."""

    meetup: Meetup
    place: Place

    @property
    def mine(self) -> str:
        return self.place.mine


MeetupPage = page_of(MeetupSerializer)
AttendeePage = page_of(PersonSerializer)
