"""A text in another language than the page says so, for voices, fonts and line breaks."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.utils import translation


@pytest.mark.parametrize(
    ("page", "text", "attribute"),
    [
        ("en", "It floats, and I am glad of it.", ""),
        ("zh-hans", "It floats, and I am glad of it.", ' lang="en"'),
        ("en", "<p>金线是<em>浮</em>着的。</p>", ' lang="zh-hans"'),
        ("zh-hans", "<p>金线是浮着的。</p>", ""),
        ("zh-hans", "ほうじ茶をいれました", ' lang="ja"'),
        ("zh-hans", "Kedelgade 14", ""),
        ("zh-hans", "", ""),
    ],
)
def test_a_text_names_its_language_where_it_is_not_the_pages(page: str, text: str, attribute: str) -> None:
    with translation.override(page):
        assert Template("<p{{ text|lang }}>").render(Context({"text": text})) == f"<p{attribute}>"
