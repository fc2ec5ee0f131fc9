"""Endpoints of meetups."""

from __future__ import annotations

from django.urls import path

from community.api import meetup_presence, meetups, my_meetups

_ONE = "meetups/<str:public_id>"

urlpatterns = [
    path("me/meetups", my_meetups.MyMeetups.as_view(), name="api-my-meetups"),
    path("meetups", meetups.Found.as_view(), name="api-meetup-search"),
    path("groups/<str:slug>/meetups", meetups.Meetups.as_view(), name="api-meetups"),
    path(_ONE, meetups.OneMeetup.as_view(), name="api-meetup"),
    path(f"{_ONE}/cancellation", meetups.Cancellation.as_view(), name="api-meetup-cancellation"),
    path(f"{_ONE}/place", meetups.MyPlace.as_view(), name="api-meetup-place"),
    path(f"{_ONE}/attendees", meetups.Attendees.as_view(), name="api-meetup-attendees"),
    path(f"{_ONE}/were-there", meetup_presence.WereThere.as_view(), name="api-meetup-were-there"),
    path(f"{_ONE}/reports", meetups.MeetupReports.as_view(), name="api-meetup-reports"),
]
