"""What other packages say on our pages and in our letters is said in our voice, in both languages."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.test import Client
from django.utils.translation import gettext, override, pgettext

from accounts import vendor_messages
from tests.factories import PASSWORD, member

THEIRS = (
    "Remember Me",
    "Login",
    "Sign In",
    "You're receiving",
    "You are receiving",
    "Thank you for using",
    "Hello from",
)
NEW = "a warm enough place"
TITLE_CASE = re.compile(r"\b[a-z]+ [A-Z][a-z]+\b|\b[A-Z][a-z]+ [A-Z][a-z]+\b")
NAMES = ("Browser", "Date", "JavaScript", "Ask")
LETTERS = {
    "en": ("Hello,\n", "Somebody, perhaps you, asked for a new password", "Warmly,"),
    "zh-hans": ("你好，",),
}


def said(sentence: str, language: str) -> str:
    with override(language):
        return gettext(sentence)


BORROWED = (*vendor_messages.FIELDS, *vendor_messages.VENDOR_MESSAGES)


def test_no_borrowed_sentence_shouts_or_stays_in_english() -> None:
    for sentence in (each for each in BORROWED if isinstance(each, str)):
        english = re.sub(r"<[^>]+>|%\(\w+\)s", "", said(sentence, "en"))

        found = [words for words in TITLE_CASE.findall(english) if not any(name in words for name in NAMES)]
        assert not found or "\n" in english, english
        assert not any(words in english for words in THEIRS), english
        assert re.search("[\u4e00-\u9fff]", said(sentence, "zh-hans")), english


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "label", "stay"),
    [
        ("en", "E-mail or handle", "Stay signed in here"),
        ("zh-hans", "用户名或邮箱", "在这台设备上保持登录"),
    ],
)
def test_the_page_to_sign_in_speaks_as_we_do(client: Client, language: str, label: str, stay: str) -> None:
    client.cookies["hearth_language"] = language
    page = client.get("/accounts/login/").content.decode()

    with override(language):
        assert pgettext("field label", "Login") == label
    assert label in page
    assert stay in page
    assert not any(words in page for words in THEIRS)


@pytest.mark.django_db
@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("path", ["/accounts/password/reset/", "/accounts/signup/"])
def test_letters_greet_as_we_do(client: Client, language: str, path: str, settings: Any) -> None:
    somebody = member("Mei Lin", locale=language)
    client.cookies["hearth_language"] = language
    form = {"email": somebody.email, "display_name": "Mei", "password1": "a warm enough place"}

    client.post(path, form)

    letter = mail.outbox[0]
    assert letter.body.startswith(LETTERS[language][0])
    assert not any(words in letter.body + letter.subject for words in THEIRS)
    if path.endswith("reset/") and language == "en":
        assert all(words in letter.body for words in LETTERS["en"])


@pytest.mark.django_db
@pytest.mark.parametrize(("language", "told"), [("en", "Your password was changed"), ("zh-hans", "密码已修改")])
def test_whoever_did_not_change_the_password_hears_of_it(client: Client, language: str, told: str) -> None:
    client.force_login(member("Mei Lin", locale=language))

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    letter = mail.outbox[0]
    assert letter.subject == told
    assert "127.0.0.1" in letter.body
    assert said("A browser we do not know", language) in letter.body
    assert letter.body.startswith(LETTERS[language][0])
