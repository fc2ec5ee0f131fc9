"""Pages of reports, cases, sanctions and the moderators' log."""

from __future__ import annotations

from django.urls import path

from community.views import (
    appeal_cases,
    appeals,
    automod,
    cases,
    health,
    modlog,
    queues,
    raids,
    reports,
    sanctions,
    sweeping,
)

urlpatterns = [
    path("p/<slug:public_id>/report/", reports.post, name="report-create"),
    path("c/<slug:public_id>/report/", reports.comment, name="comment-report"),
    path("reports/<int:pk>/", reports.detail, name="report-detail"),
    path("decisions/<int:pk>/", reports.decision, name="decision-detail"),
    path("decisions/<int:pk>/appeal/", appeals.own, name="decision-appeal"),
    path("decisions/<int:pk>/appeal/answer/", appeals.answer, name="appeal-answer"),
    path("appeals/<int:pk>/", appeal_cases.detail, name="appeal-detail"),
    path("appeals/<int:pk>/question/", appeal_cases.question, name="appeal-question"),
    path("appeals/<int:pk>/meanwhile/", appeal_cases.meanwhile, name="appeal-meanwhile"),
    path("g/<slug:slug>/queue/", queues.queue, name="group-queue"),
    path("g/<slug:slug>/queue/count/", queues.count, name="queue-count"),
    path("g/<slug:slug>/health/", health.index, name="group-health"),
    path("g/<slug:slug>/automod/", automod.index, name="group-automod"),
    path("g/<slug:slug>/automod/new/<slug:cause>/", automod.create, name="automod-create"),
    path("g/<slug:slug>/automod/<int:pk>/", automod.edit, name="automod-edit"),
    path("g/<slug:slug>/automod/<int:pk>/delete/", automod.delete, name="automod-delete"),
    path("g/<slug:slug>/raid/", raids.line, name="group-raid"),
    path("g/<slug:slug>/raid/switch/", raids.switch, name="raid-switch"),
    path("g/<slug:slug>/log/", modlog.index, name="group-modlog"),
    path("g/<slug:slug>/members/<slug:handle>/sanction/", sanctions.impose, name="member-sanction"),
    path("g/<slug:slug>/members/<slug:handle>/lift/", sanctions.lift, name="member-lift"),
    path("review/members/<str:handle>/words/", sweeping.sweep, name="member-sweep"),
    path("review/raid/", raids.site, name="site-raid"),
    path("review/appeals/", queues.appeals, name="appeal-queue"),
    path("cases/<int:pk>/", cases.detail, name="case-detail"),
    path("cases/<int:pk>/meanwhile/", cases.meanwhile, name="case-meanwhile"),
    path("cases/<int:pk>/letter/", cases.letter, name="case-letter"),
]
