"""One topic from the first complaint to "it is really done", through the meeting and the vote engines."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.models import Topic, TopicMeeting
from linli.apps.deliberation.rules.stages import STAGES, Stage
from linli.apps.deliberation.tests.hall import SYSTEM, Assembly, assembly, bring_to, later
from linli.apps.meetings import actions as meetings
from linli.apps.meetings.models import Attendee
from linli.apps.people.models import Person
from linli.apps.votes import actions as votes
from linli.foundation.clock import LOCAL
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE

__all__ = ["assembly"]
DAY = dt.timedelta(days=1)


def refusal(code: str) -> Any:
    return pytest.raises(Refused, match=code.replace(".", r"\."))


def seat(assembly: Assembly) -> None:
    for account, kind in (
        (assembly.cast.secretary.key, "compound"),
        (assembly.cast.neighbour.key, "residents"),
    ):
        person = Person.objects.get(account=account)
        actions.fill_seat(
            actor=SYSTEM,
            pk=assembly.hall.pk,
            kind=kind,
            person=person.pk,
            now=later(days=-58),
        )


def hold_sitting(assembly: Assembly, topic: Topic, now: dt.datetime) -> int:
    """Call a sitting, hold it and publish its minutes; return the meeting."""
    start = (now + 4 * DAY).astimezone(LOCAL).replace(hour=19, minute=0)
    (link,) = actions.call_sitting(
        actor=assembly.cast.secretary.actor,
        client_id=uuid.uuid4(),
        pk=assembly.hall.pk,
        topics=(topic.pk,),
        starts_at=start,
        ends_at=start + dt.timedelta(hours=1),
        now=now,
    )
    key = link.meeting_id
    meetings.open_meeting(actor=SYSTEM, meeting=key, now=start)
    for place in Attendee.objects.filter(meeting=key):
        meetings.register_at_desk(actor=SYSTEM, meeting=key, attendee=place.pk, now=start)
    meetings.close_meeting(actor=SYSTEM, meeting=key, now=start + dt.timedelta(hours=1))
    done = start + dt.timedelta(hours=2)
    text = "大家同意两边都装扶手，坡道按标准做，由物业出钱。"
    version = meetings.draft_minutes(actor=SYSTEM, meeting=key, text=text, now=done)
    for place in Attendee.objects.filter(meeting=key):
        meetings.record_signature(
            actor=SYSTEM, meeting=key, version=version.number, attendee=place.pk, now=done
        )
    meetings.publish_minutes(actor=SYSTEM, meeting=key, now=done)
    return key


def to_vote(assembly: Assembly, **option: Any) -> tuple[Topic, dt.datetime]:
    seat(assembly)
    topic = bring_to(Stage.IN_MEETING, assembly, option=assembly.option(**option))
    secretary = assembly.cast.secretary.actor
    with refusal("topic.no_minutes"):
        actions.open_topic_vote(actor=secretary, pk=topic.pk, now=topic.entered_at)
    hold_sitting(assembly, topic, topic.entered_at)
    now = topic.entered_at + 5 * DAY
    actions.open_topic_vote(actor=secretary, pk=topic.pk, now=now)
    topic.refresh_from_db()
    return topic, now


def test_a_topic_runs_to_its_end_and_not_done_reopens_it(assembly: Assembly) -> None:
    topic, now = to_vote(assembly)
    secretary = assembly.cast.secretary.actor
    assert (topic.engine, topic.owners_vote_id) == ("residents", None)
    vote = topic.residents_vote_id
    assert vote is not None
    for voter in (
        assembly.cast.resident.actor,
        assembly.cast.neighbour.actor,
        *assembly.others,
    ):
        votes.cast_residents_ballot(
            actor=voter, pk=vote, mark=[1], client_id=uuid.uuid4(), now=now + DAY
        )
    with refusal("topic.no_result"):
        actions.publish_outcome(actor=secretary, pk=topic.pk, text="大家同意，下周开工。", now=now)
    votes.close_residents_vote(actor=SYSTEM, pk=vote, now=topic.due_at)
    topic.refresh_from_db()
    assert (topic.result, topic.carried_options, topic.stage) == ("carried", [1], "voting")

    now = topic.due_at + DAY
    actions.publish_outcome(
        actor=secretary, pk=topic.pk, text="五户都同意，物业下周开工装扶手。", now=now
    )
    with refusal("topic.window_open"):
        actions.advance_topic(actor=secretary, pk=topic.pk, now=now)
    now += 8 * DAY
    actions.advance_topic(actor=secretary, pk=topic.pk, now=now)
    handler = assembly.cast.department_handler.actor
    work: dict[str, Any] = {"actor": handler, "pk": topic.pk, "now": now}
    actions.report_progress(percent=40, text="扶手已到货。", **work)
    with refusal("progress.no_proof"):
        actions.report_progress(percent=100, text="都装好了。", **work)
    actions.report_progress(percent=100, text="都装好了。", proof="验收单 12 号", **work)

    neighbours = (assembly.cast.resident.actor, assembly.cast.neighbour.actor, assembly.others[0])
    for who in neighbours:
        actions.review_topic(
            actor=who, pk=topic.pk, is_done=False, words="右边的扶手还晃。", now=now
        )
    with refusal("review.once"):
        actions.review_topic(actor=neighbours[0], pk=topic.pk, is_done=True, now=now)
    actions.finish_review(actor=secretary, pk=topic.pk, now=now)
    topic.refresh_from_db()
    assert (topic.stage, topic.round, topic.percent) == ("in_work", 2, 0)

    actions.report_progress(percent=100, text="重新固定了。", proof="照片已贴在门口", **work)
    for who in neighbours:
        actions.review_topic(actor=who, pk=topic.pk, is_done=True, now=now)
    actions.finish_review(actor=secretary, pk=topic.pk, now=now)
    page = queries.get_topic(actor=ANYONE, reference=topic.reference, now=now)
    assert (page.topic.stage, page.topic.is_open, page.facts.yes) == ("closed", False, 3)
    verbs = [line.verb.removeprefix("deliberation.") for line in page.lines]
    for verb in ("raise", "seconded", "triage", "minutes", "to_voting", "result", "reopen"):
        assert verb in verbs


def test_too_few_voters_end_it_after_the_notice(assembly: Assembly) -> None:
    topic, _now = to_vote(assembly)
    secretary = assembly.cast.secretary.actor
    assert topic.residents_vote_id is not None
    votes.close_residents_vote(actor=SYSTEM, pk=topic.residents_vote_id, now=topic.due_at)
    topic.refresh_from_db()
    assert topic.result == "too_few"
    now = topic.due_at + DAY
    actions.publish_outcome(
        actor=secretary, pk=topic.pk, text="参加的人不到一半，这次不办，以后再提。", now=now
    )
    actions.advance_topic(actor=secretary, pk=topic.pk, now=now + 9 * DAY)
    topic.refresh_from_db()
    assert (topic.stage, topic.is_open) == ("not_carried", False)


def test_what_owners_decide_goes_to_their_engine_and_to_no_other(assembly: Assembly) -> None:
    topic, _now = to_vote(assembly, payer="repair_fund", item=5, yuan=38000)

    assert (topic.engine, topic.residents_vote_id) == ("owners", None)
    assert topic.owners_vote is not None
    assert topic.owners_vote.state == "draft"
    motion = topic.owners_vote.motions.get()
    assert motion.item == 5


def test_a_hall_without_rules_cannot_sit_by_any_door(assembly: Assembly) -> None:
    hall = actions.found_hall(
        actor=SYSTEM,
        name="没有规则的议事厅",
        area=assembly.hall.area_id,
        room="凉亭",
        hours="全天开放",
        now=later(days=-58),
    )
    person = Person.objects.get(account=assembly.cast.secretary.key)
    now = later(days=-58)
    actions.fill_seat(actor=SYSTEM, pk=hall.pk, kind="other", person=person.pk, now=now)
    with refusal("hall.no_rules"):
        meetings.call_meeting(
            actor=assembly.cast.secretary.actor,
            client_id=uuid.uuid4(),
            body=hall.body_id,
            kind="hall_sitting",
            title="没有规则也想开会",
            starts_at=now + 4 * DAY,
            ends_at=now + 4 * DAY + dt.timedelta(hours=1),
            place="凉亭",
            area=hall.area_id,
            now=now,
        )
    assert not TopicMeeting.objects.exists()


def strike(sql: str, values: tuple[Any, ...]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(sql, values)
        assert cursor.rowcount > 0, "the attack missed"


def attack(sql: str, *values: object) -> None:
    with pytest.raises(IntegrityError):  # a guard or a constraint: a slip of ours is another error
        strike(sql, values)


def test_no_raw_sql_jumps_a_stage_or_skips_the_vote(assembly: Assembly) -> None:
    topic = bring_to(Stage.IN_MEETING, assembly)
    table = "UPDATE deliberation_topic SET "
    for stage in STAGES:
        if stage != Stage.IN_MEETING:
            attack(f"{table}stage = %s WHERE id = %s", stage.value, topic.pk)
    attack(f"{table}result = 'carried', stage = 'in_work' WHERE id = %s", topic.pk)
    attack(f"{table}percent = 101 WHERE id = %s", topic.pk)
    attack(f"{table}lane = '' WHERE id = %s", topic.pk)
    attack("UPDATE deliberation_topicoption SET yuan = 1 WHERE topic_id = %s", topic.pk)
    attack("DELETE FROM deliberation_topicoption WHERE topic_id = %s", topic.pk)
    attack("UPDATE deliberation_topictriage SET lane = 'x' WHERE topic_id = %s", topic.pk)
    attack("DELETE FROM deliberation_topictriage WHERE topic_id = %s", topic.pk)
    attack("UPDATE deliberation_hallrules SET seconds = 1")
    attack("DELETE FROM deliberation_hallrules")
    late = "INSERT INTO deliberation_topicsecond (id, topic_id, at) VALUES (7, %s, %s)"
    attack(late, topic.pk, topic.due_at.isoformat())
    idea = "INSERT INTO deliberation_idea (id, topic_id, number, given_as, is_relayed, text, at, hidden_reason) VALUES (7, %s, 9, 'neighbour', %s, 'x', %s, '')"
    attack(idea, topic.pk, False, topic.due_at.isoformat())


def test_no_raw_sql_forges_what_the_residents_decided(assembly: Assembly) -> None:
    topic, now = to_vote(assembly)
    table = "UPDATE deliberation_topic SET "
    attack(f"{table}result = 'carried' WHERE id = %s", topic.pk)
    attack(f"{table}result = 'carried', stage = 'publicising' WHERE id = %s", topic.pk)
    attack(f"{table}residents_vote_id = NULL, result = 'carried' WHERE id = %s", topic.pk)
    attack(f"{table}residents_vote_id = NULL WHERE id = %s", topic.pk)
    attack(f"{table}engine = 'owners' WHERE id = %s", topic.pk)
    assert topic.residents_vote_id is not None
    votes.close_residents_vote(actor=SYSTEM, pk=topic.residents_vote_id, now=topic.due_at)
    topic.refresh_from_db()
    assert topic.result == "too_few", "nobody voted"
    attack(f"{table}stage = 'publicising' WHERE id = %s", topic.pk)
    attack(f"{table}stage = 'in_work' WHERE id = %s", topic.pk)
    work = "INSERT INTO deliberation_topicprogress (id, topic_id, round, percent, text, proof, \"by\", at) VALUES (7, %s, 1, 10, 'x', '', 1, %s)"
    attack(work, topic.pk, now.isoformat())
    review = "INSERT INTO deliberation_topicreview (id, topic_id, round, is_done, words, at) VALUES (7, %s, 1, %s, '', %s)"
    attack(review, topic.pk, True, now.isoformat())
    assert Topic.objects.get(pk=topic.pk).stage == "voting"
