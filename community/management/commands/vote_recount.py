"""`manage.py vote_recount`: count votes again from their ballots, and say what comes out and why."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from community.models import Proposal, VoteRound
from community.services.rounds import counting, proofs
from community.voting import REASONS


class Command(BaseCommand):
    help = "Count closed votes again and print their pick order; with --check, compare with what was published."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("vote", nargs="*", help="public ids of votes")
        parser.add_argument("--all", action="store_true", help="every vote that is closed or decided")
        parser.add_argument("--check", action="store_true", help="exit non-zero at the first difference")

    def handle(self, *args: Any, **options: Any) -> None:
        if not options["vote"] and not options["all"]:
            raise CommandError("Name votes by their public ids, or say --all.")
        votes = VoteRound.objects.exclude(rules_hash="").exclude(state=VoteRound.State.OPEN).order_by("pk")
        if not options["all"]:
            votes = votes.filter(public_id__in=options["vote"])
        if options["check"]:
            for difference in proofs.check(votes):
                raise CommandError(str(difference))
            self.stdout.write(f"ok  {votes.count()} votes are what their record says")
            return
        for vote in votes:
            self._print(vote)

    def _print(self, vote: VoteRound) -> None:
        result = counting.recount(vote)
        keys = [pick.project for pick in result.order]
        titles = dict(Proposal.objects.filter(public_id__in=keys).values_list("public_id", "title"))
        self.stdout.write(f"{vote.public_id}  {vote.name}  ({vote.state}, {vote.method})")
        for place, pick in enumerate(result.order, start=1):
            sign = "*" if pick.is_winner else " "
            said = f"{pick.votes} votes of {pick.voters}. {REASONS[pick.why]}"
            self.stdout.write(f"  {sign} {place}. {titles[pick.project]}: {said}")
        self.stdout.write(f"  {result.voters} voters, {result.spent} spent, inputs {result.inputs_hash}")
