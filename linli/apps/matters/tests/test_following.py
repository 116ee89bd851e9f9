"""Likely duplicates, merging and parting, following, urging: who is told what, and what nobody learns."""

from __future__ import annotations

from typing import Any

import pytest
from django.http import Http404
from django.test import Client

from linli.apps.accounts.tests import tiny_city as place
from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Spot
from linli.apps.matters.models import Follow, Matter
from linli.apps.matters.queries import Said
from linli.apps.matters.rules.alike import Candidate, likest, numbers_in
from linli.apps.matters.rules.states import State
from linli.apps.matters.rules.suggesting import shipped_model
from linli.apps.matters.tests.desk import NOW, SYSTEM, WORDS, bring_to, desk, later, report
from linli.apps.notifications.models import Notification
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE

__all__ = ["desk"]
AGAIN = "1栋楼梯间的照明坏了，上楼要摸黑"


def at_home(cast: Cast, **more: Any) -> Said:
    facts = {"kind": "A01", "words": AGAIN, "community": place.COMMUNITY, **more}
    return Said(building=cast.city.first.pk, **facts)


def told(account: int) -> list[str]:
    return list(Notification.objects.filter(account=account).values_list("kind", flat=True))


def test_the_same_thing_in_other_words_is_found(desk: Cast) -> None:
    receipt = report(spot=Spot(building=desk.city.first.pk))

    found = queries.list_alike(said=at_home(desk), now=later(hours=3))

    assert [each.row.reference for each in found] == [receipt.reference]
    assert found[0].words
    assert all(word in AGAIN for word in found[0].words)  # nobody else's words
    assert WORDS not in str(found)


@pytest.mark.parametrize(
    "said",
    [
        {"kind": "A04", "words": "电梯停了两天"},
        {"kind": "H01", "words": "办居住证要什么材料"},
        {"kind": "A01", "words": "5栋的楼道灯不亮"},
    ],
)
def test_another_thing_or_another_building_is_not(desk: Cast, said: dict[str, str]) -> None:
    report(spot=Spot(building=desk.city.first.pk))

    assert queries.list_alike(said=at_home(desk, **said), now=later(hours=3)) == ()


@pytest.mark.parametrize("state", [State.RESOLVED, State.WITHDRAWN, State.DUPLICATE])
def test_what_is_no_longer_open_is_not_shown(desk: Cast, state: State) -> None:
    receipt = bring_to(state)
    said = Said("A01", WORDS, place.COMMUNITY, area=place.GRID)

    found = queries.list_alike(said=said, now=later(days=1))

    assert receipt.reference not in {each.row.reference for each in found}


def test_a_sensitive_matter_is_never_a_hint(desk: Cast) -> None:
    receipt = report(spot=Spot(building=desk.city.first.pk))
    Matter.objects.filter(pk=receipt.id).update(privacy="sensitive")

    assert queries.list_alike(said=at_home(desk), now=NOW) == ()


def test_likeness_costs_as_many_queries_for_one_as_for_twenty(
    desk: Cast, django_assert_num_queries: Any
) -> None:
    for count in (1, 19):
        for _each in range(count):
            report(spot=Spot(building=desk.city.first.pk))
        with django_assert_num_queries(3):
            assert queries.list_alike(said=at_home(desk), now=NOW)


@pytest.mark.pure
def test_an_older_one_and_another_number_weigh_less() -> None:
    model, said = shipped_model(), Said("A01", "3栋楼道灯坏了", 1, building=7)
    fresh = Candidate("A01", "3栋楼梯灯不亮", 1, building=7, id=1, received_at=later(days=-1))
    old = Candidate("A01", "3栋楼梯灯不亮", 1, building=7, id=2, received_at=later(days=-30))
    other = Candidate("A01", "8栋楼梯灯不亮", 1, building=7, id=3, received_at=later(days=-1))

    assert [each.id for each in likest(model, said, [old, other, fresh], NOW)] == [1]
    assert numbers_in("三栋没有数字") == {}


def test_the_check_page_offers_to_follow_instead(desk: Cast) -> None:
    receipt = report(spot=Spot(building=desk.city.first.pk))
    client = desk.resident.client()

    page = client.post(
        "/my/follows/put/", {"target": "matter", "key": receipt.reference, "instead": "1"}
    )

    assert page.headers["Location"] == f"/matters/{receipt.reference}/"
    assert Follow.objects.get().account_id == desk.resident.key


def test_merging_leads_followers_on_and_parting_takes_that_back(desk: Cast) -> None:
    first, second = report(desk.neighbour.actor), report(desk.resident.actor)
    actions.follow(actor=desk.volunteer.actor, target="matter", key=second.id, now=NOW)

    actions.mark_duplicate(
        actor=desk.secretary.actor, pk=second.id, of=first.reference, now=later(hours=1)
    )

    assert set(queries.followers_of(matter=first.id)) == {desk.resident.key, desk.volunteer.key}
    assert told(desk.resident.key) == ["matters.merged"]

    actions.separate_matter(actor=desk.secretary.actor, pk=second.id, now=later(hours=2))

    matter = Matter.objects.get(pk=second.id)
    assert (matter.state, matter.duplicate_of, matter.closed_at) == ("accepted", None, None)
    assert queries.followers_of(matter=first.id) == ()
    assert "matters.parted" in told(desk.resident.key)


