"""What stands between two texts of ours follows the reader's language: wide marks and no blanks in Chinese."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from django.template import Context, Template
from django.utils import translation

TEMPLATES = Path(__file__).parents[2] / "templates"
WHOLE = re.compile(r"\{% blocktranslate.*?\{% endblocktranslate %\}", re.DOTALL)
SENTENCE = re.compile(
    r"""[.?!:]["'] %\}(?:\{% (?:if [^%]*|endif) %\})*[ \n]+(?:\{% (?:if [^%]*|endif) %\}|[ \n])*"""
    r"""(?:\{% (?:translate|blocktranslate) |\{\{|<(?:a|code|strong|span)[ >](?!class="optional"))"""
)
NARROW = re.compile(r"[%}]\}[,:;](?=\s|<|\{)")


@pytest.mark.parametrize(
    ("language", "said"),
    [("en", "One: two, three. Four"), ("zh-hans", "One：two，three.Four"), ("de", "One: two, three. Four")],
)
def test_marks_between_two_texts_follow_the_language(language: str, said: str) -> None:
    with translation.override(language):
        assert Template("One{% colon %}two{% comma %}three.{% gap %}Four").render(Context()) == said


def test_no_template_puts_a_narrow_mark_or_a_blank_behind_a_text_of_ours() -> None:
    found = [
        f"{path.relative_to(TEMPLATES)}: {match.group()!r}"
        for path in sorted(TEMPLATES.rglob("*.html"))
        for pattern in (NARROW, SENTENCE)
        for match in pattern.finditer(WHOLE.sub(_end, path.read_text(encoding="utf-8")))
        if "hidden-text" not in match.string[match.string.rfind("\n", 0, match.start()) : match.end()]
    ]

    assert found == []


def _end(block: re.Match[str]) -> str:
    """Return a translation that ends as the block does."""
    return f"{{% translate '{block.group().removesuffix('{% endblocktranslate %}').rstrip()[-1]}' %}}"
