"""Votes whose question is given: Art. 279, a second round; and what another system has counted."""

from __future__ import annotations

import datetime as dt
import json
import subprocess
import sys
from pathlib import Path
from typing import Any, Final

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from linli.apps.accounts.tests.cast import Cast, cast, city
from linli.apps.votes import actions, queries
from linli.apps.votes.actions import Held, NotTaken
from linli.apps.votes.models import Elector, ImportedLine, ImportedVote, Motion, OwnersVote, Proxy
from linli.apps.votes.rules.imported import Asked
from linli.apps.votes.rules.thresholds import Tally, judge
from linli.apps.votes.tests.compound import (
    AFTER,
    CLOSES,
    DURING,
    NOTICED,
    OPENS,
    ROLL_ON,
    SYSTEM,
    Estate,
    add_owners,
    declared,
    make_estate,
    opened,
    scan,
    second_clerk,
    vote_for,
)
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused

__all__ = ["cast", "city"]
pytestmark = pytest.mark.django_db
VERIFIER: Final = Path(__file__).parents[1] / "data" / "verify_vote.py"


@pytest.fixture
def estate(cast: Cast) -> Estate:
    return make_estate(cast)


# Art. 279


@pytest.mark.parametrize(
    ("heads_in", "heads_yes", "passed"),
    [(10, 10, True), (10, 9, False), (9, 9, False), (0, 0, False)],
)
def test_every_interested_owner_must_agree(heads_in: int, heads_yes: int, passed: bool) -> None:
    verdict = judge(Tally(10, 1000, heads_in, 100 * heads_in, heads_yes, 100 * heads_yes), 0)

    assert verdict.is_passed is passed
    assert verdict.is_quorate is (heads_in == 10)


def asked_of_the_building(estate: Estate) -> OwnersVote:
    home = estate.cast.city.homes[0]
    vote = actions.draft_unanimous(
        actor=estate.secretary,
        compound=estate.cast.city.compound.pk,
        home=home.pk,
        use="开一间裁缝铺，营业到晚上八点。",
        now=NOTICED,
    )
    act: dict[str, Any] = {"actor": estate.secretary, "pk": vote.pk, "now": NOTICED}
    actions.freeze_roll(**act, on=ROLL_ON)
    actions.give_notice(**act, opens_at=OPENS, closes_at=CLOSES)
    return actions.open_vote(actor=SYSTEM, pk=vote.pk, now=OPENS)


@pytest.mark.parametrize(("mark", "passed"), [("yes", True), ("no", False), ("abstain", False)])
def test_the_asker_stands_outside_and_one_who_does_not_agree_is_enough(
    estate: Estate, mark: str, passed: bool, tmp_path: Path
) -> None:
    vote = asked_of_the_building(estate)
    assert not Elector.objects.filter(vote=vote, owners__person=estate.persons["resident"]).exists()
    others = list(Elector.objects.filter(vote=vote).order_by("number"))
    assert others
    for elector in others[:-1]:
        vote_for(estate, vote, "resident", actor=SYSTEM, elector=elector.pk, choices={"1": "yes"})
    vote_for(estate, vote, "resident", actor=SYSTEM, elector=others[-1].pk, choices={"1": mark})
    declared(estate, vote)

    result = queries.result_of(queries.get_page(actor=estate.secretary, reference=vote.reference))[
        0
    ]
    assert (result.passed, result.motion.is_unanimous) == (passed, True)
    file = tmp_path / "bundle.json"
    bundle = queries.get_bundle(actor=estate.secretary, pk=vote.pk)
    file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
    done = subprocess.run([sys.executable, "-I", str(VERIFIER), str(file)], check=False)
    assert done.returncode == 0


def test_silence_is_no_consent(estate: Estate) -> None:
    add_owners(estate, 2)
    vote = asked_of_the_building(estate)
    first = Elector.objects.filter(vote=vote).first()
    assert first is not None
    vote_for(estate, vote, "resident", actor=SYSTEM, elector=first.pk, choices={"1": "yes"})
    declared(estate, vote)

    page = queries.get_page(actor=estate.secretary, reference=vote.reference)
    assert queries.result_of(page)[0].passed is False


