"""Catalogues are extracted, merged, checked and compiled as Django will look the strings up."""

from __future__ import annotations

import gettext
from io import BytesIO

import pytest
from babel.messages.catalog import Catalog
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from django.template import Context, Template
from django.utils import translation
from django.utils.translation import trans_real

from tools import messages

PAGE = """
{% load i18n %}
   <h1 title="{% translate "It's warm" %}">{% trans 'Home' context 'page' %}</h1>
      {# not a string: _("no") #}
  <p>{{ _("Constant") }} {{ name|default:_("Nobody") }}</p>
    {% blocktranslate trimmed count counter=posts with group=name %}
      One post
      in {{ group }}
    {% plural %}
      {{ counter }} posts
      in {{ group }}
    {% endblocktranslate %}
 {% comment %}Translators: a share of the whole{% endcomment %}
 {% blocktranslate %}100% of {{ name }}{% endblocktranslate %}
"""
CODE = """
_("Plain %(name)s")
ngettext_lazy("%(n)d day", "%(n)d days", "n")
pgettext("verb", "Post")
_("in two "
  "pieces")
gettext(variable)
"""


def extracted(text: str, *, is_template: bool) -> list[tuple[object, str | None]]:
    found = messages.messages_in(text, is_template=is_template)
    return [(identity, context) for identity, _comments, context in found]


def test_templates_give_trimmed_plurals_contexts_and_constants() -> None:
    assert extracted(PAGE, is_template=True) == [
        ("It's warm", None),
        ("Home", "page"),
        ("Constant", None),
        ("Nobody", None),
        (("One post in %(group)s", "%(counter)s posts in %(group)s"), None),
        ("100%% of %(name)s", None),
    ]


def test_python_gives_plurals_contexts_and_joined_pieces() -> None:
    assert extracted(CODE, is_template=False) == [
        ("Plain %(name)s", None),
        (("%(n)d day", "%(n)d days"), None),
        ("Post", "verb"),
        ("in two pieces", None),
    ]


def catalogue(*entries: tuple[str | tuple[str, str], str]) -> Catalog:
    made = Catalog(locale="zh_Hans", charset="utf-8")
    for identity, text in entries:
        made.add(identity, (text,) if isinstance(identity, tuple) else text)
    return made


def test_a_compiled_catalogue_translates_the_page(monkeypatch: pytest.MonkeyPatch) -> None:
    made = catalogue(
        ("It's warm", "很暖"),
        (("One post in %(group)s", "%(counter)s posts in %(group)s"), "%(group)s有%(counter)s篇"),
        ("100%% of %(name)s", "%(name)s的100%%"),
    )
    made.add("Home", "首页", context="page")
    again = read_po(BytesIO(messages.written(made)), locale="zh_Hans")
    compiled = BytesIO()
    write_mo(compiled, again)
    compiled.seek(0)

    with translation.override("zh-hans"):
        active = trans_real._active.value  # type: ignore[attr-defined]
        catalog = trans_real.TranslationCatalog(gettext.GNUTranslations(compiled))
        monkeypatch.setattr(active, "_catalog", catalog)
        text = Template(PAGE).render(Context({"posts": 3, "name": "茶桌"}))

    assert "很暖" in text
    assert "首页" in text
    assert "茶桌有3篇" in text
    assert "茶桌的100%" in text


def test_merging_keeps_translations_adds_new_strings_and_drops_the_unused() -> None:
    old = catalogue(("kept", "留"), ("gone", "去"))

    messages.merge(old, catalogue(("kept", ""), ("new", "")))

    assert {message.id: message.string for message in old if message.id} == {"kept": "留", "new": ""}
    assert not old.obsolete


@pytest.mark.parametrize(
    ("translated", "complaint"),
    [
        ([], "missing"),
        ([("%(n)s tea", "")], "not translated"),
        ([("%(n)s tea", "%(m)s 茶")], "other placeholders"),
        ([("%(n)s tea", "茶")], "other placeholders"),
        ([("%(n)s tea", "%(n)s 茶"), ("old", "旧")], "no longer used"),
    ],
)
def test_checking_names_what_is_wrong(translated: list[tuple[str, str]], complaint: str) -> None:
    found = list(messages.problems_in(catalogue(*translated), catalogue(("%(n)s tea", ""))))

    assert len(found) == 1
    assert found[0].startswith(complaint)


def test_checking_refuses_a_fuzzy_translation() -> None:
    guessed = catalogue(("tea", "茶"))
    guessed["tea"].flags.add("fuzzy")

    assert list(messages.problems_in(guessed, catalogue(("tea", "")))) == ["fuzzy: 'tea'"]


def test_checking_accepts_a_plural_in_one_form() -> None:
    plural = ("%(n)d day", "%(n)d days")

    assert list(messages.problems_in(catalogue((plural, "%(n)d 天")), catalogue((plural, "")))) == []


def test_the_written_catalogue_has_neither_dates_nor_places() -> None:
    text = messages.written(catalogue(("b", "乙"), ("a", "甲"))).decode()

    assert "Date" not in text
    assert "#:" not in text
    assert text.index('msgid "a"') < text.index('msgid "b"')
