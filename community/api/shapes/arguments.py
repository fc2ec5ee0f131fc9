"""What is said for and against a proposal."""

from __future__ import annotations

from rest_framework import serializers

from accounts.api.shapes import PersonSerializer
from community.models import Argument, Stance
from community.selectors.arguments import Bridge
from lib.api.describing import page_of


class ArgumentSerializer(serializers.Serializer):
    """What somebody says for or against it."""

    id = serializers.CharField(source="argument.public_id")
    author = PersonSerializer(source="argument.author")
    side = serializers.ChoiceField(source="argument.side", choices=Argument.Side.values)
    body = serializers.CharField(source="argument.body")
    agree = serializers.IntegerField(source="argument.agree")
    disagree = serializers.IntegerField(source="argument.disagree")
    unsure = serializers.IntegerField(source="argument.unsure")
    my_stance = serializers.CharField(source="mine")
    is_hidden = serializers.BooleanField(help_text="Whether I hid its author: show it folded, to be opened.")


class NewArgumentSerializer(serializers.Serializer):
    """An argument."""

    side = serializers.ChoiceField(choices=Argument.Side.values)
    body = serializers.CharField(max_length=600)


class StanceSerializer(serializers.Serializer):
    """What one thinks of an argument; empty takes it back."""

    kind = serializers.ChoiceField(choices=Stance.Kind.values, allow_blank=True)


class AgreementSerializer(serializers.Serializer):
    """An argument that both camps agree on."""

    id = serializers.CharField(source="argument.public_id")
    side = serializers.ChoiceField(source="argument.side", choices=Argument.Side.values)
    body = serializers.CharField(source="argument.body")
    author = PersonSerializer(source="argument.author")
    camps = serializers.SerializerMethodField()

    def get_camps(self, bridge: Bridge) -> list[dict[str, int]]:
        return [{"agree": agree, "of": of} for agree, of in bridge.camps]


ArgumentPage = page_of(ArgumentSerializer)
AgreementPage = page_of(AgreementSerializer)
