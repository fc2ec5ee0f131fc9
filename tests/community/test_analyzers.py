"""Every way to understand a text keeps the room's contract; the shipped models are whole, small and say why."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings, strategies as st

from community import analyzers
from community.analyzers import model, registry, seeds
from community.analyzers.reading import MOST, Reading
from community.analyzers.training import corpora, making, tuning
from look.emotions import EMOTIONS
from tests.community import teaching

# Pure: one database, which it does not ask, is enough.
pytestmark = pytest.mark.embedded_only
EVERY = pytest.mark.parametrize("by", [each.key for each in analyzers.every()])
HOSTILE = (
    "",
    "\0",
    "\ud800\udfff",
    "ş̷͔̈́" * 500,
    "a" * 1_000_000,
    "not " * 3000,
    "[(" * 2000,
    "İ" * 90,
    "😂" * 5000,
    "不" * 9000,
)
WORDS = st.sampled_from(
    ["thank you", "not happy", "so sad", "开心", "不难过", "😂", ", ", "。", "\n", "the lid", "怕", " "]
)
TEXTS = st.text(max_size=60) | st.lists(WORDS, max_size=12).map("".join)


def tags(text: str, by: str = "ngram") -> list[str]:
    return [each.tag for each in analyzers.analyze(text, by=by).suggestions]


@EVERY
def test_an_analyzer_answers_any_text_within_bounds(by):
    for text in HOSTILE:
        check(text, by)


@settings(max_examples=60, deadline=None)
@given(text=TEXTS)
def test_every_analyzer_keeps_its_contract_for(text):
    for each in analyzers.every():
        check(text, each.key)


def check(text: str, by: str) -> None:
    found = analyzers.analyze(text, by=by)
    assert found == analyzers.analyze(text, by=by)
    assert found.model_id
    assert len(found.suggestions) <= registry.MOST
    assert len({each.tag for each in found.suggestions}) == len(found.suggestions)
    for each in found.suggestions:
        assert each.tag in EMOTIONS
        assert 0 < each.score <= 1
        assert 1 <= len(each.evidence) <= 3
        assert all(words and words in text for words in each.evidence)


@pytest.mark.parametrize(
    ("text", "first", "word"),
    [
        ("I can't sleep, I am so worried about the delivery", "anxious", "worried"),
        ("Thank you all for the warm welcome!", "gratitude", "Thank"),
        ("The lid leaks on everything, this is disgusting", "dislike", "disgusting"),
        ("今天第一次泡的白茶成功了，太开心了", "joy", "开心"),
        ("快递又把杯子摔碎了，气死我了", "angry", "气死"),
        ("雨天一壶茶，心里很安静，很放松", "calm", "安静"),
        ("收到礼物太开心了，谢谢大家", "gratitude", "谢谢"),
        ("谢谢你们，thank you everyone", "gratitude", "谢谢"),
        ("😂😂", "fun", "😂"),
    ],
)
def test_a_plain_feeling_is_heard_and_its_words_are_named(text, first, word):
    found = analyzers.analyze(text, by="ngram").suggestions

    assert (found[0].tag, word in found[0].evidence) == (first, True)


def test_nothing_is_said_of_plain_facts_nor_of_what_is_denied_nor_where_a_guess_would_be_out_of_place():
    assert tags("Steep it for three minutes at eighty degrees.") == []
    assert tags("水温八十度，泡三分钟，出汤。") == []
    assert "joy" not in tags("I am not happy with it") + tags("我一点也不开心")
    assert tags("I am not happy with it", by="lexicon") == []
    assert tags("> I am so happy, thank you\n\nhttps://example.org/happy @happy") == []
    assert tags("我很难过，不想活了") == tags("so sad, I want to die", by="lexicon") == []


def test_a_text_is_read_to_a_bound_and_in_the_languages_that_it_has():
    assert len(Reading("x" * (MOST + 9)).folded) == MOST
    assert [Reading(text).languages for text in ("茶", "tea", "茶 is tea", "12 !")] == [
        ("zh",),
        ("en",),
        ("zh", "en"),
        (),
    ]
    assert all(len(chr(code).translate({0x130: "i"}).lower()) == 1 for code in range(0xD800))


def test_a_feeling_of_the_community_is_suggested_by_its_seeds(monkeypatch):
    hit = seeds.Hit("longing", 1.0, 0, 6)
    monkeypatch.setattr(seeds, "hits", lambda reading: (hit,))

    assert tags("I yearn")[:1] == tags("I yearn", by="lexicon") == ["longing"]


def test_a_key_is_taken_once_and_an_unknown_one_is_named():
    with pytest.raises(ValueError, match="twice"):
        registry.add(registry.get("ngram"))
    with pytest.raises(ImproperlyConfigured, match="lexicon, ngram"):
        analyzers.get("tea leaves")


def test_the_shipped_models_are_whole_credited_and_small():
    files = {path.name: path.read_bytes() for path in model.FOLDER.glob("*.json.gz")}

    assert sum(map(len, files.values())) < 600_000
    for language in corpora.LANGUAGES:
        shipped = model.load(language)
        assert shipped.language == language
        assert {len(row) for row in shipped.weights} == {len(shipped.places)}
        assert all(head.threshold <= head.strict for head in shipped.heads)
    broken = bytearray(files["zh.json.gz"])
    broken[-2000] ^= 1
    with pytest.raises(model.DamagedModel):
        model.read(bytes(broken))


def test_a_damaged_body_is_told_from_a_whole_one():
    packed = model.pack({"language": "en"})

    with pytest.raises(model.DamagedModel):
        model.read(packed)  # whole, and no model
    with pytest.raises(model.DamagedModel):
        model.read(b"")


@pytest.fixture
def lessons(tmp_path: Path) -> Path:
    return teaching.fill(tmp_path)


def test_training_learns_what_it_is_taught_and_makes_the_same_bytes_each_time(lessons, tmp_path, monkeypatch, capsys):
    call_command("emotion_train", data=lessons, to=tmp_path)

    packed = (tmp_path / "en.json.gz").read_bytes()
    made = model.read(packed)
    monkeypatch.setattr(model, "load", lambda language: made)
    assert packed == making.make(lessons, "en")
    assert tags("The kettle sings, lovely") == ["joy", "inspired"] or tags("The kettle sings, lovely")[0] in {
        "joy",
        "inspired",
    }
    assert tags("the lid leaks again") == ["angry"]
    with pytest.raises(CommandError, match="Below the bar"):
        call_command("emotion_bench", data=lessons)
    assert "macro_f1" in capsys.readouterr().out
    with pytest.raises(CommandError, match="Nothing to learn from"):
        call_command("emotion_train", data=tmp_path / "nowhere", to=tmp_path)


def test_scores_become_probabilities_and_the_best_cut_is_found():
    head = model.Head("joy", 0, 1, (), 1, 0, 0.5, 0.5)
    scored = [(at / 10, at >= 5) for at in range(-20, 20)]

    fitted = tuning.calibrated(head, scored)

    assert fitted.likely(2.0) > 0.9
    assert fitted.likely(-2.0) < 0.1
    assert 0.3 < fitted.likely(0.45) < 0.7
    assert json.dumps(model.plain_head(fitted))
