"""Where money knocks: the fake bank's checkout, and what gateways tell."""

from django.urls import path

from rewards.views import fake_bank, webhooks

urlpatterns = [
    path("pay/fake/<slug:reference>/", fake_bank.checkout, name="fake-checkout"),
    path("pay/webhooks/<slug:provider>/", webhooks.receive, name="webhook"),
]
