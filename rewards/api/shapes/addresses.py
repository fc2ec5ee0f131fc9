"""Where parcels go."""

from __future__ import annotations

from rest_framework import serializers

from rewards import countries
from rewards.models import Whereabouts


class AddressSerializer(serializers.Serializer):
    """Where a parcel goes."""

    recipient = serializers.CharField()
    line1 = serializers.CharField(help_text="Street and number.")
    line2 = serializers.CharField(required=False, allow_blank=True, default="")
    postcode = serializers.CharField(required=False, allow_blank=True, default="")
    city = serializers.CharField()
    region = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="Province or state; China needs it."
    )
    country = serializers.CharField(help_text="ISO 3166, two letters.")
    phone = serializers.CharField(
        required=False, allow_blank=True, default="", help_text="For the carrier; China needs it."
    )


class KeptAddressSerializer(AddressSerializer):
    """The same as it is kept, with the country in the reader's language."""

    country_name = serializers.SerializerMethodField()
    given_at = serializers.DateTimeField()

    def get_country_name(self, address: Whereabouts) -> str:
        return countries.name_of(address.country)
