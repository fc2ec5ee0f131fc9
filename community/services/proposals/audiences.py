"""Who hears of a proposal: its authors, who reviews it, the people of the brand that is asked."""

from __future__ import annotations

from accounts.models import User
from accounts.selectors import brands
from community.models import Authorship, Membership, Proposal


def authors(held: Proposal) -> list[User]:
    """Return those who agreed to be named. Queries: 1."""
    return list(
        User.objects.filter(
            authorships__proposal=held, authorships__state=Authorship.State.ACCEPTED, is_active=True
        ).order_by("public_id")
    )


def judges(held: Proposal) -> list[User]:
    """Return who reviews: moderators of its group and staff, who work for no brand and did not write it. Queries: 2."""
    active = User.objects.filter(is_active=True, brand_roles=None)
    leading = Membership.objects.leading().filter(group=held.group_id)
    mine = {person.pk for person in authors(held)}
    people = (*active.filter(pk__in=leading.values("user")), *active.filter(is_staff=True))
    found = {person.pk: person for person in people}
    return [person for pk, person in found.items() if pk not in mine]


def brand_people(held: Proposal) -> list[User]:
    """Return the people of the brand that is asked. Queries: 1, or none."""
    return list(brands.people_of(held.brand_id)) if held.brand_id else []