def test_the_question_of_art_279_is_given(estate: Estate) -> None:
    city = estate.cast.city
    facts: dict[str, Any] = {
        "actor": estate.secretary, "compound": city.compound.pk, "now": NOTICED,
    }  # fmt: skip
    with pytest.raises(Refused, match=r"vote\.home"):
        actions.draft_unanimous(**facts, home=7, use="开店")
    with pytest.raises(Refused, match=r"vote\.use"):
        actions.draft_unanimous(**facts, home=city.homes[0].pk, use=" ")
    with pytest.raises(PermissionDenied):
        actions.draft_unanimous(
            **{**facts, "actor": estate.cast.resident.actor}, home=city.homes[0].pk, use="开店"
        )
    vote = actions.draft_unanimous(**facts, home=city.homes[0].pk, use="开店")
    with pytest.raises(Refused, match=r"vote\.motion_fixed"):
        actions.set_motions(
            actor=estate.secretary, pk=vote.pk, now=NOTICED, questions=[actions.Question(9, "别的")]
        )
    Motion.objects.filter(vote=vote).update(item=9)
    actions.freeze_roll(actor=estate.secretary, pk=vote.pk, on=ROLL_ON, now=NOTICED)
    with pytest.raises(IntegrityError), transaction.atomic():
        actions.give_notice(
            actor=estate.secretary, pk=vote.pk, opens_at=OPENS, closes_at=CLOSES, now=NOTICED
        )


# A second round


def test_a_second_round_has_the_candidates_of_the_first_who_are_level(estate: Estate) -> None:
    vote = opened(estate)
    for name, marks in (("resident", [1, 2, 3, 4, 5]), ("neighbour", [1, 2, 3, 4, 6])):
        vote_for(estate, vote, name, choices={"1": "yes", "2": "yes", "3": marks})
    third = Elector.objects.get(vote=vote, owners__company__startswith="西江")
    facts = {"actor": SYSTEM, "elector": third.pk}
    vote_for(estate, vote, "resident", **facts, choices={"1": "yes", "3": [1, 2, 3, 5, 6]})
    act: dict[str, Any] = {"actor": estate.secretary, "pk": vote.pk, "now": AFTER}
    with pytest.raises(Refused, match=r"election\.not_told"):
        actions.draft_run_off(**act, motion=3)
    declared(estate, vote)

    outcome = queries.elections_of(vote.pk)[0]
    assert (outcome.elected, outcome.second, outcome.seats_open) == (
        ("甲", "乙", "丙"), ("丁", "戊", "己"), 2,
    )  # fmt: skip
    with pytest.raises(Refused, match=r"election\.no_second"):
        actions.draft_run_off(**act, motion=1)
    second = actions.draft_run_off(**act, motion=3)
    motion = Motion.objects.get(vote=second)
    assert (motion.candidates, motion.seats, motion.is_run_off) == (["丁", "戊", "己"], 2, True)
    with pytest.raises(Refused, match=r"election\.second_begun"):
        actions.draft_run_off(**act, motion=3)
    begun: dict[str, Any] = {"actor": estate.secretary, "pk": second.pk, "now": AFTER}
    actions.freeze_roll(**begun, on=ROLL_ON)
    opens = AFTER + dt.timedelta(days=16)
    actions.give_notice(**begun, opens_at=opens, closes_at=opens + dt.timedelta(days=9))
    OwnersVote.objects.get(pk=second.pk, state="noticed")
    with pytest.raises(IntegrityError), transaction.atomic():
        OwnersVote.objects.filter(pk=second.pk).update(run_off_of=None)


# Proxies on paper


