"""Letters by e-mail wait for a mail server that is away, keep nobody waiting, and are forgotten once they are sent."""

from __future__ import annotations

import smtplib
from datetime import timedelta
from typing import Any, ClassVar

import pytest
from django.core import mail
from django.core.cache import cache
from django.core.mail import EmailMultiAlternatives, send_mail
from django.core.mail.backends.locmem import EmailBackend

from inbox.models import Letter
from inbox.services import letters
from lib import jobs

pytestmark = [pytest.mark.django_db, pytest.mark.embedded_only]
REFUSED = smtplib.SMTPRecipientsRefused({"ana@example.org": (550, b"no such user")})


class Server(EmailBackend):
    """A mail server with moods: what `door` and `letter` hold is raised."""

    door: ClassVar[Exception | None] = None
    letter: ClassVar[Exception | None] = None

    def open(self) -> Any:
        if self.door:
            raise self.door
        return super().open()

    def send_messages(self, messages: Any) -> int:
        if self.letter:
            raise self.letter
        return super().send_messages(messages)


@pytest.fixture(autouse=True)
def _queue(settings, monkeypatch) -> None:
    settings.EMAIL_BACKEND = "inbox.mail.EmailBackend"
    settings.HEARTH_LETTERS_BACKEND = f"{__name__}.Server"
    monkeypatch.setattr(Server, "door", None)
    monkeypatch.setattr(Server, "letter", None)
    cache.delete(letters.DOOR)


def work(now: Any) -> tuple[int, int]:
    """Run the job; return how many letters are out, and how many rows the job left."""
    left = jobs.run("inbox.send_letters", now=now)
    return len(mail.outbox), left


def test_a_letter_waits_while_the_server_is_away_and_is_sent_once_with_all_that_it_said(clock, monkeypatch) -> None:
    letter = EmailMultiAlternatives("欢迎", "Come in", "us@hearth.example", ["ana@example.org"], headers={"X-A": "1"})
    letter.attach_alternative("<p>Come in</p>", "text/html")
    monkeypatch.setattr(Server, "door", ConnectionRefusedError())
    assert letter.send() == 1

    assert work(clock.now) == (0, 1)
    clock.tick(seconds=5)
    assert work(clock.now) == (0, 1)  # nobody knocks again at once
    monkeypatch.setattr(Server, "door", None)
    clock.tick(seconds=letters.RESTING_SECONDS)
    assert [work(clock.now), work(clock.now)] == [(1, 0), (1, 0)]

    sent = mail.outbox[0]
    assert (sent.subject, sent.body, sent.to, sent.extra_headers) == (
        "欢迎", "Come in", ["ana@example.org"], {"X-A": "1"},
    )  # fmt: skip
    assert sent.alternatives == [("<p>Come in</p>", "text/html")]
    assert not Letter.objects.exists()


@pytest.mark.parametrize(
    ("problem", "left", "is_kept"),
    [
        (REFUSED, 0, False),
        (smtplib.SMTPRecipientsRefused({"ana@example.org": (451, b"later")}), 1, True),
        (smtplib.SMTPDataError(554, b"not like this"), 1, True),
        (smtplib.SMTPServerDisconnected(), 2, True),
    ],
)
def test_what_is_refused_is_tried_later_or_forgotten(clock, monkeypatch, caplog, problem, left, is_kept) -> None:
    send_mail("Hello", "Come in", None, ["ana@example.org"])
    monkeypatch.setattr(Server, "letter", problem)

    assert work(clock.now) == (0, left)
    assert Letter.objects.filter(due_at=clock.now + letters.PAUSE, attempts=1).exists() is is_kept
    assert "example.org" not in caplog.text
    clock.tick(days=1)
    work(clock.now)
    assert not Letter.objects.exists()


def test_two_never_send_the_same_and_who_dies_leaves_it_to_the_next(clock) -> None:
    send_mail("Hello", "Come in", None, ["ana@example.org"])
    letter = Letter.objects.get()

    assert [letters._claim(letter, clock.now), letters._claim(letter, clock.now)] == [True, False]
    assert work(clock.now) == (0, 0)
    assert work(clock.now + letters.LEASE + timedelta(seconds=1)) == (1, 0)


def test_what_has_something_attached_is_sent_at_once() -> None:
    letter = mail.EmailMessage("Sheet", "Here", None, ["ana@example.org"])
    letter.attach("sheet.csv", "a,b", "text/csv")

    assert letter.send() == 1
    assert len(mail.outbox) == 1
    assert not Letter.objects.exists()
