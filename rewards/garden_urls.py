"""Pages of the garden: what everybody sees, what members do, a brand's console and the staff's review."""

from django.urls import path

from rewards.views import garden, seed_console, seed_review

_PLANT = "garden/<slug:public_id>/"
_OWN = "brands/<slug:slug>/garden/"
_OWN_SEED = f"{_OWN}<slug:public_id>/"

urlpatterns = [
    path("garden/", garden.index, name="garden"),
    path("garden/beside/", garden.beside, name="garden-beside"),
    path("garden/seeds/<slug:public_id>/", garden.plant, name="seed-plant"),
    path(_PLANT, garden.detail, name="plant"),
    path(f"{_PLANT}mine/", garden.mine, name="plant-mine"),
    path(f"{_PLANT}water/", garden.water, name="plant-water"),
    path(f"{_PLANT}pull-up/", garden.pull_up, name="plant-pull-up"),
    path(_OWN, seed_console.index, name="console-seeds"),
    path(_OWN_SEED, seed_console.detail, name="console-seed"),
    path(f"{_OWN_SEED}edit/", seed_console.edit, name="console-seed-edit"),
    path(f"{_OWN_SEED}close/", seed_console.close, name="console-seed-close"),
    path(f"{_OWN_SEED}harvest/", seed_console.harvest, name="console-seed-harvest"),
    path("review/garden/", seed_review.index, name="review-seeds"),
    path("review/garden/<slug:public_id>/", seed_review.detail, name="review-seed"),
]
