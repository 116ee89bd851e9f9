"""Topics from the first word to the meeting: who may do what, and what everybody learns of it."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from linli.apps.accounts.tests.cast import HANDLING_DEPARTMENT
from linli.apps.deliberation import actions, queries
from linli.apps.deliberation.actions import Proposal
from linli.apps.deliberation.models import Topic, TopicMatter, TopicSecond, TopicTriage
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.deliberation.tests.hall import (
    IDEA,
    NOW,
    OFFICE,
    REASON,
    RULES,
    SYSTEM,
    TITLE,
    WORDS,
    Assembly,
    assembly,
    bring_to,
    later,
    raise_topic,
)
from linli.apps.matters import queries as matters
from linli.apps.matters.models import Matter
from linli.apps.matters.rules.states import State
from linli.apps.matters.tests import desk as matter_desk
from linli.foundation.refusals import Refused
from linli.platform.access import ANYONE
from linli.platform.models import JournalLine

__all__ = ["assembly"]


def refusal(code: str) -> Any:
    return pytest.raises(Refused, match=code.replace(".", r"\."))


def test_a_hall_without_rules_takes_no_topic_and_no_booking(assembly: Assembly) -> None:
    hall = actions.found_hall(
        actor=assembly.cast.secretary.actor,
        name="新议事亭",
        area=assembly.hall.area_id,
        room="凉亭",
        hours="全天开放",
        now=NOW,
    )
    neighbour = assembly.cast.neighbour.actor
    with refusal("hall.no_rules"):
        actions.raise_topic(
            actor=neighbour,
            client_id=uuid.uuid4(),
            hall=hall.pk,
            proposal=Proposal(TITLE, WORDS),
            now=NOW,
        )
    with refusal("hall.no_rules"):
        actions.book_hall(
            actor=neighbour, pk=hall.pk, on=NOW.date(), slot="evening", purpose="合唱练习", now=NOW
        )
    with refusal("hall.no_convener"):
        actions.publish_rules(actor=assembly.cast.secretary.actor, pk=hall.pk, rules=RULES, now=NOW)


def test_only_a_secretary_in_office_convenes(assembly: Assembly) -> None:
    from linli.apps.people.models import Person

    somebody = Person.objects.get(account=assembly.cast.resident.key)
    secretary = assembly.cast.secretary.actor
    with refusal("hall.convener"):
        actions.appoint_convener(
            actor=secretary, pk=assembly.hall.pk, person=somebody.pk, organisation=OFFICE, now=NOW
        )
    with refusal("hall.convener"):
        actions.appoint_convener(
            actor=secretary,
            pk=assembly.hall.pk,
            person=assembly.hall.convener_id or 0,
            organisation=HANDLING_DEPARTMENT,
            now=NOW,
        )


def test_the_room_is_taken_once(assembly: Assembly) -> None:
    book: dict[str, Any] = {"pk": assembly.hall.pk, "on": NOW.date(), "slot": "evening", "now": NOW}
    made = actions.book_hall(actor=assembly.cast.neighbour.actor, purpose="合唱练习", **book)
    with refusal("hall.taken"):
        actions.book_hall(actor=assembly.cast.resident.actor, purpose="读书会", **book)
    with pytest.raises(PermissionDenied):
        actions.cancel_booking(
            actor=assembly.cast.resident.actor, pk=assembly.hall.pk, booking=made.pk, now=NOW
        )
    actions.cancel_booking(
        actor=assembly.cast.neighbour.actor, pk=assembly.hall.pk, booking=made.pk, now=NOW
    )
    actions.book_hall(actor=assembly.cast.resident.actor, purpose="读书会", **book)


def test_a_neighbour_books_at_most_four_times_ahead(assembly: Assembly) -> None:
    actor = assembly.cast.neighbour.actor
    for day in range(4):
        on = NOW.date() + dt.timedelta(days=day)
        actions.book_hall(
            actor=actor, pk=assembly.hall.pk, on=on, slot="evening", purpose="下棋", now=NOW
        )
    with refusal("hall.bookings_enough"):
        actions.book_hall(
            actor=actor, pk=assembly.hall.pk, on=NOW.date(), slot="morning", purpose="下棋", now=NOW
        )


def test_raising_twice_with_one_id_is_raising_once(assembly: Assembly) -> None:
    facts: dict[str, Any] = {
        "actor": assembly.cast.resident.actor,
        "client_id": uuid.uuid4(),
        "hall": assembly.hall.pk,
        "proposal": Proposal(TITLE, WORDS),
        "now": NOW,
    }
    assert actions.raise_topic(**facts).pk == actions.raise_topic(**facts).pk
    assert Topic.objects.count() == 1


def test_nobody_from_elsewhere_raises_or_seconds(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    for who in ("outsider", "stranger", "volunteer", "data_officer"):
        with pytest.raises(PermissionDenied):
            raise_topic(assembly, assembly.cast[who].actor)
        with pytest.raises(PermissionDenied):
            actions.second_topic(actor=assembly.cast[who].actor, pk=topic.pk, now=NOW)


def test_seconding_counts_once_a_person_and_names_nobody(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    neighbour = assembly.cast.neighbour.actor
    actions.second_topic(actor=neighbour, pk=topic.pk, now=NOW)
    actions.second_topic(actor=neighbour, pk=topic.pk, now=NOW)
    with refusal("topic.own_second"):
        actions.second_topic(actor=assembly.cast.resident.actor, pk=topic.pk, now=NOW)
    assert TopicSecond.objects.filter(topic=topic).count() == 1
    actions.second_topic(actor=assembly.others[0], pk=topic.pk, now=NOW)

    lines = JournalLine.objects.filter(subject=topic.pk, verb="deliberation.seconded")
    assert [(line.account, line.label) for line in lines] == [(None, "")]
    with refusal("topic.seconded"):
        actions.decline_topic(
            actor=assembly.cast.secretary.actor, pk=topic.pk, reason=REASON, now=NOW
        )


def test_a_topic_moves_only_with_lane_and_seconds_or_a_reason(assembly: Assembly) -> None:
    secretary = assembly.cast.secretary.actor
    topic = raise_topic(assembly)
    with refusal("topic.no_lane"):
        actions.advance_topic(actor=secretary, pk=topic.pk, now=NOW)
    actions.triage_topic(actor=secretary, pk=topic.pk, lane="ordinary", reason=REASON, now=NOW)
    with refusal("topic.few_seconds"):
        actions.advance_topic(actor=secretary, pk=topic.pk, now=NOW)
    actions.accept_topic(actor=secretary, pk=topic.pk, reason="老人多，先议。", now=NOW)
    actions.advance_topic(actor=secretary, pk=topic.pk, now=NOW)

    topic.refresh_from_db()
    assert topic.stage == Stage.COLLECTING_IDEAS


def test_each_reroute_is_logged_with_suggestion_reasons_and_reason(assembly: Assembly) -> None:
    secretary = assembly.cast.secretary.actor
    topic = raise_topic(assembly)
    actions.triage_topic(actor=secretary, pk=topic.pk, lane="ordinary", reason=REASON, now=NOW)
    with refusal("topic.same_lane"):
        actions.triage_topic(actor=secretary, pk=topic.pk, lane="ordinary", reason=REASON, now=NOW)
    with refusal("topic.too_short"):
        actions.triage_topic(actor=secretary, pk=topic.pk, lane="major", reason="大", now=NOW)
    actions.triage_topic(
        actor=assembly.cast.subdistrict_officer.actor,
        pk=topic.pk,
        lane="major",
        reason="坡道占消防登高面，要消防看过。",
        unit=HANDLING_DEPARTMENT,
        now=later(hours=1),
    )

    rows = TopicTriage.objects.order_by("id").values_list("before", "lane", "suggested")
    assert list(rows) == [("", "ordinary", "ordinary"), ("ordinary", "major", "ordinary")]
    assert all(row.because for row in TopicTriage.objects.all())


def test_a_small_thing_becomes_a_matter_and_ends_here(assembly: Assembly) -> None:
    topic = raise_topic(assembly, words="三楼楼道灯坏了，换个灯泡就行。")
    actions.triage_topic(
        actor=assembly.cast.secretary.actor,
        pk=topic.pk,
        lane="minor",
        reason="换灯泡，物业当天就能办。",
        now=NOW,
    )

    topic.refresh_from_db()
    link = TopicMatter.objects.get(topic=topic)
    assert (topic.stage, topic.is_open, link.is_outcome) == ("routed", False, True)
    matter = Matter.objects.get(pk=link.matter_id)
    assert (matter.kind, matter.channel) == ("A01", "meeting")


def test_who_reported_is_told_by_their_code_and_never_named(assembly: Assembly) -> None:
    receipt = matter_desk.bring_to(State.IN_PROGRESS, actor=assembly.cast.neighbour.actor)
    Matter.objects.filter(pk=receipt.id).update(compound=assembly.cast.city.compound)
    reference = Matter.objects.get(pk=receipt.id).reference
    topic = raise_topic(assembly, matters=(reference,))
    page = matters.get_page(
        actor=ANYONE, reference=reference, now=NOW, follow_code=receipt.follow_code
    )
    said = [entry.text for entry in page.entries if topic.reference in entry.text]
    assert len(said) == 1

    shown = queries.get_topic(actor=ANYONE, reference=topic.reference, now=NOW)
    assert [row.reference for row in shown.matters] == [reference]
    assert "钟翠兰" not in repr(shown.lines) + repr(shown.matters)
    bring_to(Stage.COLLECTING_IDEAS, assembly, topic=topic)
    assert Matter.objects.get(pk=receipt.id).state == State.WAITING_DECISION


def test_a_matter_from_elsewhere_is_not_linked(assembly: Assembly) -> None:
    with refusal("topic.matter_unknown"):
        raise_topic(assembly, matters=("ZZZZ2222",))
    receipt = matter_desk.report()  # in the grid, but in no compound
    with refusal("topic.matter_elsewhere"):
        raise_topic(assembly, matters=(Matter.objects.get(pk=receipt.id).reference,))
    assert not Topic.objects.exists()


def test_one_voice_a_person_on_each_idea_and_the_last_one_counts(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    now = later(days=10)
    actions.give_idea(actor=assembly.cast.neighbour.actor, pk=topic.pk, text=IDEA, now=now)
    say: dict[str, Any] = {"pk": topic.pk, "number": 1, "now": now}
    with refusal("voice.own"):
        actions.voice_on_idea(actor=assembly.cast.neighbour.actor, value="agree", **say)
    for value in ("agree", "disagree"):
        actions.voice_on_idea(actor=assembly.cast.resident.actor, value=value, **say)
    actions.voice_on_idea(actor=assembly.others[0], value="pass", **say)
    with refusal("voice.unknown"):
        actions.voice_on_idea(actor=assembly.others[0], value="love", **say)
    with pytest.raises(PermissionDenied):
        actions.voice_on_idea(actor=assembly.cast.property_manager.actor, value="agree", **say)

    page = queries.get_topic(actor=assembly.cast.resident.actor, reference=topic.reference, now=now)
    (idea,) = page.ideas
    assert (idea.agree, idea.disagree, idea.passed, idea.voice) == (0, 1, 1, "disagree")


def test_a_grid_worker_writes_down_what_an_old_neighbour_says(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    now = later(days=10)
    with refusal("idea.relayed"):
        actions.give_idea(
            actor=assembly.cast.resident.actor, pk=topic.pk, text=IDEA, is_relayed=True, now=now
        )
    idea = actions.give_idea(
        actor=assembly.cast.grid_worker.actor, pk=topic.pk, text=IDEA, is_relayed=True, now=now
    )
    assert (idea.author_id, idea.given_as) == (None, "neighbour")


def test_a_hidden_idea_takes_no_voice_and_says_why(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    now = later(days=10)
    actions.give_idea(actor=assembly.cast.neighbour.actor, pk=topic.pk, text=IDEA, now=now)
    actions.hide_idea(
        actor=assembly.cast.secretary.actor,
        pk=topic.pk,
        number=1,
        reason="写了别人的电话。",
        now=now,
    )
    with pytest.raises(Http404):
        actions.voice_on_idea(
            actor=assembly.cast.resident.actor, pk=topic.pk, number=1, value="agree", now=now
        )


def test_ideas_are_collected_for_the_whole_window(assembly: Assembly) -> None:
    topic = bring_to(Stage.COLLECTING_IDEAS, assembly)
    with refusal("topic.window_open"):
        actions.advance_topic(
            actor=assembly.cast.secretary.actor,
            pk=topic.pk,
            now=topic.due_at - dt.timedelta(seconds=1),
        )


def test_an_option_says_cost_payer_and_unit_and_new_ones_are_checked_anew(
    assembly: Assembly,
) -> None:
    secretary = assembly.cast.secretary.actor
    topic = bring_to(Stage.OPTION_REVIEW, assembly)
    now = later(days=20)
    add: dict[str, Any] = {"actor": secretary, "pk": topic.pk, "now": now}
    with refusal("topic.no_option"):
        actions.check_law(**add)
    with refusal("option.ideas"):
        actions.add_option(option=assembly.option(ideas=(7,)), **add)
    with refusal("topic.unit_unknown"):
        actions.add_option(option=assembly.option(unit=1), **add)
    actions.add_option(option=assembly.option(ideas=(1,)), **add)
    actions.check_law(**add)
    actions.add_option(option=assembly.option(title="只做坡道", payer="repair_fund", item=5), **add)
    with refusal("topic.law_unchecked"):
        actions.advance_topic(**add)
    checked = actions.check_law(**add)
    assert checked.engine == "owners"
    actions.withdraw_option(number=2, **add)
    assert actions.check_law(**add).engine == "residents"


def test_a_major_topic_waits_for_the_official_answer(assembly: Assembly) -> None:
    secretary = assembly.cast.secretary.actor
    topic = bring_to(Stage.OPTION_REVIEW, assembly, lane="major")
    now = later(days=20)
    actions.add_option(actor=secretary, pk=topic.pk, option=assembly.option(), now=now)
    actions.check_law(actor=secretary, pk=topic.pk, now=now)
    with refusal("topic.unanswered"):
        actions.advance_topic(actor=secretary, pk=topic.pk, now=now)
    handler = assembly.cast.department_handler.actor
    answer: dict[str, Any] = {"pk": topic.pk, "text": "可以做，请按无障碍标准施工。", "now": now}
    with pytest.raises(PermissionDenied):
        actions.answer_topic(actor=assembly.cast.resident.actor, stance="adopted", **answer)
    Topic.objects.filter(pk=topic.pk).update(unit=HANDLING_DEPARTMENT)
    with refusal("answer.stance"):
        actions.answer_topic(actor=handler, stance="maybe", **answer)
    made = actions.answer_topic(actor=handler, stance="adopted", **answer)
    assert made.unit_name == "城市管理监督局"
    actions.advance_topic(actor=secretary, pk=topic.pk, now=now)


def test_rules_that_change_leave_topics_under_way_alone(assembly: Assembly) -> None:
    topic = raise_topic(assembly)
    other = actions.Rules("five_steps_shanghai", "public_and_private", "half", 9, RULES.text)
    actions.publish_rules(actor=SYSTEM, pk=assembly.hall.pk, rules=other, now=later(hours=1))

    topic.refresh_from_db()
    assert (topic.rules.number, topic.rules.procedure, topic.rules.seconds) == (1, "six_steps", 2)
    assert raise_topic(assembly, now=later(hours=2)).rules.number == 2


def test_the_procedure_narrows_who_may_raise(assembly: Assembly) -> None:
    other = actions.Rules("five_steps_shanghai", "three_ways", "half", 2, RULES.text)
    actions.publish_rules(actor=SYSTEM, pk=assembly.hall.pk, rules=other, now=later(hours=-1))
    raise_topic(assembly)
    with refusal("topic.not_your_part"):
        raise_topic(assembly, assembly.cast.grid_worker.actor)


def test_the_proposer_may_take_it_back_until_the_vote(assembly: Assembly) -> None:
    topic = bring_to(Stage.OPTION_REVIEW, assembly)
    with pytest.raises(PermissionDenied):
        actions.withdraw_topic(
            actor=assembly.cast.neighbour.actor, pk=topic.pk, reason=REASON, now=later(days=20)
        )
    actions.withdraw_topic(
        actor=assembly.cast.resident.actor,
        pk=topic.pk,
        reason="物业已经装好了。",
        now=later(days=20),
    )
    topic.refresh_from_db()
    assert (topic.stage, topic.end_reason) == ("withdrawn", "物业已经装好了。")
