"""The settings' tab of this app."""

from django.utils.translation import gettext_lazy as _

from accounts.registry import Tab, add_tab

add_tab(Tab(url_name="connect:keys", label=_("API keys"), icon="plug", position=95))
