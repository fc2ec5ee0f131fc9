"""`manage.py emotion_learn --data DIR`: learn from what authors answered, and keep it only where it is better."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.analyzers.training import corpora, learning
from community.selectors import feelings


class Command(BaseCommand):
    help = "Learn feelings from the answers of authors in public groups (docs/feelings.md); takes minutes."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--data", type=Path, required=True, help="the folder of brighter_zh_* and goemotions_*")

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.EMOTION_MODELS:
            raise CommandError("Say in HEARTH_EMOTION_MODELS where learnt models are kept.")
        answered = feelings.answered()
        for language in corpora.LANGUAGES:
            own = answered[language]
            if len(own) < learning.LEAST:
                self.stdout.write(f"{language}: {len(own)} answered posts; from {learning.LEAST} on they teach.")
            else:
                self._learn(options["data"], language, own)

    def _learn(self, folder: Path, language: str, own: list[corpora.Example]) -> None:
        try:
            lesson = learning.learn(folder, language, own)
        except FileNotFoundError as error:
            raise CommandError(f"{error}: the public posts are not there (docs/feelings.md).") from error
        told = (
            f"{language}: {lesson.posts} answered posts, macro F1 {lesson.before:.3f} before, {lesson.after:.3f} after"
        )
        if lesson.packed:
            target = Path(settings.EMOTION_MODELS)
            target.mkdir(parents=True, exist_ok=True)
            fresh = target / f"{language}.json.gz.new"
            fresh.write_bytes(lesson.packed)
            fresh.replace(target / f"{language}.json.gz")
        self.stdout.write(f"{told}: {'kept, and served after a restart' if lesson.packed else 'left as it was'}")
