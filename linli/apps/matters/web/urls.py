"""Addresses of matters."""

from __future__ import annotations

from django.urls import path

from linli.apps.matters.web.views import (
    alike,
    chronic,
    follow,
    following,
    intake,
    ladder,
    learning,
    lists,
    matter,
    objections,
    replies,
    report,
)

app_name = "matters"
urlpatterns = [
    path("report/", report.start, name="report"),
    path("report/words/", report.words, name="report_words"),
    path("report/tell/", report.tell, name="report_tell"),
    path("report/check/", report.check, name="report_check"),
    path("report/soften/", report.soften, name="report_soften"),
    path("report/send/", report.report_send, name="report_send"),
    path("b/<slug:card_code>/", report.card, name="card"),
    path("follow/", follow.ask_code, name="ask_code"),
    path("follow/<slug:code>/", follow.follow, name="follow"),
    path("follow/<slug:code>/sent/", follow.sent, name="sent"),
    path("follow/<slug:code>/<slug:act>/", follow.follow_act, name="follow_act"),
    path("my/follows/", following.mine, name="follows"),
    path("my/follows/put/", following.put, name="follow_set"),
    path("my/photos/<str:signed>", follow.photo, name="photo"),
    path("my/matters/", lists.mine, name="mine"),
    path("public/matters/", lists.public, name="public"),
    path("public/matters/<int:community>/", lists.public, name="public_in"),
    path("today/", lists.today, name="today"),
    path("matters/", lists.desk, name="desk"),
    path("matters/board/", lists.board, name="board"),
    path("matters/accuracy/", learning.accuracy, name="accuracy"),
    path("matters/chronic/", chronic.chronic, name="chronic"),
    path("matters/ladder/", ladder.ladder, name="ladder"),
    path("matters/objections/", objections.objections, name="objections"),
    path("matters/objections/<int:pk>/end/", objections.end, name="precedent_end"),
    path("matters/replies/", replies.replies, name="replies"),
    path("matters/replies/<int:pk>/end/", replies.end, name="reply_end"),
    path("matters/new/", intake.take_in, name="intake"),
    path("matters/<slug:reference>/", matter.matter, name="matter"),
    path("matters/<slug:reference>/pin.json", matter.pin, name="pin"),
    path("matters/<slug:reference>/alike/", alike.alike, name="alike"),
    path("matters/<slug:reference>/contact/", matter.contact, name="contact"),
    path("matters/<slug:reference>/do/<slug:act>/", matter.act, name="act"),
]
