"""Pages of coupons: one's own, and a brand's console."""

from django.urls import path

from rewards.views import coupon_builder, coupon_console, coupons

_OWN = "brands/<slug:slug>/coupons/"
_ONE = f"{_OWN}<slug:public_id>/"

urlpatterns = [
    path("coupons/", coupons.index, name="coupons"),
    path(_OWN, coupon_console.index, name="console-coupons"),
    path(f"{_OWN}new/", coupon_console.create, name="console-coupon-new"),
    path(_ONE, coupon_console.detail, name="console-coupon"),
    path(f"{_ONE}edit/", coupon_builder.edit, name="console-coupon-edit"),
    path(f"{_ONE}pause/", coupon_console.pause, name="console-coupon-pause"),
    path(f"{_ONE}resume/", coupon_console.resume, name="console-coupon-resume"),
    path(f"{_ONE}revoke/", coupon_console.revoke, name="console-coupon-revoke"),
    path(f"{_ONE}more/", coupon_console.allow_more, name="console-coupon-more"),
    path(f"{_ONE}codes/", coupon_console.make, name="console-coupon-codes"),
    path(f"{_ONE}codes.csv", coupon_console.table, name="console-coupon-csv"),
    path(f"{_ONE}give/", coupon_console.give, name="console-coupon-give"),
]
