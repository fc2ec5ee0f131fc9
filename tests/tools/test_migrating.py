"""A fresh database is made without rendering everything again, and lacks nothing."""

from __future__ import annotations

from unittest import mock

import pytest
from django.db import connection, models
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState

from lib.migrating import fresh_made_fast


def named(name: str, **fields: models.Field) -> ModelState:
    return ModelState("garden", name, [("id", models.AutoField(primary_key=True)), *fields.items()])


def states() -> ProjectState:
    """Return a rendered state to which a model with a key to another was added."""
    state = ProjectState()
    state.add_model(named("Bed"))
    assert not state.apps.get_model("garden", "bed")._meta.related_objects
    state.add_model(named("Plant", bed=models.ForeignKey("garden.Bed", models.CASCADE, related_name="plants")))
    return state


@pytest.mark.parametrize("applied", [{}, {("garden", "0001_initial"): None}])
def test_what_was_rendered_learns_of_a_new_model_and_is_rendered_again_only_where_something_is_kept(applied):
    with (
        mock.patch.object(MigrationRecorder, "applied_migrations", return_value=applied),
        fresh_made_fast(connection),
        mock.patch.object(ProjectState, "reload_model", autospec=True, side_effect=ProjectState.reload_model) as again,
    ):
        state = states()

    bed = state.apps.get_model("garden", "bed")
    assert [each.get_accessor_name() for each in bed._meta.related_objects] == ["plants"]
    assert bed.objects.filter(plants__id=1).query.sql_with_params()
    assert bool(again.call_count) == bool(applied)
