"""Stars and tildes beside Chinese, Japanese and Korean, which put no spaces around a word.

CommonMark takes the second pair of `**注意：**这是` for one that opens, because punctuation stands before it and a
letter behind it, and shows all four stars. Source: github.com/tats-u/markdown-cjk-friendly.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline, emphasis, strikethrough

Rule = Callable[[StateInline, bool], bool]


def befriend(markdown: MarkdownIt) -> MarkdownIt:
    """Let what stands beside wide characters open and close as it would beside a space."""
    for name, rule in (("emphasis", emphasis.tokenize), ("strikethrough", strikethrough.tokenize)):
        markdown.inline.ruler.at(name, _beside_wide(rule))
    return markdown


def _beside_wide(rule: Rule) -> Rule:
    def tokenize(state: StateInline, silent: bool) -> bool:
        start, known = state.pos, len(state.delimiters)
        if not rule(state, silent):
            return False
        before, after = state.src[start - 1 : start] or " ", state.src[state.pos : state.pos + 1] or " "
        if state.src[start] != "_" and (_is_wide(before) or _is_wide(after)):
            for each in state.delimiters[known:]:
                each.open |= not after.isspace()
                each.close |= not before.isspace()
        return True

    return tokenize


def _is_wide(char: str) -> bool:
    return unicodedata.east_asian_width(char) in "WF"
