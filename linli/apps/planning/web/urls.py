"""Addresses of the studio."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.urls import path

from linli.apps.planning.web import approving, drawing, exports, matching, studies, uploads, walking

app_name = "planning"
urlpatterns = [
    path("planning/", login_required(studies.studies), name="studies"),
    path("planning/new/<slug:kind>/", login_required(studies.begin), name="begin"),
    path("planning/files/", login_required(uploads.uploads), name="uploads"),
    path("planning/files/new/", login_required(uploads.add), name="add_upload"),
    path("planning/files/<int:pk>/", login_required(uploads.upload), name="upload"),
    path("planning/files/<int:pk>/<slug:act>/", login_required(uploads.act), name="upload_act"),
    path("planning/compare/", login_required(drawing.compare), name="compare"),
    path("planning/<int:pk>/", login_required(studies.study), name="study"),
    path("planning/<int:pk>/progress/", login_required(studies.progress), name="progress"),
    path("planning/<int:pk>/map.json", login_required(drawing.map_json), name="map"),
    path("planning/<int:pk>/do/<slug:act>/", login_required(studies.act), name="act"),
    path("planning/<int:pk>/grids/<int:number>/", login_required(drawing.grid), name="grid"),
    path(
        "planning/<int:pk>/buildings/<int:number>/",
        login_required(drawing.building),
        name="building",
    ),
    path("planning/<int:pk>/move/<int:number>/", login_required(drawing.move), name="move"),
    path("planning/<int:pk>/approve/", login_required(approving.approve), name="approve"),
    path("planning/<int:pk>/handover/", login_required(approving.handover), name="handover"),
    path("planning/<int:pk>/what-if/", login_required(walking.what_if), name="what_if"),
    path(
        "planning/<int:pk>/proposals/<int:proposal>/",
        login_required(matching.decide),
        name="decide",
    ),
    path("planning/<int:pk>/export.<slug:sort>", login_required(exports.export), name="export"),
]
