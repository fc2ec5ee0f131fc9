"""Endpoints of coupons."""

from __future__ import annotations

from django.urls import path

from rewards.api import coupons

_OWN = "brands/<str:slug>/coupons/<str:public_id>"

urlpatterns = [
    path("campaigns/<str:public_id>/quotes", coupons.Quotes.as_view(), name="api-quote"),
    path("me/coupons", coupons.Mine.as_view(), name="api-coupons"),
    path("brands/<str:slug>/coupons", coupons.OwnCoupons.as_view(), name="api-own-coupons"),
    path(_OWN, coupons.OwnCoupon.as_view(), name="api-own-coupon"),
    path(f"{_OWN}/opening", coupons.CouponOpening.as_view(), name="api-own-coupon-opening"),
    path(f"{_OWN}/pause", coupons.CouponPause.as_view(), name="api-own-coupon-pause"),
    path(f"{_OWN}/revocation", coupons.CouponRevocation.as_view(), name="api-own-coupon-revocation"),
    path(f"{_OWN}/uses", coupons.CouponUses.as_view(), name="api-own-coupon-uses"),
    path(f"{_OWN}/codes", coupons.CouponCodes.as_view(), name="api-own-coupon-codes"),
]
