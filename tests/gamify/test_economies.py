"""Publishing an economy: versions for what changed, a refusal with the line for what is wrong."""

from __future__ import annotations

import tomllib
from datetime import timedelta
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gamify.models import Account, Badge, Edition, Level, Player, Rule, Task
from gamify.services import economies
from tests.gamify.conftest import DEFAULT

TEXT = DEFAULT.read_text("utf-8")
RULES, BADGES, QUESTS = (TEXT.count(f"[[{kind}]]") for kind in ("rule", "badge", "quest"))


def test_the_default_economy_is_whole_and_speaks_both_languages(economy):
    document = tomllib.loads(TEXT)
    texts = [
        each[name]
        for kind in ("rule", "task", "badge", "quest")
        for each in document[kind]
        for each in (each, *each.get("steps", ()))
        for name in ("names", "descriptions")
    ]

    assert Rule.objects.count() >= 12
    assert [Task.objects.filter(cycle=cycle).count() for cycle in ("day", "week", "once")] == [4, 3, 3]
    assert Badge.objects.count() == len(document["badge"]) >= 17
    assert Level.objects.count() == 12
    assert all(text.get("en") and text.get("zh-hans") for text in texts)


def test_publishing_the_same_again_changes_nothing(economy, clock):
    before = Edition.objects.count(), list(Rule.objects.values_list("pk", "version", "retired_at"))

    report = economies.publish(text=TEXT, now=clock.tick(hours=1))

    assert report.is_unchanged
    assert (Edition.objects.count(), list(Rule.objects.values_list("pk", "version", "retired_at"))) == before


def test_a_change_is_a_new_version_and_the_old_one_stays(economy, clock):
    later = clock.tick(hours=1)

    report = economies.publish(text=TEXT.replace("cap_times = 30", "cap_times = 40"), now=later)

    assert report == economies.Report(("rule/felt-by-others@2",), ())
    old, new = Rule.objects.filter(key="felt-by-others").order_by("version")
    assert (old.cap_times, old.retired_at) == (30, later)
    assert (new.cap_times, new.retired_at, new.published_at) == (40, None, later)
    assert Edition.objects.count() == 2


def test_what_is_left_out_is_retired_and_may_come_back_as_a_new_version(economy, clock):
    start = TEXT.index('[[badge]]\nkey = "curious"')

    gone = economies.publish(text=TEXT[:start], now=clock.tick(hours=1))
    back = economies.publish(text=TEXT, now=clock.tick(hours=1))

    assert gone.retired == ("badge/curious@1",)
    assert back.published == ("badge/curious@2",)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("condition = 'data.words >= 3", "condition = 'data.words >=> 3", "rule share-moment"),
        ("condition = 'data.words", "condition = 'person.words", "no variable called person"),
        ("'data.words", "'[1].all(x, [1].all(y, [1].existsOne(data, x == y))) || data.words", "at most 2 loops"),
        ('metric = "distinct_people"', 'metric = "distinct_friends"', "no metric called “distinct_friends”"),
        ('currency = "growth", amount = 10 }', 'currency = "gold", amount = 10 }', "no currency called “gold”"),
        ("amount = 10 }", "amount = -10 }", "whole number"),
        ('kind = "points"', 'kind = "pints"', "no effect called “pints”"),
        ("goal = 2", "goal = 0", "goal"),
        ('action = "community:', 'action = "comunity:', "There is no page called “comunity:"),
        ('cycle = "week"', 'cycle = "moon"', "cycle must be one of"),
        ('{ "data.images" = { gte = 1 } }', '{ "data.images" = { most = 1 } }', "no operator “most”"),
        ("cap_times = 3\n", "cap_tmes = 3\n", "There is no field called “cap_tmes”"),
        ('key = "first-moment"', 'key = "share-moment"', "used twice"),
        ('key = "first-moment"', "key = 5", "key must be a text"),
        ("gte = 1 }", "gte = nan }", "numbers in it that cannot be stored"),
        ("gte = 1 }", "gte = [-inf] }", "numbers in it that cannot be stored"),
        ("cap_times = 3\n", "cap_times = true\n", "cap_times must be a whole number from 0"),
        ("cap_times = 3\n", "cap_times = 3\ncooldown_seconds = 999999999999\n", "cooldown_seconds must be at most"),
        ("keep = 60\n", "keep = 80\n", "tier familiar-face: keep must be less than enter"),
        ("keep = 60\n", "keep = 0\n", "keep is missing"),
        ("keep = 60\n", "keep = 60.5\n", "keep must be a whole number from 1"),
        ("keep = 60\n", "keep = 60\ngrace = 3\n", "no field called “grace”"),
        ("enter = 80\n", "enter = 99999999999\n", "enter must be at most"),
        (
            '{ "data.images" = { gte = 1 } }',
            '{ "data.emotions" = { has = "sad" } }',
            "No feeling earns more than another",
        ),
        ('{ "data.images" = { gte = 1 } }', '{ "data.emotions" = { eq = [] } }', "No feeling earns more than another"),
        ("condition = 'data.words >= 3", 'condition = \'"joy" in data.emotions || data.words >= 3', "No feeling earns"),
        ("condition = 'data.words >= 3", 'condition = \'data["emotions"][0] == "joy" || data.words >= 3', "No feeling"),
        ('icon = "smile"', "icon = 5", "icon must be a text"),
        ('"familiar-face"', '"familiar face"', "key"),
        ("benefits = [{ en", "benefits = [{ en = 5 }, { en", "Words are kept by language"),
        ("benefits = [{ en", "benefits = [{}, { en", "benefits must be a list of words"),
    ],
)
def test_a_wrong_definition_is_refused_with_its_line_and_nothing_is_written(db, clock, old, new, message):
    assert old in TEXT
    wrong = TEXT.replace(old, new, 1)

    with pytest.raises(economies.BadEconomy, match=message) as refused:
        economies.publish(text=wrong, now=clock.now)

    place = wrong.rindex(new)
    header = wrong.rfind("[[", 0, place)
    assert refused.value.data["line"] == wrong.count("\n", 0, header) + 1
    assert not Rule.objects.exists()
    assert not Edition.objects.exists()


