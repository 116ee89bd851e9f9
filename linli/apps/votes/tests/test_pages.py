"""The pages: an owner votes without a script, a secretary leads a vote, two clerks read a paper."""

from __future__ import annotations

import datetime as dt
import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image
from pytest_django import DjangoAssertNumQueries

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests.cast import STRANGER, Cast, signed_in
from linli.apps.votes import actions
from linli.apps.votes.models import OwnersBallot, OwnersVote
from linli.apps.votes.rules.paper import paper_code
from linli.apps.votes.tests.compound import (
    ALL,
    DURING,
    Estate,
    declared,
    drafted,
    make_estate,
    noticed,
    opened,
    second_clerk,
    vote_for,
)
from linli.foundation import clock

pytestmark = pytest.mark.django_db
CHOSEN = {"motion_1": "yes", "motion_2": "no", "motion_3": ["1", "2"]}


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


@pytest.fixture
def during(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the clock stand at a moment of voting."""
    monkeypatch.setattr(clock, "now", lambda: DURING)


def text_of(client: Client, path: str, status: int = 200) -> str:
    answer = client.get(path)
    assert answer.status_code == status, answer.content.decode()[:500]
    return answer.content.decode()


def test_an_owner_votes_in_three_steps_and_checks_the_ballot_in_two_taps(
    estate: Estate, during: None
) -> None:
    vote = opened(estate)
    client = estate.cast.resident.client()
    page = text_of(client, f"/votes/{vote.reference}/")
    match = re.search(r'href="(/votes/\w+/ballot/\d+/)"', page)
    assert match
    ballot = match[1]
    assert "同意" in text_of(client, ballot)
    wrong = client.post(ballot, {"step": "review", "motion_1": "yes"})
    review = client.post(ballot, {"step": "review", **CHOSEN}).content.decode()
    sent = dict(re.findall(r'type="hidden" name="(client_id|motion_[12])" value="([^"]+)"', review))
    done = client.post(ballot, {"step": "cast", **CHOSEN, **sent})

    assert wrong.status_code == 422
    assert not OwnersBallot.objects.exists() or OwnersBallot.objects.count() == 1
    assert done.status_code == 302
    mine = text_of(client, done.url)  # type: ignore[attr-defined]  # a redirect
    told = OwnersBallot.objects.get()
    assert told.choices == ALL
    assert told.hash in mine
    assert "同意" not in mine
    assert f"/votes/{vote.reference}/mine/" in text_of(client, f"/votes/{vote.reference}/")


def test_nobody_opens_the_ballot_of_somebody_else(estate: Estate, during: None) -> None:
    vote = opened(estate)
    elector = estate.elector_of(vote, "resident").pk
    path = f"/votes/{vote.reference}/ballot/{elector}/"

    assert estate.cast.neighbour.client().get(path).status_code == 404
    assert estate.cast.secretary.client().get(path).status_code == 404
    assert estate.cast[STRANGER].client().get(path).status_code == 302


def test_the_result_page_shows_four_tests_and_what_was_missing(estate: Estate) -> None:
    vote = opened(estate)
    vote_for(estate, vote, "resident")
    declared(estate, vote)

    page = text_of(Client(), f"/votes/{vote.reference}/")

    assert "未通过" in page
    assert "33.33%" in page
    assert "差 1" in page
    assert "差 88.50 平方米" in page
    assert "bundle.json" not in page
    assert Client().get("/votes/verify_vote.py").status_code == 200


def test_owners_and_counters_get_the_bundle_and_nobody_else(estate: Estate) -> None:
    vote = opened(estate)
    path = f"/votes/{vote.reference}/bundle.json"
    assert estate.cast.resident.client().get(path).status_code == 403
    declared(estate, vote)

    codes = {
        who: estate.cast[who].client().get(path).status_code
        for who in ("resident", "secretary", "volunteer", "outsider", STRANGER)
    }
    assert codes == {
        "resident": 200,
        "secretary": 200,
        "volunteer": 403,
        "outsider": 403,
        STRANGER: 403,
    }


def test_a_secretary_leads_a_vote_by_pages_alone(estate: Estate) -> None:
    client, compound = estate.cast.secretary.client(), estate.cast.city.compound.pk
    assert f"/votes/new/{compound}/" in text_of(client, f"/votes/in/{compound}/")
    assert (
        client.post(f"/votes/new/{compound}/", {"title": "", "pack": "national"}).status_code == 422
    )
    client.post(f"/votes/new/{compound}/", {"title": "续聘物业", "pack": "national"})
    vote = OwnersVote.objects.get()
    lead = f"/votes/{vote.reference}/lead/"
    today = clock.local_date(clock.now())
    first = today + dt.timedelta(days=15)

    def do(act: str, **facts: Any) -> int:
        return client.post(f"{lead}{act}/", facts).status_code

    assert do("notice", opens_on=first, closes_on=first) == 422
    assert do("motion", item=4, title="续聘物业服务企业") == 302
    assert do("motion", item=3, title="选举", seats=4, candidates="甲\n乙\n丙\n丁") == 422
    assert do("clause", document=picture()) == 302
    assert do("roll", on=today + dt.timedelta(days=1)) == 422
    assert do("roll", on=today) == 302
    assert "1栋1单元101" in text_of(client, f"/votes/{vote.reference}/roll/")
    assert do("notice", opens_on=today, closes_on=first) == 422
    assert do("notice", opens_on=first, closes_on=first) == 302
    assert do("deliver", electors="1、2", way="hand", on=today) == 302
    assert do("deliver", electors="x", way="hand", on=today) == 422
    assert do("extend", closes_on=first + dt.timedelta(days=5)) == 302
    assert do("declare") == 422
    assert "2 / 3" in text_of(client, lead)
    assert paper_code(vote.reference, 1, vote.salt) in text_of(
        client, f"/votes/{vote.reference}/print/"
    )
    assert do("void", reason="名册日期选错了") == 302
    assert "名册日期选错了" in text_of(Client(), f"/votes/{vote.reference}/")


def test_pages_of_those_who_lead_are_closed_to_others(estate: Estate) -> None:
    vote = noticed(estate)

    for who in ("resident", "volunteer", "outsider", "city_officer"):
        client = estate.cast[who].client()
        for part in ("lead/", "roll/", "print/", "papers/"):
            assert client.get(f"/votes/{vote.reference}/{part}").status_code == 403, (who, part)
    draft = drafted(estate)
    assert estate.cast.resident.client().get(f"/votes/{draft.reference}/").status_code == 404


def picture() -> SimpleUploadedFile:
    file = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(file, "JPEG")
    return SimpleUploadedFile("scan.jpg", file.getvalue(), "image/jpeg")


def test_two_clerks_read_a_paper_on_two_screens(estate: Estate, during: None) -> None:
    vote = opened(estate)
    client, path = estate.cast.secretary.client(), f"/votes/{vote.reference}/papers/"
    facts = {**CHOSEN, "code": paper_code(vote.reference, 1, vote.salt)}
    assert client.post(path, {**facts, "code": "X", "scan": picture()}).status_code == 422
    assert client.post(path, {**facts, "scan": picture()}).status_code == 302

    found = re.search(r'href="(/votes/\w+/papers/\d+/)"', text_of(client, path))
    assert found
    assert client.post(found[1], CHOSEN).status_code == 422
    other = signed_in(Account.objects.get(pk=second_clerk().account))
    page = text_of(other, found[1])
    scan = re.search(r'<img src="([^"]+)"', page)
    assert scan
    assert "checked" not in page
    shown = other.get(scan[1])
    assert shown.status_code == 200
    assert shown.getvalue()
    assert estate.cast.volunteer.client().get(scan[1]).status_code in {403, 404}
    assert other.post(found[1], CHOSEN).status_code == 302
    assert OwnersBallot.objects.get().channel == "paper"


def test_a_page_takes_as_many_queries_for_one_home_as_for_many(
    estate: Estate, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    vote = opened(estate)
    client = estate.cast.resident.client()
    with django_assert_max_num_queries(12):
        client.get(f"/votes/{vote.reference}/")
    with django_assert_max_num_queries(5):
        client.get("/votes/")


def test_what_waits_for_a_ballot_is_named_first_and_what_is_over_is_not(estate: Estate) -> None:
    vote = opened(estate)
    waits = "请您投票的"
    assert waits in text_of(estate.cast.resident.client(), "/votes/")
    assert waits not in text_of(estate.cast.volunteer.client(), "/votes/")
    declared(estate, vote)
    assert waits not in text_of(estate.cast.resident.client(), "/votes/")


def test_pages_read_in_english(estate: Estate) -> None:
    vote = opened(estate)
    vote_for(estate, vote, "resident")
    actions.extend_vote(
        actor=estate.secretary, pk=vote.pk, closes_at=DURING + dt.timedelta(days=60), now=DURING
    )
    page = Client().get(f"/votes/{vote.reference}/", headers={"accept-language": "en"})

    assert "Turnout" in page.content.decode()
