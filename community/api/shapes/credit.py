"""Who a proposal is owed to, what is said against it, and who got how much."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community import crediting
from community.models import CreditShare, CreditStatement
from community.selectors.proposal_credit import Statement
from community.services.making import credits, payouts
from lib.api.describing import page_of
from lib.api.texts import MoneySerializer


class ShareSerializer(serializers.Serializer):
    """A share of what is owed, in basis points: 10,000 are the whole."""

    member = PersonSerializer(source="user")
    role = serializers.CharField(help_text=f"One of {', '.join(CreditShare.Role.values)}.")
    basis_points = serializers.IntegerField()
    evidence = serializers.CharField()
    link = serializers.CharField(help_text="Where one sees it, on this site; or empty.")


class CreditObjectionSerializer(serializers.Serializer):
    """What somebody says against the shares, and the answer."""

    id = serializers.CharField(source="public_id")
    person = PersonSerializer(source="user")
    words = serializers.CharField()
    made_at = serializers.DateTimeField()
    answer = serializers.CharField()
    answered_by = PersonSerializer(allow_null=True)
    answered_at = serializers.DateTimeField(allow_null=True)


class PayoutLineSerializer(serializers.Serializer):
    """What somebody gets of a pool."""

    person = PersonSerializer(source="row.user")
    basis_points = serializers.IntegerField(source="row.basis_points")
    amount = MoneySerializer()


class PayoutSerializer(serializers.Serializer):
    """Money that was shared out; its lines sum to the pool."""

    id = serializers.CharField(source="payout.public_id")
    pool = MoneySerializer(source="payout.pool")
    reason = serializers.CharField(source="payout.reason")
    at = serializers.DateTimeField(source="payout.at")
    lines = PayoutLineSerializer(many=True)


class CreditSerializer(serializers.Serializer):
    """Who a proposal is owed to. Objections are for who had a part in it, payouts also for the brand and reviewers."""

    state = serializers.CharField(source="row.state", help_text=f"One of {', '.join(CreditStatement.State.values)}.")
    objections_until = serializers.DateTimeField(source="row.objections_until", allow_null=True)
    hash = serializers.CharField(source="row.hash", help_text="SHA-256 of the frozen shares, or empty.")
    shares = ShareSerializer(many=True)
    total = serializers.IntegerField(help_text="Of 10,000.")
    objections = CreditObjectionSerializer(many=True)
    payouts = PayoutSerializer(source="pools", many=True)
    may_object = serializers.BooleanField()
    version = serializers.SerializerMethodField(help_text="What the shares say now; whoever writes them sends it back.")

    def get_version(self, found: Statement) -> str:
        return credits.version_of(found.shares)


class NewShareSerializer(serializers.Serializer):
    """What somebody is to be credited with."""

    handle = serializers.CharField()
    role = serializers.CharField(help_text=f"One of {', '.join(CreditShare.Role.values)}.")
    basis_points = serializers.IntegerField(min_value=1, max_value=crediting.WHOLE)
    evidence = serializers.CharField(max_length=credits.EVIDENCE_LENGTH, help_text="What exactly.")
    link = serializers.CharField(required=False, allow_blank=True, default="", max_length=credits.LINK_LENGTH)


class SharesSerializer(serializers.Serializer):
    """All shares; they need not sum to 10,000 yet."""

    shares = serializers.ListField(child=NewShareSerializer(), max_length=credits.MOST_SHARES)
    version = serializers.CharField(
        allow_blank=True, help_text="Of the shares I read; empty if there were none. 409 if somebody has written since."
    )


class SuggestedShareSerializer(serializers.Serializer):
    """A share to begin with, of somebody who must have one."""

    person = PersonSerializer()
    role = serializers.CharField()
    basis_points = serializers.IntegerField()


class CreditWordsSerializer(serializers.Serializer):
    """What is wrong with the shares, or the answer to it."""

    words = serializers.CharField(max_length=credits.WORDS_LENGTH)


class NewPayoutSerializer(serializers.Serializer):
    """A pool to share out."""

    pool_minor = serializers.IntegerField(min_value=1, max_value=payouts.MOST_MINOR)
    currency = serializers.CharField(help_text="ISO 4217.")
    reason = serializers.CharField(max_length=payouts.REASON_LENGTH)


SuggestedSharePage = page_of(SuggestedShareSerializer)
