"""Addresses: sign-in under /accounts/, one's own data under /me/, staff pages under /staff/."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path

from linli.apps.accounts.web import helping, rights, staff

own = [
    path("me/", rights.me, name="me"),
    path("me/details/", rights.details, name="details"),
    path("me/data/", rights.data, name="data"),
    path("me/data.json", rights.download, name="download"),
    path("me/consents/", rights.consents, name="consents"),
    path("me/looks/", rights.looks, name="looks"),
    path("me/devices/", rights.devices, name="devices"),
    path("me/devices/others/", rights.end_other_devices, name="end_other_devices"),
    path("me/devices/<slug:key>/", rights.end_device, name="end_device"),
    path("me/helpers/", helping.helpers, name="helpers"),
    path("me/helpers/mine/", helping.act_for_oneself, name="act_for_oneself"),
    path("me/helpers/for/<int:account>/", helping.act_for, name="act_for"),
    path("me/helpers/<int:link>/end/", helping.end_helper, name="end_helper"),
    path("me/close/", rights.close, name="close"),
    path("accounts/second-factor/", rights.second_factor, name="second_factor"),
    path("staff/roles/", staff.roles, name="roles"),
    path("staff/roles/give/<int:account>/", staff.grant, name="grant"),
    path("staff/roles/<int:grant>/end/", staff.end, name="end_role"),
    path("staff/accounts/", staff.accounts, name="search"),
    path("staff/accounts/open/", staff.open_account, name="open"),
    path("staff/looks/", staff.all_looks, name="all_looks"),
]
urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((own, "accounts"))),
    path("accounts/2fa/", include("linli.apps.accounts.web.second_factor_urls")),
    path("accounts/", include("allauth.account.urls")),
]
