"""Addresses of owners' votes: for everybody under /votes/, the work of those who lead one beside them."""

from __future__ import annotations

from django.urls import path

from linli.apps.votes.web import ballots, papers, preparing, reading

app_name = "votes"
urlpatterns = [
    path("votes/", reading.votes, name="votes"),
    path("votes/in/<int:compound>/", reading.votes, name="votes_in"),
    path("votes/verify_vote.py", reading.verifier, name="verifier"),
    path("votes/new/<int:compound>/", preparing.begin, name="begin"),
    path("votes/<slug:reference>/", reading.vote, name="vote"),
    path("votes/<slug:reference>/mine/", ballots.mine, name="mine"),
    path("votes/<slug:reference>/bundle.json", reading.bundle, name="bundle"),
    path("votes/<slug:reference>/ballot/<int:elector>/", ballots.ballot, name="ballot"),
    path("votes/<slug:reference>/lead/", preparing.lead, name="lead"),
    path("votes/<slug:reference>/lead/<slug:act>/", preparing.act, name="act"),
    path("votes/<slug:reference>/roll/", papers.roll, name="roll"),
    path("votes/<slug:reference>/print/", papers.sheets, name="sheets"),
    path("votes/<slug:reference>/papers/", papers.waiting, name="papers"),
    path("votes/<slug:reference>/papers/<int:entry>/", papers.confirm, name="confirm"),
]
