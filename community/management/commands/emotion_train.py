"""`manage.py emotion_train --data DIR`: make the shipped models anew from labelled posts, the same bytes each time."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.analyzers import model
from community.analyzers.training import making


class Command(BaseCommand):
    help = "Learn feelings from labelled posts (docs/feelings.md) and write the model files; takes minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the folder of brighter_zh_* and goemotions_*")
        parser.add_argument("--to", type=Path, default=model.FOLDER, help="where the files go")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(making.languages_in(options["data"]))
        if not found:
            raise CommandError("Nothing to learn from: the folder has no train and dev posts (docs/feelings.md).")
        for language in found:
            packed = making.make(options["data"], language)
            (options["to"] / f"{language}.json.gz").write_bytes(packed)
            made = model.read(packed)
            self.stdout.write(f"{made.model_id}: {len(made.places)} pieces, {len(packed) / 1000:.0f} kB")
