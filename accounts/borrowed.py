"""What allauth and Django say, and we say in our own voice or they have not translated.

Extraction reads our files only; what is listed here gets into the catalogues, which are asked before theirs. The
English one holds these sentences alone: ours are written where they are said.
"""

# ruff: noqa: E501  # their sentences are as long as they are

from __future__ import annotations

from django.utils.translation import gettext_noop as _, ngettext_lazy, pgettext_lazy

BORROWED = (
    ngettext_lazy(
        "This password is too short. It must contain at least %d character.",
        "This password is too short. It must contain at least %d characters.",
    ),
    pgettext_lazy("field label", "Login"),
    ngettext_lazy("You have added %(count)s security key.", "You have added %(count)s security keys."),
    _("A new set of Two-Factor Authentication recovery codes has been generated."),
    _("A user is already registered with this email address."),
    _("Account Already Exists"),
    _("Account Inactive"),
    _("Activate"),
    _("Activate Authenticator App"),
    _("Add"),
    _("Add Email"),
    _("Add Email Address"),
    _("Add Security Key"),
    _("An authenticator app is not active."),
    _("Are you sure you want to remove this security key?"),
    _("Are you sure you want to sign out?"),
    _("Authentication using an authenticator app is active."),
    _("Authenticator App"),
    _("Authenticator App Activated"),
    _("Authenticator app activated."),
    _("Authenticator App Deactivated"),
    _("Authenticator app deactivated."),
    _("Authenticator code"),
    _("Authenticator secret"),
    _("Bad Token"),
    _("Be patient, you are sending too many requests."),
    _("Change Password"),
    _("Confirm Access"),
    _("Confirm Email Address"),
    _("Confirmation email sent to %(email)s."),
    _("Current"),
    _("Current Password"),
    _("Deactivate Authenticator App"),
    _("Do you really want to remove the selected email address?"),
    _("Edit Security Key"),
    _("Email"),
    _("Email Address"),
    _("Email address"),
    _("Email address %(deleted_email)s has been removed from your account."),
    _("Email Addresses"),
    _("Email Changed"),
    _("Email Confirmation"),
    _("Email Removed"),
    _("Enter your password:"),
    _("Forgot Password?"),
    _("Forgot your password?"),
    _(
        "Enabling passwordless operation allows you to sign in using just this key, but imposes additional requirements such as biometrics or PIN protection."
    ),
    _("Forgotten your password? Enter your email address below, and we'll send you an email allowing you to reset it."),
    _("Hello from %(site_name)s!"),
    _("If it was you, you can sign up for an account using the link below."),
    _(
        "If you do not recognize this change then please take proper security precautions immediately. The change to your account originates from:\n\n- IP address: %(ip)s\n- Browser: %(user_agent)s\n- Date: %(timestamp)s"
    ),
    _("In case you forgot, your username is %(username)s."),
    _("Invalid login."),
    _("IP Address"),
    _("Key nr. {number}"),
    _("Last seen at"),
    _("Make Primary"),
    _("New Password"),
    _("New Password (again)"),
    _("New Recovery Codes Generated"),
    _("No recovery codes set up."),
    _("No security keys have been added."),
    _("Passkey"),
    _("Password (again)"),
    _("Password Changed"),
    _("Password Reset"),
    _("Password Reset Email"),
    _("Password Set"),
    _("Password successfully changed."),
    _('Please confirm that <a href="mailto:%(email)s">%(email)s</a> is an email address for user %(user_display)s.'),
    _("Please Confirm Your Email Address"),
    _("Please contact us if you have any trouble resetting your password."),
    _("Please reauthenticate to safeguard your account."),
    _("Please type your current password."),
    _("Primary"),
    _("Primary email address set."),
    _("Re-send Verification"),
    _("Recovery Codes"),
    _("Remember Me"),
    _("Remove Security Key"),
    _("Removed email address %(email)s."),
    _("Reset My Password"),
    _("Security Key Added"),
    _("Security Key Removed"),
    _("Security Keys"),
    _("Sign In"),
    _("Sign Out"),
    _("Sign Out Other Sessions"),
    _("Signed out of all other sessions."),
    _("Started At"),
    _("Successfully signed in as %(name)s."),
    _("Thank you for using %(site_name)s!\n%(site_domain)s"),
    _("The email address and/or password you specified are not correct."),
    _("The following email addresses are associated with your account:"),
    _(
        'The password reset link was invalid, possibly because it has already been used.  Please request a <a href="%(passwd_reset_url)s">new password reset</a>.'
    ),
    _("The password reset token was invalid."),
    _("The username and/or password you specified are not correct."),
    _("This account is currently inactive."),
    _("This account is inactive."),
    _("This action will invalidate your existing codes."),
    _("This email address is already associated with this account."),
    _(
        'This email confirmation link expired or is invalid. Please <a href="%(email_url)s">issue a new email confirmation request</a>.'
    ),
    _("This mail can be safely ignored if you did not initiate this action."),
    _("To confirm this is correct, go to %(activate_url)s"),
    _(
        "To protect your account with two-factor authentication, scan the QR code below with your authenticator app. Then, input the verification code generated by the app below."
    ),
    _("Too many failed login attempts. Try again later."),
    _("Two-Factor Authentication"),
    _("Unknown Account"),
    _("Unable to confirm %(email)s because it is already confirmed by a different account."),
    _("Use a security key"),
    _("Use authenticator app or code"),
    _("Use your password"),
    _("Username or email"),
    _("Verify Your Email Address"),
    _(
        "We have sent you an email. If you have not received it please check your spam folder. Otherwise contact us if you do not receive it in a few minutes."
    ),
    _("You are about to deactivate authenticator app based authentication. Are you sure?"),
    _("You are about to generate a new set of recovery codes for your account."),
    _(
        "You are receiving this email because you or someone else tried to signup for an\naccount using email address:\n\n%(email)s\n\nHowever, an account using that email address already exists.  In case you have\nforgotten about this, please use the password forgotten procedure to recover\nyour account:\n\n%(password_reset_url)s"
    ),
    _(
        "You are receiving this email because you, or someone else, tried to access an account with email %(email)s. However, we do not have any record of such an account in our database."
    ),
    _("You are receiving this mail because the following change was made to your account:"),
    _("You can store this secret and use it to reinstall your authenticator app at a later time."),
    _("You cannot activate two-factor authentication until you have verified your email address."),
    _("You cannot add more than %d email addresses."),
    _("You cannot add an email address to an account protected by two-factor authentication."),
    _("You cannot deactivate two-factor authentication."),
    _("You cannot generate recovery codes without having two-factor authentication enabled."),
    _("You cannot remove your primary email address (%(email)s)."),
    _("You cannot remove your primary email address."),
    _("You have confirmed %(email)s."),
    _("You have signed out."),
    _("You must type the same password each time."),
    _(
        "You're receiving this email because user %(user_display)s has given your email address to register an account on %(site_domain)s."
    ),
    _(
        "You're receiving this email because you or someone else has requested a password reset for your user account.\nIt can be safely ignored if you did not request a password reset. Click the link below to reset your password."
    ),
    _("Your account is protected by two-factor authentication. Please enter an authenticator code:"),
    _("Your email has been changed from %(from_email)s to %(to_email)s."),
    _("Your email has been confirmed."),
    _("Your password has been changed."),
    _("Your password has been reset."),
    _("Your password has been set."),
    _("Your password is now changed."),
    _("Your primary email address must be verified."),
)
