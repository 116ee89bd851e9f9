"""Pages of proxies, Art. 279, the second round, imported results and the sheet for the door."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from linli.apps.accounts.models import Account
from linli.apps.accounts.tests.cast import Cast, signed_in
from linli.apps.votes import actions
from linli.apps.votes.models import Elector, ImportedVote, OwnersVote, Proxy
from linli.apps.votes.tests.compound import (
    AFTER,
    DURING,
    SYSTEM,
    Estate,
    declared,
    drafted,
    make_estate,
    noticed,
    opened,
    person,
    second_clerk,
    vote_for,
)
from linli.apps.votes.tests.test_pages import during, picture, text_of

__all__ = ["during"]
pytestmark = pytest.mark.django_db


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


def proxy_form(elector: int, **changed: Any) -> dict[str, Any]:
    last = (DURING + dt.timedelta(days=3)).date()
    return {
        "as": "own", "elector": elector, "name": "麦秀英", "phone": "13800000001", "motions": ["1"],
        "ends_on": last, "document": picture(), **changed,
    }  # fmt: skip


def test_an_owner_entrusts_a_neighbour_who_votes_and_ends_it_again(
    estate: Estate, during: None
) -> None:
    vote = opened(estate)
    person("麦秀英", estate.cast.volunteer.key, phone="13800000001")
    owner, path = estate.cast.resident.client(), f"/votes/{vote.reference}/proxies/"
    elector = estate.elector_of(vote, "resident").pk
    assert path in text_of(owner, f"/votes/{vote.reference}/")
    wrong = owner.post(path, proxy_form(elector, name="没有的人"))
    assert wrong.status_code == 422
    assert "没有的人" in wrong.content.decode()
    other = estate.elector_of(vote, "neighbour").pk
    assert owner.post(path, proxy_form(other)).status_code == 422
    assert owner.post(path, proxy_form(elector)).status_code == 302

    proxy = Proxy.objects.get()
    holder = estate.cast.volunteer.client()
    ballot = f"/votes/{vote.reference}/ballot/{elector}/"
    assert "motion_1" in text_of(holder, ballot)
    assert "motion_2" not in text_of(holder, ballot)
    assert "麦秀英" in text_of(owner, path)
    assert "麦秀英" not in text_of(estate.cast.neighbour.client(), path)
    assert estate.cast.volunteer.client().get(path).status_code == 403
    assert owner.post(f"{path}{proxy.pk}/withdraw/").status_code == 302
    assert holder.get(ballot).status_code == 404
    assert owner.post(f"{path}{proxy.pk}/burn/").status_code == 404


def test_two_clerks_record_a_proxy_on_paper(estate: Estate, during: None) -> None:
    vote = opened(estate)
    person("麦秀英", estate.cast.volunteer.key, phone="13800000001")
    first, path = estate.cast.secretary.client(), f"/votes/{vote.reference}/proxies/"
    number = estate.elector_of(vote, "resident").number
    assert first.post(path, proxy_form(99, **{"as": "paper"})).status_code == 422
    assert first.post(path, proxy_form(number, **{"as": "paper"})).status_code == 302

    confirm = f"{path}{Proxy.objects.get().pk}/confirm/"
    assert confirm not in text_of(first, path)
    first.post(confirm)
    assert Proxy.objects.get().clerk_two is None
    other = signed_in(Account.objects.get(pk=second_clerk().account))
    assert confirm in text_of(other, path)
    other.post(confirm)
    assert Proxy.objects.get().clerk_two is not None


def test_a_vote_is_of_a_compound_of_a_building_or_of_an_entrance(estate: Estate) -> None:
    city, client = estate.cast.city, estate.cast.secretary.client()
    path = f"/votes/new/{city.compound.pk}/"
    city.first.entrances = 2
    city.first.save()
    building = city.first.pk
    page = text_of(client, path)
    assert f'value="{building}"' in page
    for scope in ("", f"{building}", f"{building}:2"):
        facts = {"title": "更换电梯", "pack": "national", "scope": scope}
        assert client.post(path, facts).status_code == 302
    wrong = {"title": "更换电梯", "pack": "national", "scope": "7"}
    assert client.post(path, wrong).status_code == 422

    found = OwnersVote.objects.order_by("id").values_list("building", "entrance")
    assert [*found] == [(None, None), (building, None), (building, 2)]


def test_a_home_put_to_business_is_asked_of_its_building(estate: Estate) -> None:
    city, client = estate.cast.city, estate.cast.secretary.client()
    path = f"/votes/new/{city.compound.pk}/unanimous/"
    assert path in text_of(client, f"/votes/new/{city.compound.pk}/")
    assert client.post(path, {"home": city.homes[0].pk, "use": ""}).status_code == 422
    assert client.post(path, {"home": city.homes[0].pk, "use": "裁缝铺"}).status_code == 302

    vote = OwnersVote.objects.get()
    lead = text_of(client, f"/votes/{vote.reference}/lead/")
    assert "第279条" in lead
    assert "lead/motion/" not in lead
    assert estate.cast.resident.client().get(path).status_code == 403


def test_a_second_round_begins_on_the_page_of_the_first(estate: Estate) -> None:
    vote = opened(estate)
    for elector in Elector.objects.filter(vote=vote):
        marks = {"1": "yes", "2": "yes", "3": [1, 2, 3]}
        vote_for(estate, vote, "resident", actor=SYSTEM, elector=elector.pk, choices=marks)
    declared(estate, vote)
    client, path = estate.cast.secretary.client(), f"/votes/{vote.reference}/second-round/3/"

    assert "甲、乙、丙" in text_of(Client(), f"/votes/{vote.reference}/")
    assert path in text_of(client, f"/votes/{vote.reference}/lead/")
    assert client.post(path).status_code == 302
    assert OwnersVote.objects.get(run_off_of=vote).title.endswith("（第二轮选举）")
    assert "已经发起" in client.post(path).content.decode()
    assert estate.cast.resident.client().post(path).status_code == 403


def test_an_imported_result_is_taken_whole_or_told_by_row_and_column(
    estate: Estate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("linli.foundation.clock.now", lambda: AFTER)
    city, client = estate.cast.city, estate.cast.secretary.client()
    path = f"/votes/import/{city.compound.pk}/"
    home = city.homes[0]
    line = f"{home.building.name},{home.entrance},{home.number},同意"

    def send(*lines: str) -> Any:
        table = "\n".join(("楼栋,单元,房号,事项1", *lines)).encode()
        facts = {
            "title": "更换电梯", "system": "市物业系统", "motions": "5 更换电梯",
            "held_from": "2026-09-01", "held_to": "2026-09-20",
            "file": SimpleUploadedFile("result.csv", table, "text/csv"),
        }  # fmt: skip
        return client.post(path, facts)

    wrong = send(line, line)
    assert wrong.status_code == 422
    assert "第2行已经有一票" in wrong.content.decode()
    assert not ImportedVote.objects.exists()
    assert send(line).status_code == 302

    shown = text_of(Client(), f"/votes/imported/{ImportedVote.objects.get().reference}/")
    assert "市物业系统" in shown
    assert "33.33%" in shown
    told = Client().get(f"/api/imported-votes/{ImportedVote.objects.get().reference}").json()
    assert (told["system"], told["results"][0]["passed"]) == ("市物业系统", False)
    assert "更换电梯" in text_of(Client(), f"/votes/in/{city.compound.pk}/")
    assert estate.cast.resident.client().get(path).status_code == 403
    assert Client().get("/votes/imported/NONE2222/").status_code == 404


def test_the_sheet_for_the_door_is_a_pdf_of_the_notice_then_of_the_result(estate: Estate) -> None:
    draft = drafted(estate)
    path = "/votes/{}/posting.pdf".format
    assert estate.cast.secretary.client().get(path(draft.reference)).status_code == 404
    vote = noticed(estate)
    notice = Client().get(path(vote.reference))
    actions.open_vote(actor=SYSTEM, pk=vote.pk, now=DURING)
    vote_for(estate, vote, "resident")
    declared(estate, vote)
    result = Client().get(path(vote.reference))

    assert notice["Content-Type"] == result["Content-Type"] == "application/pdf"
    assert re.match(rb"%PDF-", notice.content)
    assert notice.content != result.content
