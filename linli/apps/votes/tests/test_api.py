"""Votes over JSON: read, cast, check, recheck; clear answers to what is wrong."""

from __future__ import annotations

import json
import uuid
from typing import Any

import pytest
from django.test import Client

from linli.apps.accounts.tests.cast import Cast
from linli.apps.votes.models import OwnersBallot, ResidentsBox
from linli.apps.votes.tests.compound import (
    ALL,
    DURING,
    Estate,
    declared,
    drafted,
    make_estate,
    opened,
    vote_for,
)
from linli.apps.votes.tests.neighbours import MEANWHILE, announced, make_neighbours
from linli.foundation import clock

pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def post(client: Client, path: str, body: Any, **headers: str) -> Any:
    return client.post(
        f"/api{path}", json.dumps(body), content_type="application/json", headers=headers
    )


def test_an_owner_casts_and_checks_and_everybody_reads(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote = opened(estate)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    client, one = estate.cast.resident.client(), f"/votes/{vote.reference}"
    own = client.get(f"/api{one}/mine").json()[0]
    body = {"client_id": str(uuid.uuid4()), "elector": own["elector"], "choices": ALL}
    receipt = post(client, f"{one}/ballots", body)
    assert receipt.status_code == 201, receipt.content
    assert post(client, f"{one}/ballots", body).json() == receipt.json(), "a retry"
    told = client.get(f"/api{one}/mine").json()[0]
    assert told["hash"] == receipt.json()["hash"] == OwnersBallot.objects.get().hash
    assert "yes" not in json.dumps(told)

    page = Client().get(f"/api{one}").json()
    assert [motion["item"] for motion in page["motions"]] == [4, 8, 3]
    assert page["turnout"][0]["voted"] is None
    assert page["results"] == []
    assert Client().get("/api/votes").json()["rows"][0]["reference"] == vote.reference


@pytest.mark.parametrize(
    ("who", "changed", "status", "code"),
    [
        ("resident", {"choices": {"9": "yes"}}, 409, "ballot.motion_unknown"),
        ("resident", {"choices": {"3": [1, 2, 3, 4, 5, 6]}}, 409, "ballot.mark_unknown"),
        ("resident", {"elector": "7"}, 409, "ballot.not_on_roll"),
        ("neighbour", {}, 403, "access.denied"),
        ("stranger", {}, 403, "access.denied"),
        ("resident", {"elector": "x"}, 422, None),
        ("resident", {"client_id": "x"}, 422, None),
    ],
)
def test_a_bad_ballot_gets_a_code_and_leaves_nothing(  # a row of the table
    estate: Estate,
    monkeypatch: pytest.MonkeyPatch,
    who: str,
    changed: dict[str, Any],
    status: int,
    code: str | None,
) -> None:
    vote = opened(estate)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    elector = str(estate.elector_of(vote, "resident").pk)
    body = {"client_id": str(uuid.uuid4()), "elector": elector, "choices": ALL, **changed}
    answer = post(estate.cast[who].client(), f"/votes/{vote.reference}/ballots", body)
    assert answer.status_code == status, answer.content
    assert answer.json().get("code") == code
    assert not OwnersBallot.objects.exists()


def test_another_site_does_not_vote_and_a_draft_is_not_there(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    vote, draft = opened(estate), drafted(estate)
    monkeypatch.setattr(clock, "now", lambda: DURING)
    elector = str(estate.elector_of(vote, "resident").pk)
    body = {"client_id": str(uuid.uuid4()), "elector": elector, "choices": ALL}
    client = estate.cast.resident.client()
    path = f"/votes/{vote.reference}/ballots"
    assert post(client, path, body, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert post(client, f"/votes/{draft.reference}/ballots", body).status_code == 404
    assert client.get(f"/api/votes/{draft.reference}").status_code == 404


def test_the_result_has_four_tests_and_the_bundle_is_for_owners(estate: Estate) -> None:
    vote = opened(estate)
    vote_for(estate, vote, "resident")
    declared(estate, vote)
    one = f"/api/votes/{vote.reference}"
    results = Client().get(one).json()["results"]
    assert len(results) == 8
    assert Client().get(one).json()["elections"][0]["seats_open"] == 5
    assert [test["measure"] for test in results[0]["tests"]] == [
        "heads_in", "area_in", "heads_yes", "area_yes",
    ]  # fmt: skip
    assert estate.cast.resident.client().get(f"{one}/bundle").json()["head"]
    assert Client().get(f"{one}/bundle").status_code == 403


def test_a_resident_uses_a_voice(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    around = make_neighbours(cast)
    vote = announced(around)
    monkeypatch.setattr(clock, "now", lambda: MEANWHILE)
    client, one = cast.resident.client(), f"/residents-votes/{vote.reference}"
    body = {"client_id": str(uuid.uuid4()), "mark": [1]}
    assert post(client, f"{one}/ballots", body).status_code == 201
    assert post(client, f"{one}/ballots", body).status_code == 201
    again = post(client, f"{one}/ballots", body | {"client_id": str(uuid.uuid4())})
    assert (again.status_code, again.json()["code"]) == (409, "ballot.voted")
    assert post(Client(), f"{one}/ballots", body).status_code == 403
    assert ResidentsBox.objects.get(vote=vote).marks == {"1": 1}
    page = client.get(f"/api{one}").json()
    assert (page["voted"], page["outcome"]) == (1, None)
    assert page["voices"][0]["has_voted"]
    assert Client().get("/api/residents-votes").json()["rows"][0]["title"] == vote.title
