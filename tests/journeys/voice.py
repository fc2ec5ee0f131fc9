"""What the site says, in the language of a browser: a test in Chinese looks for the Chinese words."""

from __future__ import annotations

from typing import Any

from django.utils import translation
from django.utils.html import strip_tags

from gamify.models import Badge, Rule, Task
from lib.texts import pick


class Voice:
    """`say("Join")` returns the words of a button; `say.rule("share-moment")` the name of a rule."""

    def __init__(self, language: str) -> None:
        self.language = language

    def __call__(self, text: str, **values: Any) -> str:
        with translation.override(self.language):
            return translation.gettext(text) % values if values else translation.gettext(text)

    def many(self, one: str, several: str, n: int, **values: Any) -> str:
        with translation.override(self.language):
            return strip_tags(translation.ngettext(one, several, n) % {"n": n, **values})

    def rule(self, key: str) -> str:
        return self._name(Rule, key)

    def task(self, key: str) -> str:
        return self._name(Task, key)

    def badge(self, key: str) -> str:
        return self._name(Badge, key)

    def _name(self, model: Any, key: str) -> str:
        with translation.override(self.language):
            return pick(model.objects.get(key=key).names)


ENGLISH = Voice("en")
CHINESE = Voice("zh-hans")
