"""Setting up a second factor proves it for the session in which it is set up."""

from __future__ import annotations

from allauth.mfa.totp.views import ActivateTOTPView
from allauth.mfa.webauthn.views import AddWebAuthnView
from django import forms
from django.http import HttpResponse

from linli.apps.accounts.web.second_factor import VERIFIED_KEY


class ActivateAppView(ActivateTOTPView):  # type: ignore[misc]  # allauth has no types
    def form_valid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[VERIFIED_KEY] = True
        return response


class AddKeyView(AddWebAuthnView):  # type: ignore[misc]
    def form_valid(self, form: forms.Form) -> HttpResponse:
        response: HttpResponse = super().form_valid(form)
        self.request.session[VERIFIED_KEY] = True
        return response


activate_app = ActivateAppView.as_view()
add_key = AddKeyView.as_view()