def test_a_proxy_on_paper_holds_after_a_second_clerk(estate: Estate) -> None:
    vote = opened(estate)
    elector = estate.elector_of(vote, "resident").pk
    act: dict[str, Any] = {"actor": estate.secretary, "pk": vote.pk, "now": DURING}
    holder = estate.cast.volunteer.key
    proxy = actions.grant_proxy(
        **act, elector=elector, holder=holder, ends_at=CLOSES, document=scan()
    )
    cast_by = {"elector": elector, "choices": {"1": "yes"}}
    with pytest.raises(PermissionDenied):
        vote_for(estate, vote, "volunteer", **cast_by)
    with pytest.raises(Refused, match=r"proxy\.two_clerks"):
        actions.confirm_proxy(**act, proxy=proxy.pk)
    actions.confirm_proxy(**{**act, "actor": second_clerk()}, proxy=proxy.pk)

    assert vote_for(estate, vote, "volunteer", **cast_by).sequence == 1
    with pytest.raises(Refused, match=r"proxy\.settled"):
        actions.confirm_proxy(**act, proxy=proxy.pk)
    for change in ({"holder": 7}, {"clerk_two": 7}, {"ends_at": CLOSES + dt.timedelta(1)}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Proxy.objects.filter(pk=proxy.pk).update(**change)
    with pytest.raises(IntegrityError), transaction.atomic():
        Proxy.objects.filter(pk=proxy.pk)._raw_delete("default")
    assert len(queries.list_proxies(actor=estate.secretary, vote=vote, is_clerk=True)) == 1
    own = estate.cast.resident.actor
    assert len(queries.list_proxies(actor=own, vote=vote, is_clerk=False)) == 1
    other = estate.cast.neighbour.actor
    assert queries.list_proxies(actor=other, vote=vote, is_clerk=False) == ()


# What another system has counted

HELD: Final = Held(
    "更换电梯", "市物业电子投票系统", dt.date(2026, 9, 1), dt.date(2026, 9, 20),
    (Asked(5, "使用维修资金更换电梯"), Asked(8, "出租广告位")),
)  # fmt: skip


def table(estate: Estate, *lines: str) -> bytes:
    return "\n".join(("楼栋,单元,房号,事项1,事项2", *lines)).encode("utf-8-sig")


def doors(estate: Estate) -> list[str]:
    return [
        f"{home.building.name},{home.entrance},{home.number}" for home in estate.cast.city.homes[:3]
    ]


def take(estate: Estate, content: bytes, **changed: Any) -> ImportedVote:
    facts: dict[str, Any] = {
        "actor": estate.secretary,
        "compound": estate.cast.city.compound.pk,
        "held": HELD,
        "content": content,
        "now": AFTER,
        **changed,
    }
    return actions.import_result(**facts)


def test_an_imported_result_is_counted_by_the_law_and_stands_apart(estate: Estate) -> None:
    first, second, _third = doors(estate)
    content = table(estate, f"{first},同意,反对", f"{second},同意,")
    vote = take(estate, content)

    row, results = queries.get_imported(vote.reference)
    assert (row.system, [own.passed for own in results]) == ("市物业电子投票系统", [True, False])
    assert results[0].tally == Tally(3, 3 * 8850, 2, 2 * 8850, 2, 2 * 8850)
    assert [own.reference for own in queries.list_imported(vote.compound_id)] == [vote.reference]
    assert not OwnersVote.objects.exists()
    with pytest.raises(Refused, match=r"import\.twice"):
        take(estate, content)
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedLine.objects.update(passed=False)
    false = {**vars(ImportedLine.objects.first()), "id": new_key(AFTER), "number": 9}
    false = {name: value for name, value in false.items() if name != "_state"}
    with pytest.raises(IntegrityError), transaction.atomic():
        ImportedLine.objects.create(**{**false, "passed": not false["passed"]})


def test_a_person_twice_an_unknown_home_and_a_strange_mark_are_told_by_row_and_column(
    estate: Estate,
) -> None:
    first, second, _third = doors(estate)
    lines = (
        f"{first},同意,同意",
        "九十九栋,1,101,同意,同意",
        f"{first},反对,反对",
        f"{second},也许,同意",
    )
    with pytest.raises(NotTaken) as error:
        take(estate, table(estate, *lines))

    assert [(fault.row, fault.column) for fault in error.value.faults] == [
        (3, "房号"), (4, "房号"), (5, "事项1"),
    ]  # fmt: skip
    assert error.value.faults[1].params == {"first": 2}
    assert not ImportedVote.objects.exists()


def test_who_does_not_lead_and_what_is_no_table_is_refused(estate: Estate) -> None:
    content = table(estate, f"{doors(estate)[0]},同意,同意")
    with pytest.raises(PermissionDenied):
        take(estate, content, actor=estate.cast.resident.actor)
    with pytest.raises(Refused, match=r"import\.format"):
        take(estate, b"PK\x03\x04")
    late = Held("更换电梯", "市系统", dt.date(2026, 9, 1), dt.date(2027, 9, 1), HELD.asked)
    with pytest.raises(Refused, match=r"import\.dates"):
        take(estate, content, held=late)
