"""Addresses: owners' votes under /votes/, residents' votes under /residents-votes/; the two never meet."""

from __future__ import annotations

from django.urls import path

from linli.apps.votes.web import (
    ballots,
    papers,
    posting,
    preparing,
    proxies,
    reading,
    residents,
    special,
)

app_name = "votes"
urlpatterns = [
    path("votes/", reading.votes, name="votes"),
    path("votes/in/<int:compound>/", reading.votes, name="votes_in"),
    path("votes/verify_vote.py", reading.verifier, name="verifier"),
    path("votes/new/<int:compound>/", preparing.begin, name="begin"),
    path("votes/new/<int:compound>/unanimous/", special.unanimous, name="unanimous"),
    path("votes/import/<int:compound>/", special.take_in, name="import"),
    path("votes/imported/<slug:reference>/", special.imported, name="imported"),
    path("votes/<slug:reference>/", reading.vote, name="vote"),
    path("votes/<slug:reference>/posting.pdf", posting.posting, name="posting"),
    path("votes/<slug:reference>/second-round/<int:motion>/", special.second, name="second"),
    path("votes/<slug:reference>/proxies/", proxies.proxies, name="proxies"),
    path("votes/<slug:reference>/proxies/<int:proxy>/<slug:act>/", proxies.act, name="proxy_act"),
    path("votes/<slug:reference>/mine/", ballots.mine, name="mine"),
    path("votes/<slug:reference>/bundle.json", reading.bundle, name="bundle"),
    path("votes/<slug:reference>/ballot/<int:elector>/", ballots.ballot, name="ballot"),
    path("votes/<slug:reference>/lead/", preparing.lead, name="lead"),
    path("votes/<slug:reference>/lead/<slug:act>/", preparing.act, name="act"),
    path("votes/<slug:reference>/roll/", papers.roll, name="roll"),
    path("votes/<slug:reference>/print/", papers.sheets, name="sheets"),
    path("votes/<slug:reference>/papers/", papers.waiting, name="papers"),
    path("votes/<slug:reference>/papers/<int:entry>/", papers.confirm, name="confirm"),
    path("residents-votes/", residents.listing, name="residents_votes"),
    path("residents-votes/new/<int:area>/", residents.begin, name="residents_begin"),
    path("residents-votes/<slug:reference>/", residents.vote, name="residents"),
    path(
        "residents-votes/<slug:reference>/ballot/<int:voter>/",
        residents.ballot,
        name="residents_ballot",
    ),
    path("residents-votes/<slug:reference>/desk/", residents.desk, name="residents_desk"),
    path(
        "residents-votes/<slug:reference>/desk/<int:voter>/",
        residents.take_in,
        name="residents_take_in",
    ),
    path(
        "residents-votes/<slug:reference>/announce/", residents.announce, name="residents_announce"
    ),
    path("residents-votes/<slug:reference>/void/", residents.void, name="residents_void"),
]
