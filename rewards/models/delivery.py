"""Where a parcel goes: kept apart from the order, because it is deleted long before the order is."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from rewards.models.team import Seat

SAYS_WHERE = ~Q(recipient="") & ~Q(line1="") & ~Q(city="") & ~Q(country="")


class Whereabouts(models.Model):
    """Where a parcel goes, as its member wrote it; read by them and by the people of the brand.

    `country` is an ISO 3166 code of two letters. It stands in no log, and is erased when nobody needs it any more.
    """

    recipient = models.CharField(max_length=80)
    line1 = models.CharField(max_length=120)
    line2 = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=20, blank=True)
    city = models.CharField(max_length=80)
    region = models.CharField(max_length=80, blank=True)
    country = models.CharField(max_length=2)
    phone = models.CharField(max_length=30, blank=True)
    given_at = models.DateTimeField(db_index=True)

    class Meta:
        abstract = True


class DeliveryAddress(Whereabouts):
    """Where the parcel of a seat goes; `services/addresses.py` writes and erases it."""

    seat = models.OneToOneField(Seat, models.CASCADE, related_name="address")

    class Meta:
        verbose_name_plural = "delivery addresses"
        constraints = [models.CheckConstraint(condition=SAYS_WHERE, name="address_says_where")]

    def __str__(self) -> str:
        return f"address of seat {self.seat_id}"
