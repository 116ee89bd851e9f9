"""Addresses of meetings, bodies and decisions."""

from __future__ import annotations

from django.urls import path

from linli.apps.meetings.web import acting, bodies, decisions, papers, reading, working

app_name = "meetings"
urlpatterns = [
    path("meetings/", reading.meetings, name="meetings"),
    path("meetings/bodies/", bodies.bodies, name="bodies"),
    path("meetings/bodies/new/", bodies.found, name="found"),
    path("meetings/bodies/<int:pk>/", bodies.body, name="body"),
    path("meetings/bodies/<int:pk>/seat/", bodies.seat, name="seat"),
    path("meetings/bodies/<int:pk>/unseat/", bodies.unseat, name="unseat"),
    path("meetings/bodies/<int:pk>/call/", bodies.call, name="call"),
    path("meetings/bodies/<int:pk>/calendar.ics", papers.calendar, name="calendar"),
    path("meetings/bodies/<int:pk>/<slug:feed>.ics", papers.calendar, name="feed"),
    path("meetings/<slug:reference>/", reading.meeting, name="meeting"),
    path("meetings/<slug:reference>/door/", acting.door, name="door"),
    path("meetings/<slug:reference>/notice.pdf", papers.notice, name="notice_pdf"),
    path("meetings/<slug:reference>/minutes.pdf", papers.minutes, name="minutes_pdf"),
    path("meetings/<slug:reference>/prepare/", working.prepare, name="prepare"),
    path("meetings/<slug:reference>/run/", working.run, name="run"),
    path("meetings/<slug:reference>/run/live/", working.live, name="live"),
    path("meetings/<slug:reference>/minutes/", working.minutes, name="minutes"),
    path("meetings/<slug:reference>/do/<slug:act>/", acting.act, name="act"),
    path("decisions/", decisions.decisions, name="decisions"),
    path("decisions/<int:pk>/", decisions.decision, name="decision"),
    path("decisions/<int:pk>/do/<slug:act>/", decisions.act, name="decide"),
]