def test_followers_of_a_place_hear_of_answers_but_not_of_complaints(desk: Cast) -> None:
    building = desk.city.first.pk
    actions.follow(actor=desk.neighbour.actor, target="building", key=building, now=NOW)
    kind_to_told = {}
    for kind in ("A01", "B02"):
        receipt = report(kind=kind, spot=Spot(building=building))
        kind_to_told[kind] = queries.followers_of(matter=receipt.id)

    assert kind_to_told == {"A01": (desk.neighbour.key,), "B02": ()}


def test_an_answer_reaches_followers_once(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS, actor=desk.resident.actor)
    actions.follow(actor=desk.neighbour.actor, target="area", key=place.COMMUNITY, now=NOW)
    actions.follow(actor=desk.neighbour.actor, target="matter", key=receipt.id, now=NOW)

    actions.resolve_matter(
        actor=SYSTEM, pk=receipt.id, answer="11月17日换好了灯泡和开关。", now=later(hours=2)
    )

    assert told(desk.neighbour.key) == ["matters.followed"]


def test_what_is_followed_is_listed_with_the_same_queries_for_one_and_many(
    desk: Cast, django_assert_num_queries: Any
) -> None:
    who = desk.neighbour.actor
    actions.follow(actor=who, target="building", key=desk.city.first.pk, now=NOW)
    actions.follow(actor=who, target="compound", key=desk.city.compound.pk, now=NOW)
    actions.follow(actor=who, target="area", key=place.COMMUNITY, now=NOW)
    for count in (1, 19):
        for _each in range(count):
            actions.follow(actor=who, target="matter", key=report().id, now=NOW)
        with django_assert_num_queries(6):
            rows = queries.list_follows(actor=who)
    assert len(rows) == 23
    assert next(row.open for row in rows if row.target == "area") == 20


def test_only_who_signed_in_follows_only_what_is_there(desk: Cast) -> None:
    receipt = report(desk.resident.actor)
    Matter.objects.filter(pk=receipt.id).update(privacy="sensitive")

    with pytest.raises(Refused, match="follow_sign_in"):
        actions.follow(actor=ANYONE, target="matter", key=receipt.id, now=NOW)
    with pytest.raises(Http404):
        actions.follow(actor=desk.neighbour.actor, target="matter", key=receipt.id, now=NOW)
    for target, key in (("building", 1 << 70), ("home", 1), ("compound", 0)):
        with pytest.raises(Refused, match="follow_unknown"):
            actions.follow(actor=desk.neighbour.actor, target=target, key=key, now=NOW)


def test_following_twice_is_once_and_one_tap_ends_it(desk: Cast) -> None:
    client = desk.neighbour.client()
    body = {"target": "area", "key": str(place.COMMUNITY), "next": "/my/follows/"}
    for _each in range(2):
        assert client.post("/my/follows/put/", body).headers["Location"] == "/my/follows/"

    assert Follow.objects.count() == 1
    assert "不再关注" in client.get("/my/follows/").content.decode()
    client.post("/my/follows/put/", {**body, "off": "1", "next": "https://elsewhere.example/"})
    assert Follow.objects.count() == 0


def test_the_api_follows_and_ends_it(desk: Cast) -> None:
    receipt, client = report(), desk.neighbour.client()
    body = {"target": "matter", "key": receipt.reference}

    assert client.post("/api/follows", body, content_type="application/json").status_code == 204
    assert [row["key"] for row in client.get("/api/follows").json()] == [receipt.reference]
    assert client.post("/api/follows/end", body, content_type="application/json").status_code == 204
    assert client.get("/api/follows").json() == []


def test_urging_once_in_so_many_hours(desk: Cast) -> None:
    receipt = bring_to(State.IN_PROGRESS, actor=desk.resident.actor)
    Matter.objects.filter(pk=receipt.id).update(handler=desk.grid_worker.key)
    act: dict[str, Any] = {"actor": desk.resident.actor, "pk": receipt.id}

    actions.urge_matter(**act, now=later(hours=1))

    with pytest.raises(Refused, match="urged_before"):
        actions.urge_matter(**act, now=later(hours=3))
    assert actions.urge_matter(**act, now=later(days=1, hours=3)).urges == 2
    assert told(desk.grid_worker.key) == ["matters.urged"] * 2
    page = desk.secretary.client().get(f"/matters/{receipt.reference}/").content.decode()
    assert "催办 2 次" in page


def test_the_reporter_urges_by_code_and_sees_when_again(desk: Cast) -> None:
    code = report().follow_code
    client = Client()

    page = client.post(f"/follow/{code}/urge/", follow=True).content.decode()

    assert "您已催办" in page
    assert "催一催" not in page


def test_the_desk_sees_what_may_be_the_same_with_a_way_to_merge(desk: Cast) -> None:
    at: dict[str, Any] = {"spot": Spot(building=desk.city.first.pk), "now": clock.now()}
    first, second = report(words="1栋楼梯灯不亮", **at), report(**at)
    client = desk.secretary.client()

    page = client.get(f"/matters/{second.reference}/alike/").content.decode()

    assert first.reference in page
    assert client.get(f"/matters/{second.reference}/").status_code == 200
    assert desk.resident.client().get(f"/matters/{second.reference}/alike/").status_code == 404
