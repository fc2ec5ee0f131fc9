"""Count different people on the other side: who is answered, who felt; oneself does not count.

The cheapest device against rings of friends who only serve each other.
"""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from gamify.engine.happening import Happening

KEY = "distinct_people"
LABEL = _("different people")
FIELDS = ("from", "object_author", "post_author")


def item(happening: Happening) -> str | None:
    """Return the public id of the other person, None when there is none but the actor."""
    other = next((happening.data[name] for name in FIELDS if happening.data.get(name)), None)
    if other is None or happening.is_actor(other):
        return None
    return str(other)
