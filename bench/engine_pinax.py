"""The peer of the engine bench: pinax-points with pinax-badges, which need a Django of their own (3.2).

`awards_per_second` installs them beside the project, once, and runs this very file with their Python; offline there is
no peer. One award with one badge checked is one transaction, among members who hold points already.
"""

from __future__ import annotations

import os
import random
import statistics
import subprocess
import sys
import time
from pathlib import Path

PLACE = Path(__file__).resolve().parent.parent / "var" / "peers" / "pinax"
PACKAGES = (
    "Django==3.2.25",
    "pinax-badges==3.0.0",
    "pinax-points==2.0.0",
    "psycopg2-binary==2.9.12",
    "setuptools==69.5.1",
)
MEMBERS, AWARDS, ROUNDS = 10_000, 100, 3


def awards_per_second() -> float | None:
    """Return how many awards a second pinax makes on the server of DATABASE_URL, None where it cannot be installed."""
    python = PLACE / "bin" / "python"
    ready = PLACE / "ready"
    try:
        if not ready.exists():
            subprocess.run([sys.executable, "-m", "venv", "--clear", PLACE], check=True, capture_output=True)
            subprocess.run([python, "-m", "pip", "install", "-q", *PACKAGES], check=True, capture_output=True)
            ready.touch()
        command = [python, "-W", "ignore", __file__]
        return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    except subprocess.CalledProcessError as error:
        print(f"     no pinax: {error.stderr or error.stdout}"[:300])
        return None


def main() -> None:
    _prepare()
    from django.db import transaction
    from pinax.badges.base import Badge, BadgeAwarded, BadgeDetail
    from pinax.badges.registry import badges
    from pinax.points.models import TargetStat, award_points

    class Hundred(Badge):
        slug, multiple, events, levels = "hundred", False, ["points"], [BadgeDetail("Hundred", "100 points")]

        def award(self, **state):
            enough = TargetStat.objects.get(target_user=state["user"]).points >= 100
            return BadgeAwarded(level=1) if enough else None

    badges.register(Hundred)
    pick, users = random.Random(5), _members()
    rates = []
    for _ in range(ROUNDS):
        start = time.perf_counter()
        for _ in range(AWARDS):
            user = pick.choice(users)
            with transaction.atomic():
                award_points(user, pick.randrange(1, 20), reason="post")
                badges.possibly_award_badge("points", user=user)
        rates.append(AWARDS / (time.perf_counter() - start))
    print(statistics.median(rates))


def _prepare() -> None:
    """Configure a Django of a database of its own, made anew."""
    from urllib.parse import urlsplit

    import django
    import psycopg2
    from django.conf import settings
    from django.core.management import call_command

    url = urlsplit(os.environ["DATABASE_URL"])
    place = {"host": url.hostname, "port": url.port, "user": url.username}
    admin = psycopg2.connect(dbname="postgres", **place)
    admin.autocommit = True
    for statement in ("DROP DATABASE IF EXISTS pinax", "CREATE DATABASE pinax"):
        admin.cursor().execute(statement)
    admin.close()
    database = {"ENGINE": "django.db.backends.postgresql", "NAME": "pinax", "CONN_MAX_AGE": None}
    apps = ["django.contrib.contenttypes", "django.contrib.auth", "pinax.badges", "pinax.points"]
    settings.configure(
        INSTALLED_APPS=apps,
        DATABASES={"default": database | {name.upper(): value for name, value in place.items()}},
        DEFAULT_AUTO_FIELD="django.db.models.AutoField",
        USE_TZ=False,
        SECRET_KEY="only-for-benches",
    )
    django.setup()
    call_command("migrate", verbosity=0, run_syncdb=True)


def _members():
    from django.contrib.auth.models import User
    from pinax.points.models import TargetStat

    User.objects.bulk_create([User(username=f"u{number}") for number in range(MEMBERS)], batch_size=400)
    users = list(User.objects.order_by("id"))
    spread = random.Random(7)
    stats = [TargetStat(target_user=user, points=int(spread.expovariate(1 / 2000))) for user in users]
    TargetStat.objects.bulk_create(stats, batch_size=400)
    TargetStat.update_positions()
    return users


if __name__ == "__main__":
    main()
