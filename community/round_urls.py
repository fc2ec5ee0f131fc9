"""Pages of votes, of what people talk about, and of whoever watches that all goes fairly."""

from django.urls import path

from community.views import incubator, proposal_reports, proposal_watch, queues, round_console, round_watch, rounds

_ONE = "votes/<slug:public_id>/"

urlpatterns = [
    path("votes/", rounds.index, name="rounds"),
    path("votes/new/", round_console.new, name="round-new"),
    path(_ONE, rounds.detail, name="round"),
    path(f"{_ONE}part/", rounds.part, name="round-part"),
    path(f"{_ONE}ballot/", rounds.ballot, name="round-ballot"),
    path(f"{_ONE}recount/", rounds.recount, name="round-recount"),
    path(f"{_ONE}record.json", rounds.record, name="round-record"),
    path(f"{_ONE}edit/", round_console.edit, name="round-edit"),
    path(f"{_ONE}open/", round_console.open_, name="round-open"),
    path(f"{_ONE}call-off/", round_console.call_off, name="round-call-off"),
    path(f"{_ONE}voters/", round_watch.index, name="round-watch"),
    path(f"{_ONE}voters/look/", round_watch.look, name="round-look"),
    path("review/votes/", queues.votes, name="vote-cases"),
    path("incubator/", incubator.index, name="incubator"),
    path("proposals/<slug:public_id>/report/", proposal_reports.proposal, name="proposal-report"),
    path("proposals/<slug:public_id>/watch/", proposal_watch.index, name="proposal-watch"),
    path("proposals/<slug:public_id>/watch/look/", proposal_watch.look, name="proposal-look"),
    path("arguments/<slug:public_id>/report/", proposal_reports.argument, name="argument-report"),
    path("proposals/news/<slug:public_id>/report/", proposal_reports.news, name="news-report"),
]
