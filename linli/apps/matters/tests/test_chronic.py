"""What keeps coming back at a place is seen, taken care of, and never about a person."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.http import Http404
from django.test.utils import CaptureQueriesContext

from linli.apps.accounts.tests.cast import Cast
from linli.apps.matters import actions, queries
from linli.apps.matters.actions import Spot
from linli.apps.matters.models import Matter, PlaceCare
from linli.apps.matters.tests.desk import NOW, desk, later, report
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

__all__ = ["desk"]
WORDS = "物业十二月换整栋线路，社区每周看一次。"


def again(cast: Cast, times: int, **more: Any) -> None:
    for _each in range(times):
        report(spot=Spot(building=cast.city.first.pk), **more)


def seen(cast: Cast, who: str = "secretary") -> list[tuple[str, int, str]]:
    rows = queries.list_chronic(actor=cast[who].actor, now=later(days=1))
    return [(one.repeat.kind, one.repeat.total, one.care) for one in rows]


def care(cast: Cast, who: str = "secretary", words: str = WORDS) -> PlaceCare:
    compound = cast.city.compound.pk
    return actions.care_for(
        actor=cast[who].actor, compound=compound, kind="A01", words=words, now=later(days=1)
    )


def test_three_times_at_one_place_is_seen_and_twice_is_not(desk: Cast) -> None:
    again(desk, 3)
    again(desk, 2, kind="B01")
    Matter.objects.filter(kind="A01").update(is_open=False, state="withdrawn")
    assert seen(desk) == []  # what was withdrawn does not count
    Matter.objects.update(is_open=True, state="received")

    assert seen(desk) == [("A01", 3, "")]
    assert seen(desk, "subdistrict_officer") == seen(desk, "city_officer") == seen(desk)
    assert seen(desk, "outsider") == seen(desk, "grid_worker") == seen(desk, "resident") == []


def test_what_is_half_a_year_old_is_forgotten(desk: Cast) -> None:
    again(desk, 3)

    assert queries.list_chronic(actor=desk.secretary.actor, now=later(days=181)) == ()


def test_the_newest_word_on_what_is_done_counts_and_twice_is_once(desk: Cast) -> None:
    again(desk, 3)
    care(desk, words="先换灯泡，再查线路。")
    for _twice in range(2):
        care(desk)

    assert seen(desk) == [("A01", 3, WORDS)]
    assert PlaceCare.objects.count() == 2
    assert JournalLine.objects.filter(verb="matters.care").count() == 2


@pytest.mark.parametrize("who", ["outsider", "grid_worker", "resident", "property_manager"])
def test_nobody_else_takes_care_of_it(desk: Cast, who: str) -> None:
    again(desk, 3)
    with pytest.raises(Http404):
        care(desk, who)


def test_nothing_is_written_where_nothing_keeps_coming_back(desk: Cast) -> None:
    again(desk, 2)
    with pytest.raises(Http404):
        care(desk)


@pytest.mark.parametrize("words", ["", "好", "三楼老刁民又报", "字" * 301])
def test_bad_words_are_refused(desk: Cast, words: str) -> None:
    again(desk, 3)
    with pytest.raises(Refused):
        care(desk, words=words)
    assert not PlaceCare.objects.exists()


def test_the_page_shows_it_keeps_what_was_typed_and_leads_to_the_matters(desk: Cast) -> None:
    again(desk, 3, now=clock.now())
    client = desk.secretary.client()
    page = client.get("/matters/chronic/").content.decode()
    assert "江滨花园" in page
    typed = {"compound": desk.city.compound.pk, "kind": "A01"}
    refused = client.post("/matters/chronic/", {**typed, "words": "刁民" + WORDS})
    assert refused.status_code == 422
    assert "刁民" + WORDS in refused.content.decode()
    client.post("/matters/chronic/", {**typed, "words": WORDS})
    assert WORDS in client.get("/matters/chronic/").content.decode()

    report(now=clock.now(), kind="B01", spot=Spot(building=desk.city.first.pk))
    where = f"?scope=all&kind=A01&compound={desk.city.compound.pk}"
    behind = client.get(f"/matters/{where}").content.decode()
    assert behind.count('<th scope="row">') == 3
    assert desk.grid_worker.client().get("/matters/chronic/").status_code == 403


def test_the_api_lists_and_takes_words(desk: Cast) -> None:
    again(desk, 3, now=clock.now())
    client = desk.secretary.client()
    body = {"compound": str(desk.city.compound.pk), "kind": "A01", "words": WORDS}

    assert client.post("/api/chronic", body, content_type="application/json").status_code == 204
    rows = client.get("/api/chronic").json()
    assert [(row["kind"], row["total"], row["care"]) for row in rows] == [("A01", 3, WORDS)]
    assert desk.resident.client().get("/api/chronic").json() == []


def test_one_and_twenty_ask_the_same_two_questions(desk: Cast) -> None:
    counts = []
    kinds = [kind.code for kind in queries.kinds_on(NOW.date()) if kind.privacy == "normal"]
    for some in (kinds[:1], kinds[1:12]):
        for kind in some:
            again(desk, 3, kind=kind)
        with CaptureQueriesContext(connection) as taken:
            assert seen(desk)
        counts.append(len(taken))
    assert counts == [2, 2]
