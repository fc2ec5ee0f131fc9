"""Bringing friends."""

from __future__ import annotations

from django.urls import reverse
from rest_framework.request import Request
from rest_framework.response import Response

from lib.api.describing import operation
from lib.api.endpoint import MemberEndpoint
from rewards.api.shapes import referrals as shapes
from rewards.selectors import referrals as reads
from rewards.services import referrals


class Referrals(MemberEndpoint):
    """My link."""

    @operation("referral_list", "Me", "My link for friends, and who came by it, 100 at most", gives=shapes.ReferralPage)
    def get(self, request: Request) -> Response:
        found = reads.brought(user=self.member)
        link = referrals.link_of(user=self.member, now=self.now)
        url = request.build_absolute_uri(reverse("rewards:referral", args=[link.code]))
        return self.give_page(shapes.ReferralPage, found.referrals, url=url, stayed=found.stayed)
