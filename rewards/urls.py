"""Pages of buying together."""

from rewards import console_urls, pay_urls, public_urls

app_name = "rewards"

urlpatterns = [*public_urls.urlpatterns, *console_urls.urlpatterns, *pay_urls.urlpatterns]
