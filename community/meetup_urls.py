"""Pages of meetups."""

from django.urls import path

from community.views import meetup_desk, meetup_lists, meetup_presence, meetups, my_meetups

_ONE, _GROUP = "meetups/<slug:public_id>/", "g/<slug:slug>/meetups/"

urlpatterns = [
    path(_GROUP, meetup_lists.index, name="group-meetups"),
    path(f"{_GROUP}rows/", meetup_lists.rows, name="meetup-rows"),
    path(f"{_GROUP}beside/", meetup_lists.beside, name="meetups-beside"),
    path(f"{_GROUP}new/", meetup_desk.new, name="meetup-new"),
    path("meetups/", my_meetups.index, name="my-meetups"),
    path("meetups/rows/", my_meetups.rows, name="my-meetup-rows"),
    path(_ONE, meetups.detail, name="meetup"),
    path(f"{_ONE}part/", meetups.part, name="meetup-part"),
    path(f"{_ONE}place/", meetups.place, name="meetup-place"),
    path(f"{_ONE}edit/", meetup_desk.edit, name="meetup-edit"),
    path(f"{_ONE}call-off/", meetup_desk.call_off, name="meetup-call-off"),
    path(f"{_ONE}there/", meetup_presence.there, name="meetup-there"),
    path(f"{_ONE}report/", meetup_desk.report, name="meetup-report"),
    path(f"{_ONE}meetup.ics", meetups.calendar, name="meetup-calendar"),
]
