"""`manage.py battle_recompute`: count battles again from their score events, and say what comes out."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from rewards.models import Battle
from rewards.services.battles import folding, proofs


class Command(BaseCommand):
    help = "Count battles again from the record and print their standings; with --check, compare with what is stored."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("battle", nargs="*", help="public ids of battles")
        parser.add_argument("--all", action="store_true", help="every battle that was announced")
        parser.add_argument("--check", action="store_true", help="exit non-zero at the first difference")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["battle"] and not options["all"]:
            raise CommandError("Name battles by their public ids, or say --all.")
        battles = Battle.objects.exclude(rules_hash="").order_by("pk")
        if not options["all"]:
            battles = battles.filter(public_id__in=options["battle"])
        if options["check"]:
            for difference in proofs.check(battles):
                raise CommandError(str(difference))
            self.stdout.write(f"ok  {battles.count()} battles are what their record says")
            return
        for battle in battles:
            self._print(battle)

    def _print(self, battle: Battle) -> None:
        names = {team.public_id: team.name for team in battle.teams.all()}
        self.stdout.write(f"{battle.public_id}  {battle.name}  ({battle.state})")
        for standing in folding.whole(battle).standings:
            self.stdout.write(f"  {standing.place}. {names[standing.team]}: {standing.score}")
