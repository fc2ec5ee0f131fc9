"""Pages of buying together, of team battles, the garden and the catalogue."""

from rewards import battle_urls, console_urls, coupon_urls, garden_urls, pay_urls, public_urls, reward_urls, unlock_urls

app_name = "rewards"

urlpatterns = [
    *public_urls.urlpatterns,
    *battle_urls.urlpatterns,
    *console_urls.urlpatterns,
    *coupon_urls.urlpatterns,
    *garden_urls.urlpatterns,
    *pay_urls.urlpatterns,
    *reward_urls.urlpatterns,
    *unlock_urls.urlpatterns,
]
