"""Endpoints of buying together and of battles."""

from __future__ import annotations

from django.urls import path

from rewards.api import (
    battle_urls,
    campaigns,
    console,
    garden,
    orders,
    parcels,
    pictures,
    review,
    seeds,
    teams,
    waiting,
)

_OWN = "brands/<str:slug>/campaigns/<str:public_id>"
_SEED = "brands/<str:slug>/seeds/<str:public_id>"

urlpatterns = [
    path("campaigns", campaigns.Campaigns.as_view(), name="api-campaigns"),
    path("campaigns/<str:public_id>", campaigns.OneCampaign.as_view(), name="api-campaign"),
    path("campaigns/<str:public_id>/rules", campaigns.Rules.as_view(), name="api-campaign-rules"),
    path("campaigns/<str:public_id>/teams", campaigns.Teams.as_view(), name="api-campaign-teams"),
    path("campaigns/<str:public_id>/waiting", waiting.Wait.as_view(), name="api-wait"),
    path("teams/<str:public_id>", teams.OneTeam.as_view(), name="api-team"),
    path("teams/<str:public_id>/name", teams.Name.as_view(), name="api-team-name"),
    path("teams/<str:public_id>/orders", teams.Places.as_view(), name="api-team-join"),
    path("teams/<str:public_id>/mergers", teams.Mergers.as_view(), name="api-mergers"),
    path("teams/<str:public_id>/mergers/<int:pk>/answer", teams.Answer.as_view(), name="api-merger-answer"),
    path("offers/<str:token>", waiting.OneOffer.as_view(), name="api-offer"),
    path("offers/<str:token>/orders", waiting.OfferedPlaces.as_view(), name="api-offer-accept"),
    path("orders", orders.Orders.as_view(), name="api-orders"),
    path("orders/<str:public_id>", orders.OneOrder.as_view(), name="api-order"),
    path("orders/<str:public_id>/place", orders.Place.as_view(), name="api-order-place"),
    path("orders/<str:public_id>/plan-b", orders.PlanB.as_view(), name="api-order-plan"),
    path("orders/<str:public_id>/address", orders.Address.as_view(), name="api-order-address"),
    path("orders/<str:public_id>/payment", orders.Money.as_view(), name="api-payment"),
    path("orders/<str:public_id>/payment/look", orders.Look.as_view(), name="api-payment-look"),
    path("brands/<str:slug>/campaigns", console.Campaigns.as_view(), name="api-own-campaigns"),
    path(_OWN, console.OneCampaign.as_view(), name="api-own-campaign"),
    path(f"{_OWN}/submission", console.Submission.as_view(), name="api-own-submission"),
    path(f"{_OWN}/pause", console.Pause.as_view(), name="api-own-pause"),
    path(f"{_OWN}/cancellation", console.Cancellation.as_view(), name="api-own-cancellation"),
    path(f"{_OWN}/pictures", pictures.Pictures.as_view(), name="api-own-pictures"),
    path(f"{_OWN}/pictures/<int:pk>", pictures.OnePicture.as_view(), name="api-own-picture"),
    path(f"{_OWN}/orders", parcels.Parcels.as_view(), name="api-own-orders"),
    path(f"{_OWN}/orders/<str:order_id>", parcels.OneParcel.as_view(), name="api-own-order"),
    path(f"{_OWN}/orders/<str:order_id>/shipment", parcels.Shipment.as_view(), name="api-own-shipment"),
    path(f"{_OWN}/orders/<str:order_id>/refunds", parcels.Refunds.as_view(), name="api-own-refunds"),
    path("review/campaigns", review.Campaigns.as_view(), name="api-review-campaigns"),
    path("review/campaigns/<str:public_id>", review.OneCampaign.as_view(), name="api-review-campaign"),
    path("review/campaigns/<str:public_id>/resumption", review.Resumption.as_view(), name="api-review-resumption"),
    path("review/refunds", review.Refunds.as_view(), name="api-review-refunds"),
    path("review/refunds/<int:pk>", review.OneRefund.as_view(), name="api-review-refund"),
    path("garden/seeds", garden.Seeds.as_view(), name="api-seeds"),
    path("garden/seeds/<str:public_id>/plants", garden.Planting.as_view(), name="api-plant-create"),
    path("garden/plants", garden.Plants.as_view(), name="api-plants"),
    path("garden/plants/<str:public_id>", garden.OnePlant.as_view(), name="api-plant"),
    path("garden/plants/<str:public_id>/waterings", garden.Water.as_view(), name="api-plant-water"),
    path("brands/<str:slug>/seeds", seeds.OwnSeeds.as_view(), name="api-own-seeds"),
    path(_SEED, seeds.OwnSeed.as_view(), name="api-own-seed"),
    path(f"{_SEED}/submission", seeds.SeedSubmission.as_view(), name="api-own-seed-submission"),
    path(f"{_SEED}/closing", seeds.SeedClosing.as_view(), name="api-own-seed-closing"),
    path(f"{_SEED}/plants/<str:plant_id>/harvest", seeds.Harvest.as_view(), name="api-own-harvest"),
    path("review/seeds", seeds.ReviewSeeds.as_view(), name="api-review-seeds"),
    path("review/seeds/<str:public_id>", seeds.ReviewSeed.as_view(), name="api-review-seed"),
    *battle_urls.urlpatterns,
]
