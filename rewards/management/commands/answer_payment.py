"""Say for a bank that has not answered for two weeks what it did: a charge captured or declined, a release voided or
captured. Look it up in the bank's own books first."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from lib import clock, errors
from rewards.models import Payment
from rewards.services.money import silent_banks


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("payment", help="its public id, as the bank has it and the admin shows it")
        parser.add_argument("outcome", choices=["captured", "declined", "voided"])
        parser.add_argument("--why", required=True, help="where it stands so; kept with the order to the bank")

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            payment = Payment.objects.get(public_id=options["payment"])
            held = silent_banks.answer(payment=payment, outcome=options["outcome"], why=options["why"], now=clock.now())
        except Payment.DoesNotExist as error:
            raise CommandError("There is no such payment.") from error
        except silent_banks.NotSilent as error:
            raise CommandError("The bank has answered, or was asked less than two weeks ago: wait for it.") from error
        except silent_banks.NoSuchAnswer as error:
            raise CommandError("A charge is captured or declined, a release voided or captured.") from error
        except errors.HearthError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{held.public_id} is {held.state}, its place {held.seat.state}.")
