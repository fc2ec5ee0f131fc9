"""Publishing an economy from the staff's page, and a file that the site keeps through upgrades."""

from __future__ import annotations

import re
from io import StringIO

import pytest
from django.contrib.auth.models import Permission
from django.core.management import CommandError, call_command
from django.utils import translation

from gamify.models import Edition, Rule
from gamify.selectors import editions
from gamify.services import economies, publishing
from lib import errors
from tests.factories import member
from tests.gamify.conftest import DEFAULT

TEXT = DEFAULT.read_text("utf-8")
CHANGED = TEXT.replace("cap_times = 30", "cap_times = 40")
PAGE = "/review/economy/"


@pytest.fixture
def keeper(db):
    person = member("keeper", is_staff=True)
    person.user_permissions.add(Permission.objects.get(codename="add_edition"))
    return person


def _cap() -> int:
    return Rule.objects.get(key="felt-by-others", retired_at=None).cap_times


def test_looking_says_what_would_change_and_changes_nothing(economy, keeper, clock):
    found = publishing.look(by=keeper, text=CHANGED, now=clock.now)

    assert found.report == economies.Report(("rule/felt-by-others@2",), ())
    assert [(line.kind, line.text) for line in found.lines if line.kind in "+-"] == [
        ("-", "cap_times = 30"),
        ("+", "cap_times = 40"),
    ]
    assert (_cap(), Edition.objects.count()) == (30, 1)


def test_a_day_of_the_staff_changing_the_rules_and_going_back(economy, keeper, client):
    client.force_login(keeper)
    before = Edition.objects.get()
    seen = {"seen": before.token, "text": CHANGED}

    looked = client.post(PAGE, seen | {"do": "look"})
    unsaid = client.post(PAGE, seen | {"do": "publish", "note": ""})
    published = client.post(PAGE, seen | {"do": "publish", "note": "More room in autumn"})

    assert (looked.status_code, unsaid.status_code, published.status_code) == (200, 422, 303)
    assert "rule/felt-by-others@2</code> · new wording" in looked.content.decode()
    another = CHANGED.replace('key = "felt-by-others"', 'key = "felt-anew"', 1)
    said = client.post(PAGE, seen | {"do": "look", "text": another}).content.decode()
    assert re.search(r"rule/felt-anew@1</code> · new\s*</span>", said)
    made = Edition.objects.latest("number")
    assert (_cap(), made.by, made.note, made.is_built_in) == (40, keeper, "More room in autumn", False)
    old = client.get(f"{PAGE}{before.number}.toml").content.decode()
    begun = client.get(PAGE, {"from": before.number}).content.decode()
    assert "cap_times = 30" in begun
    back = {"do": "publish", "seen": made.token, "text": old, "note": "That was too much"}
    assert client.post(PAGE, back).status_code == 303
    assert _cap() == 30


def test_nobody_publishes_over_what_they_have_not_seen(economy, keeper, clock):
    seen = Edition.objects.get().token
    publishing.publish(by=keeper, text=CHANGED, note="More room", seen=seen, now=clock.now)

    with pytest.raises(publishing.Overtaken):
        publishing.publish(by=keeper, text=TEXT, note="Less room", seen=seen, now=clock.now)
    with pytest.raises(publishing.Unchanged):
        publishing.publish(by=keeper, text=CHANGED, note="Again", seen=editions.latest().token, now=clock.now)

    assert _cap() == 40


def test_staff_without_the_permission_read_and_others_know_of_nothing(economy, client, clock):
    reader, other = member("reader", is_staff=True), member("other")
    client.force_login(reader)

    page = client.get(PAGE)
    sent = client.post(PAGE, {"do": "publish", "seen": Edition.objects.get().token, "text": CHANGED, "note": "Mine"})
    with pytest.raises(errors.NotAllowed):
        publishing.look(by=reader, text=CHANGED, now=clock.now)
    client.force_login(other)

    assert (page.status_code, sent.status_code) == (200, 403)
    assert b"Publish it" not in page.content
    assert [client.get(path).status_code for path in (PAGE, f"{PAGE}1.toml")] == [404, 404]
    assert _cap() == 30


def test_an_upgrade_leaves_the_sites_own_economy_in_force(db, tmp_path):
    own, said = tmp_path / "own.toml", StringIO()
    own.write_text(CHANGED, "utf-8")
    call_command("load_economy", verbosity=0)
    call_command("load_economy", own, verbosity=0)

    call_command("load_economy", stdout=said)

    assert _cap() == 40
    assert "stays in force" in said.getvalue()
    call_command("load_economy", "--built-in", verbosity=0)
    assert _cap() == 30
    call_command("load_economy", stdout=said)
    assert said.getvalue().endswith("nothing changed\n")
    with pytest.raises(CommandError):
        call_command("load_economy", own, "--built-in")


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ("rule = 5", "rule must be a list"),
        ("[[level]]\nthreshold = 0", "number must be a whole number"),
        ("[[level]]\nnumber = 1\nthreshold = 0", "names is missing"),
        ('[[currency]]\nkey = "gold"\nnames = "Gold"', "Words are kept by language"),
        ('[[currency]]\nkey = "two words"\nnames = { en = "Gold" }', "Line 1, currency two words: key"),
        ('[[rule]]\nkey = "a"\nverb = "create"\nnames = { en = "A" }\neffects = [5]', "effects must be a table"),
        (
            '[[rule]]\nkey = "a"\nverb = "a-verb-that-is-far-too-long"\nnames = { en = "A" }\n'
            'effects = [{ kind = "points", currency = "growth", amount = 1 }]',
            "verb",
        ),
        (
            '[[rule]]\nkey = "a"\nverb = "create"\nnames = { en = "A" }\ncap_times = "many"\n'
            'effects = [{ kind = "points", currency = "growth", amount = 1 }]',
            "cap_times",
        ),
        ('[[currency]]\nkey = "gold"\nnames = { en = "\\u0000" }', "cannot be stored"),
    ],
)
def test_a_text_of_any_kind_is_refused_in_words(economy, keeper, clock, wrong, message):
    with pytest.raises(economies.BadEconomy, match=message):
        publishing.look(by=keeper, text=wrong, now=clock.now)


def test_what_is_wrong_is_said_in_the_language_of_who_reads(economy, keeper, clock):
    wrong = '[[currency]]\nkey = "gold"\nnames = "Gold"'
    with translation.override("zh-hans"), pytest.raises(economies.BadEconomy, match=r"第 1 行.*文字须按语言填写"):
        publishing.look(by=keeper, text=wrong, now=clock.now)
