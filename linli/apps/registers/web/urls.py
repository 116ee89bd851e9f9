"""Addresses of the registers."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from linli.apps.registers.web import views

app_name = "registers"
urlpatterns = [
    path("registers/", login_required(views.start), name="start"),
    path("registers/tables/<int:pk>/", login_required(views.intake), name="intake"),
    path("registers/tables/<int:pk>/faults.csv", login_required(views.faults), name="faults"),
    path("registers/tables/<int:pk>/<slug:act>/", login_required(views.act), name="act"),
    path("registers/files/<int:pk>/", login_required(views.outgoing), name="outgoing"),
    path("registers/<slug:name>/", login_required(views.register), name="register"),
    path("registers/<slug:name>/template.xlsx", login_required(views.template), name="template"),
    path("registers/<slug:name>/take/<slug:sort>/", login_required(views.take), name="take"),
]
