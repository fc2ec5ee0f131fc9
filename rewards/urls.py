"""Pages of buying together."""

from rewards import console_urls

app_name = "rewards"

urlpatterns = [*console_urls.urlpatterns]
