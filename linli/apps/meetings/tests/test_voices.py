"""Hearing, talk and review: every opinion answered, every need settled, nobody's rating known."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction

from linli.apps.accounts.tests.cast import PROPERTY_FIRM
from linli.apps.matters.actions import Spot
from linli.apps.matters.models import Matter
from linli.apps.meetings import actions, queries
from linli.apps.meetings.models import Meeting, Need, Opinion, Rated, Rating
from linli.apps.meetings.tests.table import AFTER, BEGINS, CALLED, DURING, Table, table
from linli.apps.meetings.tests.test_acts import refusal
from linli.platform.models import JournalLine

__all__ = ["table"]
pytestmark = pytest.mark.django_db
MARKS = {"timely": 5, "quality": 4, "open": 2, "attentive": 4}


# ── Hearing ───────────────────────────────────────────────────────────────────────────────────────
def opinion(table: Table, meeting: Meeting, who: str = "resident", **more: Any) -> Opinion:
    facts: dict[str, Any] = {"words": "车位太窄，老人上下车不便", "now": CALLED, **more}
    return actions.give_opinion(actor=table.cast[who].actor, meeting=meeting.pk, **facts)


def answer(table: Table, said: Opinion, **more: Any) -> Opinion:
    facts: dict[str, Any] = {
        "actor": table.secretary,
        "verdict": "adopted",
        "reason": "改为2.5米宽",
        **more,
    }
    return actions.answer_opinion(opinion=said.pk, now=DURING, **facts)


def test_a_hearing_ends_when_every_opinion_is_answered(table: Table) -> None:
    hearing = table.call("decision_hearing")
    first, second = opinion(table, hearing), opinion(table, hearing, "neighbour")
    table.open(hearing)
    answer(table, first)

    assert refusal(lambda: table.close(hearing)) == "meeting.opinion_unanswered"
    answer(table, second, verdict="not", reason="这样会少两个车位，多数人不同意")
    assert table.close(hearing).state == "closed"
    page = queries.get_page(actor=table.cast.stranger.actor, reference=hearing.reference)
    assert [each.verdict for each in page.opinions] == ["adopted", "not"]


def test_an_answer_has_a_verdict_and_a_reason(table: Table) -> None:
    hearing = table.call("decision_hearing")
    said = opinion(table, hearing)

    assert refusal(lambda: answer(table, said)) == "meeting.not_begun"
    table.open(hearing)
    assert refusal(lambda: answer(table, said, verdict="maybe")) == "opinion.verdict"
    assert refusal(lambda: answer(table, said, reason="")) == "meeting.text_missing"
    with pytest.raises(PermissionDenied):
        answer(table, said, actor=table.cast.resident.actor)


def test_an_opinion_is_for_a_hearing_and_of_somebody(table: Table) -> None:
    hearing, talk = table.call("decision_hearing"), table.call("residents_talk")

    assert refusal(lambda: opinion(table, talk)) == "voice.kind"
    assert refusal(lambda: opinion(table, hearing, words=" ")) == "meeting.text_missing"
    assert refusal(lambda: opinion(table, hearing, words="长" * 1001)) == "meeting.text_long"
    with pytest.raises(PermissionDenied):
        opinion(table, hearing, "stranger")
    assert opinion(table, hearing, "secretary").author_id is None  # written at the desk


# ── Talk ──────────────────────────────────────────────────────────────────────────────────────────
def need(table: Table, meeting: Meeting) -> Need:
    return actions.take_need(
        actor=table.cast.resident.actor, meeting=meeting.pk, words="楼道灯三天不亮", now=CALLED
    )


def test_each_need_becomes_a_matter_or_is_answered(table: Table) -> None:
    talk = table.call("residents_talk")
    first, second = need(table, talk), need(table, talk)
    table.open(talk)
    spot = Spot(building=table.cast.city.first.pk)
    facts: dict[str, Any] = {"actor": table.secretary, "now": DURING}

    made = actions.turn_need_into_matter(need=first.pk, kind="A01", spot=spot, **facts)
    assert made.matter is not None
    assert (made.matter.channel, made.matter.words) == ("meeting", "楼道灯三天不亮")
    assert refusal(lambda: table.close(talk)) == "meeting.need_open"
    again = lambda: actions.answer_need(need=first.pk, answer="已转", **facts)  # noqa: E731
    assert refusal(again) == "need.settled"
    actions.answer_need(need=second.pk, answer="今晚就换灯", **facts)
    assert table.close(talk).state == "closed"
    assert Matter.objects.count() == 1


def test_a_need_without_a_place_stays_a_need(table: Table) -> None:
    talk = table.call("residents_talk")
    said = need(table, talk)
    table.open(talk)
    make = lambda: actions.turn_need_into_matter(  # noqa: E731
        actor=table.secretary, need=said.pk, kind="A01", spot=Spot(), now=DURING
    )

    assert refusal(make) == "matters.place_missing"
    assert not Matter.objects.exists()


# ── Review ────────────────────────────────────────────────────────────────────────────────────────
def review(table: Table, slips: int = 20) -> Meeting:
    meeting = table.call("service_review")
    actions.name_review(
        actor=table.secretary,
        meeting=meeting.pk,
        unit=PROPERTY_FIRM,
        service="电梯维修",
        slips=slips,
        now=CALLED,
    )
    return table.open(meeting)


def rate(table: Table, meeting: Meeting, who: str = "resident", **more: Any) -> None:
    facts: dict[str, Any] = {"marks": MARKS, **more}
    actions.rate_service(actor=table.cast[who].actor, meeting=meeting.pk, now=DURING, **facts)


def slip(table: Table, meeting: Meeting, number: int) -> None:
    actions.rate_on_paper(
        actor=table.secretary, meeting=meeting.pk, slip=number, marks=MARKS, now=DURING
    )


def come(table: Table, meeting: Meeting, who: str = "resident") -> None:
    actions.check_in(actor=table.cast[who].actor, meeting=meeting.pk, code=meeting.door, now=BEGINS)


def result(table: Table, meeting: Meeting) -> queries.ReviewResult:
    page = queries.get_page(actor=table.cast.stranger.actor, reference=meeting.reference)
    found = queries.get_review(page.meeting, page.kind)
    assert found is not None
    return found


def test_nothing_is_shown_below_fifteen_raters_or_before_the_end(table: Table) -> None:
    meeting = review(table)
    for number in range(1, 15):
        slip(table, meeting, number)
    few = result(table, meeting)
    slip(table, meeting, 15)
    during = result(table, meeting)
    table.close(meeting)
    after = result(table, meeting)

    assert (few.raters, few.missing, few.aspects) == (14, 1, ())
    assert during.aspects == ()
    assert [(name, each.counts) for name, each in after.aspects][:2] == [
        ("及时", (0, 0, 0, 0, 15)),
        ("做得好不好", (0, 0, 0, 15, 0)),
    ]


def test_a_closed_review_of_few_tells_nothing_at_all(table: Table) -> None:
    meeting = review(table)
    slip(table, meeting, 1)
    table.close(meeting)

    assert result(table, meeting).aspects == ()
    assert result(table, meeting).words == ()


def test_a_person_and_a_slip_rate_once(table: Table) -> None:
    meeting = review(table, slips=3)
    assert refusal(lambda: rate(table, meeting)) == "review.absent"
    come(table, meeting)
    rate(table, meeting)
    slip(table, meeting, 3)

    assert refusal(lambda: rate(table, meeting)) == "review.twice"
    assert refusal(lambda: slip(table, meeting, 3)) == "review.twice"
    assert refusal(lambda: slip(table, meeting, 4)) == "review.slip"
    assert Rating.objects.count() == Rated.objects.count() == 2


@pytest.mark.parametrize(
    "marks",
    [{}, {"timely": 5}, {**MARKS, "timely": 6}, {**MARKS, "who": 1}, {**MARKS, "open": "5"}],
)
def test_each_aspect_has_one_mark(table: Table, marks: dict[str, object]) -> None:
    meeting = review(table)
    come(table, meeting)

    assert refusal(lambda: rate(table, meeting, marks=marks)) == "review.marks"
    assert not Rated.objects.exists()


def test_nothing_ties_a_rating_to_who_gave_it(table: Table) -> None:
    """The rating has no account, no time, and no key that tells either; nor has the journal."""
    meeting = review(table)
    for who in ("resident", "neighbour", "volunteer"):
        come(table, meeting, who)
        rate(table, meeting, who, marks={**MARKS, "timely": 1 + len(who) % 5})
    columns = {field.name for field in Rating._meta.get_fields()}

    assert columns == {"id", "meeting", "marks", "words"}
    assert {field.name for field in Rated._meta.get_fields()} == {
        "id",
        "meeting",
        "account",
        "slip",
    }
    given = list(Rated.objects.order_by("id").values_list("id", flat=True))
    marked = list(Rating.objects.order_by("id").values_list("id", flat=True))
    assert not {*given} & {*marked}
    assert not JournalLine.objects.filter(verb__contains="rat").exists()


def test_nobody_changes_a_rating_in_the_database(table: Table) -> None:
    meeting = review(table)
    slip(table, meeting, 1)
    for statement in (
        "UPDATE meetings_rating SET words = '改过'",
        "DELETE FROM meetings_rating",
        "DELETE FROM meetings_rated",
    ):
        with (
            pytest.raises(DatabaseError, match="append-only"),
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)


def test_a_review_names_the_service_before_it_begins(table: Table) -> None:
    meeting = table.call("service_review")
    name = lambda: actions.name_review(  # noqa: E731
        actor=table.secretary, meeting=meeting.pk, unit=1, service="电梯维修", now=CALLED
    )
    assert refusal(name) == "review.unit"
    assert refusal(lambda: table.open(meeting)) == "review.missing"
    talk = table.call("residents_talk")
    wrong = lambda: actions.name_review(  # noqa: E731
        actor=table.secretary, meeting=talk.pk, unit=PROPERTY_FIRM, service="电梯维修", now=CALLED
    )
    assert refusal(wrong) == "review.kind"
    running = review(table)
    late = lambda: actions.name_review(  # noqa: E731
        actor=table.secretary, meeting=running.pk, unit=PROPERTY_FIRM, service="保洁服务", now=AFTER
    )
    assert refusal(late) == "review.begun"


# ── Rights ────────────────────────────────────────────────────────────────────────────────────────
def test_what_somebody_said_is_handed_over_and_cut_off_on_wish(table: Table) -> None:
    hearing = table.call("decision_hearing")
    said = opinion(table, hearing)
    account = table.cast.resident.key

    assert queries.export_voices(account)["opinions"] == [said.words]
    queries.erase_voices(account, AFTER)
    assert queries.export_voices(account)["opinions"] == []
    assert Opinion.objects.get().words == said.words
