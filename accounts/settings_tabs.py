"""The settings' tabs of this app."""

from django.utils.translation import gettext_lazy as _

from accounts.registry import Tab, add_tab

add_tab(Tab(url_name="accounts:settings", label=_("Profile"), icon="user-round", position=10))
add_tab(Tab(url_name="accounts:settings-preferences", label=_("Language and time"), icon="globe", position=20))
add_tab(Tab(url_name="accounts:settings-following", label=_("Following"), icon="user-round-check", position=45))
add_tab(Tab(url_name="accounts:settings-hidden", label=_("Hidden people"), icon="eye-off", position=50))
add_tab(Tab(url_name="account_email", label=_("E-mail"), icon="mail", position=60))
add_tab(Tab(url_name="account_change_password", label=_("Password"), icon="key-round", position=70))
add_tab(Tab(url_name="mfa_index", label=_("Two steps"), icon="shield-check", position=80))
add_tab(Tab(url_name="usersessions_list", label=_("Sessions"), icon="monitor-smartphone", position=90))
add_tab(Tab(url_name="accounts:settings-data", label=_("Your data"), icon="folder-down", position=95))
