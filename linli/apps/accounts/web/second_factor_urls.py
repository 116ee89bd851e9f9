"""Addresses of the second factor: those of allauth, with views that are loaded when they are asked for.

Passkeys bring a library of cryptography along, 11 MB in each web process, which most of them never use.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.utils.module_loading import import_string

OURS: Final = "linli.apps.accounts.web.enrolment"  # proves the factor that was just set up
WAYS: Final = (
    ("", "allauth.mfa.base.views.index", "mfa_index"),
    ("authenticate/", "allauth.mfa.base.views.authenticate", "mfa_authenticate"),
    ("reauthenticate/", "allauth.mfa.base.views.reauthenticate", "mfa_reauthenticate"),
    ("totp/activate/", f"{OURS}.activate_app", "mfa_activate_totp"),
    ("totp/deactivate/", "allauth.mfa.totp.views.deactivate_totp", "mfa_deactivate_totp"),
    (
        "recovery-codes/",
        "allauth.mfa.recovery_codes.views.view_recovery_codes",
        "mfa_view_recovery_codes",
    ),
    (
        "recovery-codes/generate/",
        "allauth.mfa.recovery_codes.views.generate_recovery_codes",
        "mfa_generate_recovery_codes",
    ),
    (
        "recovery-codes/download/",
        "allauth.mfa.recovery_codes.views.download_recovery_codes",
        "mfa_download_recovery_codes",
    ),
    ("webauthn/", "allauth.mfa.webauthn.views.list_webauthn", "mfa_list_webauthn"),
    ("webauthn/add/", f"{OURS}.add_key", "mfa_add_webauthn"),
    (
        "webauthn/reauthenticate/",
        "allauth.mfa.webauthn.views.reauthenticate_webauthn",
        "mfa_reauthenticate_webauthn",
    ),
    (
        "webauthn/keys/<int:pk>/remove/",
        "allauth.mfa.webauthn.views.remove_webauthn",
        "mfa_remove_webauthn",
    ),
    (
        "webauthn/keys/<int:pk>/edit/",
        "allauth.mfa.webauthn.views.edit_webauthn",
        "mfa_edit_webauthn",
    ),
    ("webauthn/login/", "allauth.mfa.webauthn.views.login_webauthn", "mfa_login_webauthn"),
)


def later(view: str) -> Callable[..., HttpResponseBase]:
    """Return the view of that name, loaded when it is first asked for."""

    def call(request: HttpRequest, **words: object) -> HttpResponseBase:
        answer: HttpResponseBase = import_string(view)(request, **words)
        return answer

    return call


urlpatterns: list[URLPattern] = [path(route, later(view), name=name) for route, view, name in WAYS]
