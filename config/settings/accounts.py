"""Sign-up, sign-in and second factors through django-allauth."""

from __future__ import annotations

from config.settings.environment import DEMO, TEST, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["accounts.sign_in.OneLook"]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "community:home"
LOGOUT_REDIRECT_URL = "community:home"
ACCOUNT_LOGOUT_REDIRECT_URL = "community:home"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_CONFIRM_EMAIL_ON_GET = False
ACCOUNT_LOGIN_ON_EMAIL_CONFIRMATION = True
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_USER_DISPLAY = "accounts.adapter.name_of"
ACCOUNT_FORMS = {
    "login": "accounts.forms.sign_in.LoginForm",
    "add_email": "accounts.forms.sign_up.AddEmailForm",
    "signup": "accounts.forms.sign_up.SignupForm",
    "reset_password": "accounts.forms.sign_in.ResetPasswordForm",
}
ACCOUNT_REAUTHENTICATION_REQUIRED = True  # whoever sits down at an open window must not take the account along
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_NOTIFICATIONS = True  # of a new password, address, key or code: whoever did not do it hears of it
ALLAUTH_TRUSTED_PROXY_COUNT = env.int("HEARTH_PROXIES", 0)
# Who may change everything signs in by two steps; the demo and trials without TLS are spared.
HEARTH_ADMIN_SECOND_STEP = env.bool("HEARTH_ADMIN_SECOND_STEP", default=env.bool("HEARTH_HTTPS", False) and not DEMO)
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {"add_webauthn": "accounts.forms.keys.AddKeyForm", "edit_webauthn": "accounts.forms.keys.RenameKeyForm"}
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = env.bool("HEARTH_INSECURE_PASSKEYS", default=not env.bool("HEARTH_HTTPS", False))
USERSESSIONS_TRACK_ACTIVITY = False

AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
if TEST:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    ACCOUNT_RATE_LIMITS: dict[str, str] | bool = False if env.bool("HEARTH_TEST_NO_LIMITS", True) else {}
