"""allauth's forms for the second factor in our own words; they bring all of cryptography along."""

from __future__ import annotations

from allauth.mfa.base import forms as mfa_forms
from allauth.mfa.recovery_codes.forms import GenerateRecoveryCodesForm as AllauthGenerateForm
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as key_forms

from linli.apps.accounts.web.forms import Worded


class SecondFactorForm(Worded, mfa_forms.AuthenticateForm):  # type: ignore[misc]  # allauth has no types
    pass


class SecondFactorAgainForm(Worded, mfa_forms.ReauthenticateForm):  # type: ignore[misc]
    pass


class ActivateAppForm(Worded, totp_forms.ActivateTOTPForm):  # type: ignore[misc]
    pass


class DeactivateAppForm(Worded, totp_forms.DeactivateTOTPForm):  # type: ignore[misc]
    pass


class GenerateCodesForm(Worded, AllauthGenerateForm):  # type: ignore[misc]
    pass


class AddKeyForm(Worded, key_forms.AddWebAuthnForm):  # type: ignore[misc]
    pass


class EditKeyForm(Worded, key_forms.EditWebAuthnForm):  # type: ignore[misc]
    pass
