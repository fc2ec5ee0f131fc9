"""A fresh database in seconds: what Django renders again for each of our tables is rendered once."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.recorder import MigrationRecorder
from django.db.migrations.state import ModelState, ProjectState


@contextmanager
def fresh_made_fast(connection: BaseDatabaseWrapper) -> Iterator[None]:
    """Apply migrations to an empty database without rendering, with each new model, all that it is related to.

    Nearly everything is related to a member, so that the cost grows with the square of the tables; what is rendered
    already learns of a new model by itself. A database with something in it is left to Django's own way.
    """
    if MigrationRecorder(connection).applied_migrations():
        yield
        return
    djangos = ProjectState.add_model
    setattr(ProjectState, "add_model", _add_model)  # noqa: B010 (a method is replaced, for as long as this takes)
    try:
        yield
    finally:
        setattr(ProjectState, "add_model", djangos)  # noqa: B010


def _add_model(state: ProjectState, model: ModelState) -> None:
    key = model.app_label, model.name_lower
    state.models[key] = model
    if state.__dict__["_relations"] is not None:
        state.resolve_model_relations(key)
    if "apps" in state.__dict__:  # a cached property: asking would render everything
        state.apps.render_multiple([model])
        state.apps.clear_cache()
