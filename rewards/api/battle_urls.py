"""Endpoints of battles."""

from __future__ import annotations

from django.urls import path

from rewards.api import album, battle_console, battles

_ONE = "battles/<str:public_id>"
_OWN = "brands/<str:slug>/battles/<str:public_id>"
_REVIEW = "review/battles/<str:public_id>"

urlpatterns = [
    path("battles", battles.Battles.as_view(), name="api-battles"),
    path(_ONE, battles.OneBattle.as_view(), name="api-battle"),
    path(f"{_ONE}/events", battles.Events.as_view(), name="api-battle-events"),
    path(f"{_ONE}/result", battles.Result.as_view(), name="api-battle-result"),
    path(f"{_ONE}/place", battles.Part.as_view(), name="api-battle-place"),
    path(f"{_ONE}/entries", battles.Entries.as_view(), name="api-battle-entries"),
    path(f"{_ONE}/objections", battles.Objections.as_view(), name="api-battle-objections"),
    path(f"{_ONE}/album", album.Album.as_view(), name="api-album"),
    path(f"{_ONE}/album/mine", album.OwnPhoto.as_view(), name="api-album-mine"),
    path(f"{_ONE}/album/<str:picture_id>/hiding", album.Hiding.as_view(), name="api-album-hiding"),
    path(f"{_ONE}/album/<str:picture_id>/reports", album.Reports.as_view(), name="api-album-reports"),
    path("brands/<str:slug>/battles", battle_console.OwnBattles.as_view(), name="api-own-battles"),
    path(_OWN, battle_console.OwnBattle.as_view(), name="api-own-battle"),
    path(f"{_OWN}/submission", battle_console.BattleSubmission.as_view(), name="api-own-battle-submission"),
    path(f"{_OWN}/cancellation", battle_console.BattleCancellation.as_view(), name="api-own-battle-cancellation"),
    path("review/battles", battle_console.WaitingBattles.as_view(), name="api-review-battles"),
    path(_REVIEW, battle_console.WaitingBattle.as_view(), name="api-review-battle"),
    path(f"{_REVIEW}/objections/<int:pk>", battle_console.Answer.as_view(), name="api-review-objection"),
]
