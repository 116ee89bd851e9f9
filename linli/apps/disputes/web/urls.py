"""Addresses of disputes. No address carries a code; a reference opens nothing outside its circle."""

from __future__ import annotations

from django.urls import path

from linli.apps.disputes.web.views import acting, papers, reading, start

app_name = "disputes"
urlpatterns = [
    path("disputes/", start.start, name="start"),
    path("disputes/help/", start.danger_help, name="help"),
    path("disputes/apply/<slug:kind>/", start.apply, name="apply"),
    path("disputes/sent/", start.sent, name="sent"),
    path("disputes/code/", start.ask_code, name="code"),
    path("disputes/leave/", reading.leave, name="leave"),
    path("disputes/mine/", reading.mine, name="mine"),
    path("disputes/desk/", reading.desk, name="desk"),
    path("disputes/figures/", reading.figures, name="figures"),
    path("disputes/intake/", start.intake, name="intake"),
    path("disputes/<slug:reference>/", reading.dispute, name="page"),
    path("disputes/<slug:reference>/do/<slug:act>/", acting.act, name="act"),
    path("disputes/<slug:reference>/agreement.pdf", papers.agreement, name="agreement"),
    path(
        "disputes/<slug:reference>/invitation/<int:number>.pdf",
        papers.invitation,
        name="invitation",
    ),
    path("disputes/<slug:reference>/file/<slug:key>/", reading.photo, name="photo"),
]
