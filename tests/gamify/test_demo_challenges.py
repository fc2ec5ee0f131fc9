"""The demo's challenges, lived through the services: what the tour promises is there, and the books are clean."""

from __future__ import annotations

from typing import Any

import pytest

from accounts.models import Brand, BrandStaff
from demo import challenges, content
from gamify.models import Challenge, Entrant, Escrow, Submission
from gamify.selectors import challenges as reads
from gamify.services import audit
from gamify.services.challenges import rules
from tests.community import scenes
from tests.factories import member
from tests.gamify.conftest import economy  # noqa: F401

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def course(economy: Any, clock: Any, settings: Any, tmp_path: Any) -> challenges.Course:  # noqa: F811
    """The challenges of the demo's members and brands, lived up to the frozen now."""
    settings.MEDIA_ROOT = tmp_path
    brands = {
        slug: Brand.objects.create(slug=slug, created_at=clock.now, **texts) for slug, texts in content.brands().items()
    }
    users = {key: member(found.name, handle=key) for key, found in content.members().items()}
    for key, found in content.members().items():
        if found.brand:
            BrandStaff.objects.create(brand=brands[found.brand], user=users[key], role=BrandStaff.Role.OWNER)
    groups = {}
    for slug in ("tea", "trail-running", "second-hand"):
        owner = content.groups()[slug]["owner"]
        groups[slug] = scenes.group(slug, founder=users[owner])
        for key, found in content.members().items():
            if slug in found.groups and key != owner:
                scenes.join(groups[slug], users[key])
    lived = challenges.Course(users=users, groups=groups, staff=member("Keeper", is_staff=True), now=clock.now)
    lived.live()
    return lived


def test_the_challenges_of_the_tour_are_there(course: challenges.Course) -> None:
    names = ("The seventh cup", "Empty it first", "One hour without a watch", "A button for a stranger")
    found = {name: Challenge.objects.get(names__en=name) for name in names}

    assert [each.state for each in found.values()] == ["settled", "running", "running", "announced"]
    assert sorted(Challenge.objects.exclude(rules_hash__gt="").values_list("state", flat=True)) == ["draft", "review"]
    for each in found.values():
        assert rules.are_kept(each)
        for texts in (each.names, each.taglines, each.stories):
            assert set(texts) == {"en", "zh-hans"}, each.name
    cup, jars = found["The seventh cup"], found["Empty it first"]
    won = reads.winners(challenge=cup, user=course.users["linmei"])
    assert {winner.entrant.user.username for winner in won if winner.line.rule == "jury"} == {"fangyi", "linmei"}
    assert Entrant.objects.filter(challenge=cup).exclude(story="").count() == 3
    escrow = Escrow.objects.get(pk=cup.pk)
    assert (escrow.held, escrow.paid + escrow.returned) == (0, escrow.amount)
    said = Submission.objects.filter(entrant__challenge=jars)
    assert dict(said.exclude(state="accepted").values_list("entrant__user__username", "state")) == {
        "linmei": "refused",
        "xiaoman": "waiting",
    }
    assert {team.name for team in found["One hour without a watch"].teams.all()} == {
        "Before the bakery opens",
        "慢三步",
        "Letterbox and back",
    }
    assert [problem for problem in audit.check() if problem[1]] == []
