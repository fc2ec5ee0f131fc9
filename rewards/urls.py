"""Pages of buying together and of team battles."""

from rewards import battle_urls, console_urls, garden_urls, pay_urls, public_urls, reward_urls

app_name = "rewards"

urlpatterns = [
    *public_urls.urlpatterns,
    *battle_urls.urlpatterns,
    *console_urls.urlpatterns,
    *garden_urls.urlpatterns,
    *pay_urls.urlpatterns,
    *reward_urls.urlpatterns,
]