def test_toml_that_does_not_parse_is_refused_with_its_line(db, clock):
    with pytest.raises(economies.BadEconomy, match="line 2"):
        economies.publish(text="[[rule]]\nkey = = 1", now=clock.now)
    with pytest.raises(economies.BadEconomy, match="digits"):
        economies.publish(text=f"[[rule]]\ngoal = {'9' * 5000}", now=clock.now)


@pytest.mark.parametrize(("old", "new"), [("enter = 350", "enter = 75"), ("keep = 280", "keep = 50")])
def test_tiers_that_do_not_follow_one_another_are_refused(db, clock, old, new):
    lower = TEXT.replace(old, new).replace("keep = 280", "keep = 70")

    with pytest.raises(economies.BadEconomy, match="Tiers must follow one another"):
        economies.publish(text=lower, now=clock.now)

    assert not Edition.objects.exists()


def test_the_command_names_the_file_and_the_line(db, tmp_path: Path):
    path = tmp_path / "economy.toml"
    path.write_text(TEXT.replace('metric = "count"', 'metric = "cuont"', 1), "utf-8")

    with pytest.raises(CommandError, match=r"economy.toml: Line \d+, task share-today: .* “cuont”"):
        call_command("load_economy", str(path))


def test_the_command_counts_what_it_published_and_lists_it_when_asked(db):
    counted, listed = StringIO(), StringIO()

    call_command("load_economy", stdout=counted)
    Rule.objects.all().delete()
    call_command("load_economy", stdout=listed, verbosity=2)

    told = f"published {RULES} rules, 10 tasks, {BADGES} badges, {QUESTS} quests\nlevels changed\ntiers changed\n"
    assert counted.getvalue() == told
    assert listed.getvalue().splitlines()[0] == "published rule/share-moment@1"
    assert len(listed.getvalue().splitlines()) == RULES


def test_new_thresholds_place_every_player_again(economy, member, did, clock):
    mei = member("mei")
    did(mei, "create", key="post:1", type="note", words=30, images=0)
    assert Player.objects.get(user=mei).level == 2

    economies.publish(text=TEXT.replace("threshold = 30\n", "threshold = 45\n"), now=clock.tick(hours=1))
    harder = Player.objects.get(user=mei).level
    economies.publish(text=TEXT.replace("threshold = 80\n", "threshold = 35\n"), now=clock.tick(hours=1))

    assert Account.objects.get(user=mei, currency_id="growth").available == 40
    assert harder == 1
    assert Player.objects.get(user=mei).level == 3


def test_an_activity_is_decided_by_the_edition_of_its_time(economy, member, did, clock):
    mei = member("mei")
    first = did(mei, "visit", key="visit:1")
    economies.publish(text=TEXT.replace('"data.from"', '"data.nobody"', 1), now=clock.tick(seconds=1))
    second = did(mei, "visit", key="visit:2", at=clock.now + timedelta(days=1))

    assert second.outcome.document["edition"] == first.outcome.document["edition"] + 1


@pytest.mark.parametrize(
    ("page", "published"),
    [("badges", ["badge/early-bird@1"]), ("quests", ["badge/tea-hand@1", "quest/around-the-kettle@1"])],
)
def test_the_example_of_the_guide_can_be_published(economy, clock, page, published):
    guide = (DEFAULT.parents[2] / "docs" / "extending" / f"{page}.md").read_text("utf-8")
    example = guide.partition("```toml\n")[2].partition("```")[0]

    report = economies.publish(text=TEXT + example, now=clock.tick(hours=1))

    assert report == economies.Report(tuple(published), ())
