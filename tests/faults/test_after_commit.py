"""What fails right after a commit is written into the log, and takes nothing else along."""

from __future__ import annotations

from functools import partial

import pytest
from django.db import transaction

from lib.after_commit import after_commit

pytestmark = pytest.mark.django_db(transaction=True)


def fail(*_: object) -> None:
    raise OSError("the disk is full")


class Failing:
    def __call__(self) -> None:
        fail()


@pytest.mark.parametrize("hook", [fail, partial(fail, 1), Failing()], ids=["function", "partial", "object"])
def test_whatever_fails_after_the_commit_the_next_one_still_runs(hook, caplog):
    ran = []
    with transaction.atomic():
        after_commit(hook)
        after_commit(partial(ran.append, "the next"))

    assert ran == ["the next"]
    assert "the disk is full" in caplog.text
    after_commit(hook)  # outside a transaction it is called at once, and no more harmful
