"""Raising a topic, seconding it, sorting it, taking it on or not."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from django.db import transaction
from django.http import Http404

from linli.apps.deliberation.access import HALLS
from linli.apps.deliberation.actions.following import (
    become_matter,
    release_matters,
    tell_reporters,
)
from linli.apps.deliberation.actions.step import (
    enter,
    fetch_topic,
    note,
    require_own_part,
)
from linli.apps.deliberation.events import TopicMoved
from linli.apps.deliberation.models import Hall, Topic, TopicMatter, TopicSecond, TopicTriage
from linli.apps.deliberation.queries.suggesting import suggest_for
from linli.apps.deliberation.rules import texts
from linli.apps.deliberation.rules.halls import require_rules
from linli.apps.deliberation.rules.lanes import DELIBERATED, Route, find_lane_set
from linli.apps.deliberation.rules.procedures import Part, find_procedure
from linli.apps.deliberation.rules.stages import BEFORE_VOTE, Stage
from linli.apps.deliberation.rules.topics import MATTERS_MAX
from linli.apps.matters import queries as matters
from linli.apps.organisations import queries as organisations
from linli.foundation.keys import new_code, new_key
from linli.foundation.refusals import Refused
from linli.platform import events
from linli.platform.access import Actor, fetch
from linli.platform.idempotency import once
from linli.platform.throttle import throttle

REFERENCE_LETTERS: Final = 8
A_DAY: Final = 86_400
TOPICS_A_DAY_MAX: Final = 3
RAISED_BY: Final = (Part.CONVENER, Part.OFFICE, Part.SEAT, Part.NEIGHBOUR)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What somebody raises, and the public references of the matters that it comes from."""

    title: str
    words: str
    matters: Sequence[str] = ()


def raise_topic(
    *, actor: Actor, client_id: uuid.UUID, hall: int, proposal: Proposal, now: dt.datetime
) -> Topic:
    """Raise a topic in a hall, from matters or on one's own. Who reported them is told, never named."""
    title = texts.bounded(proposal.title, texts.TITLE, field="title")
    words = texts.bounded(proposal.words, texts.WORDS, field="words")
    with transaction.atomic():
        place = fetch(
            Hall.objects.select_related("rules"),
            actor=actor,
            action="raise",
            table=HALLS,
            pk=hall,
        )
        key = new_key(now)
        kept = once("deliberation.raise", client_id, actor=actor, key=key, now=now)
        if kept != key:
            return Topic.objects.get(pk=kept)
        require_rules(has_rules=place.rules_id is not None and place.closed_on is None)
        assert place.rules is not None
        if not actor.is_staff:
            throttle("deliberation.raise", str(actor.account), TOPICS_A_DAY_MAX, A_DAY, now=now)
        topic = Topic.objects.create(
            id=key,
            reference=new_code(REFERENCE_LETTERS),
            hall=place,
            rules=place.rules,
            area=place.area_id,
            compound_id=place.compound_id,
            title=title,
            words=words,
            proposer_id=actor.behalf or actor.account,
            raised_as=Part.NEIGHBOUR.value,
            raised_at=now,
            stage=Stage.PROPOSED.value,
            is_open=True,
            entered_at=now,
            due_at=find_procedure(place.rules.procedure).due(Stage.PROPOSED, now),
        )
        parts = require_own_part(topic, "raise", actor)
        topic.raised_as = next(part for part in RAISED_BY if part in parts).value
        topic.save(update_fields=["raised_as"])
        linked = _link(topic, proposal.matters, actor, now)
        note(topic, "raise", actor=_unnamed(actor, topic), now=now, facts={"matters": linked})
        tell_reporters(topic, "raised", now=now)
        events.publish(TopicMoved(topic.pk, topic.reference, "", topic.stage, now))
    return topic


def _unnamed(actor: Actor, topic: Topic) -> Actor:
    """Return the actor as the journal names a neighbour: without the post that would tell who."""
    if topic.raised_as != Part.NEIGHBOUR:
        return actor
    return Actor(account=actor.account, behalf=actor.behalf, channel=actor.channel)


def _link(topic: Topic, references: Sequence[str], actor: Actor, now: dt.datetime) -> int:
    """Link the matters; each lies in the hall's community, and in its compound where it has one."""
    wanted = list(dict.fromkeys(filter(None, (each.strip() for each in references))))
    if len(wanted) > MATTERS_MAX:
        raise Refused("topic.matters_many", "最多关联20件诉求，请分开提。", field="matters")
    for reference in wanted:
        try:
            page = matters.get_page(actor=actor, reference=reference, now=now)
        except Http404:
            raise _no_matter(reference) from None
        if page.community != topic.area or topic.compound_id not in (None, page.compound):
            raise Refused(
                "topic.matter_elsewhere",
                "诉求 %(reference)s 不在这个议事厅的范围，请核对编号。",
                field="matters",
                reference=reference,
            )
        TopicMatter.objects.create(id=new_key(now), topic=topic, matter_id=page.id)
    return len(wanted)


def _no_matter(reference: str) -> Refused:
    return Refused(
        "topic.matter_unknown",
        "没有找到诉求 %(reference)s，请核对编号。",
        field="matters",
        reference=reference[:20],
    )


def second_topic(*, actor: Actor, pk: int, now: dt.datetime) -> Topic:
    """Second a topic, once; twice is the same as once. Who did is shown to nobody."""
    with transaction.atomic():
        topic = fetch_topic(action="second", actor=actor, pk=pk, stages=(Stage.PROPOSED,))
        require_own_part(topic, "second", actor)
        account = actor.behalf or actor.account
        if topic.proposer_id is not None and topic.proposer_id == account:
            raise Refused("topic.own_second", "自己提的议题不用附议，请邻居来附议。")
        if TopicSecond.objects.filter(topic=topic, account=account).exists():
            return topic
        TopicSecond.objects.create(id=new_key(now), topic=topic, account_id=account, at=now)
        count = TopicSecond.objects.filter(topic=topic).count()
        # That somebody seconded, not who: only the moment at which they are enough is told.
        if count == topic.rules.seconds:
            note(topic, "seconded", actor=Actor(channel=actor.channel), now=now, facts={"n": count})
    return topic


def triage_topic(
    *, actor: Actor, pk: int, lane: str, reason: str, unit: int | None = None, now: dt.datetime
) -> Topic:
    """Sort a topic into a lane: the suggestion and its reasons are kept beside the human decision.

    Sorting it anew is a re-route: it is written down with its reason, and is possible until the vote.
    `unit` is who is asked to answer officially.
    """
    words = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="triage", actor=actor, pk=pk, stages=BEFORE_VOTE)
        chosen = find_lane_set(topic.rules.lanes).find(lane)
        if topic.lane == lane:
            raise Refused("topic.same_lane", "已经是这一类了，不用再分。", field="lane")
        suggestion = suggest_for(topic)
        TopicTriage.objects.create(
            id=new_key(now),
            topic=topic,
            before=topic.lane,
            lane=lane,
            suggested=suggestion.lane,
            because=list(suggestion.reasons),
            reason=words,
            by=actor.account or 0,
            at=now,
        )
        facts = {"lane": lane, "before": topic.lane, "suggested": suggestion.lane}
        if unit is not None:
            topic.unit_id = _asked(unit)
        topic.lane = lane
        topic.save(update_fields=["lane", "unit"])
        note(topic, "triage", actor=actor, now=now, facts=facts)
        if chosen.route not in DELIBERATED:
            _route_away(topic, chosen.route, words, actor=actor, now=now)
    return topic


def _asked(unit: int) -> int:
    if organisations.get_organisation(unit) is None:
        raise Refused("topic.unit_unknown", "没有这个单位，请从列表里选一个。", field="unit")
    return unit


def _route_away(topic: Topic, route: Route, reason: str, *, actor: Actor, now: dt.datetime) -> None:
    """End a topic that needs no deliberation: its matters go on, or it becomes one."""
    enter(
        topic,
        Stage.ROUTED,
        actor=actor,
        now=now,
        facts={"route": route.value},
        end_reason=reason,
    )
    if route is Route.HANDLE:
        become_matter(topic, actor=actor, now=now)
    release_matters(topic, now=now)
    tell_reporters(topic, "routed", now=now)


def accept_topic(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> Topic:
    """Take a topic on although too few seconded it: the convener says why."""
    words = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.PROPOSED,))
        if topic.is_accepted:
            raise Refused("topic.accepted", "已经受理了，可以进入下一步。")
        topic.is_accepted = True
        topic.save(update_fields=["is_accepted"])
        note(topic, "accept", actor=actor, now=now, facts={"reason": words})
    return topic


def decline_topic(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> Topic:
    """Do not take a topic on; everybody reads why. Only what its neighbours did not carry can go so."""
    words = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="convene", actor=actor, pk=pk, stages=(Stage.PROPOSED,))
        if TopicSecond.objects.filter(topic=topic).count() >= topic.rules.seconds:
            raise Refused("topic.seconded", "附议人数已够，不能不受理。请分流后进入下一步。")
        enter(topic, Stage.DECLINED, actor=actor, now=now, end_reason=words)
        tell_reporters(topic, "ended", now=now)
    return topic


def withdraw_topic(*, actor: Actor, pk: int, reason: str, now: dt.datetime) -> Topic:
    """The proposer takes a topic back, as long as the vote has not begun."""
    words = texts.bounded(reason, texts.REASON, field="reason")
    with transaction.atomic():
        topic = fetch_topic(action="withdraw", actor=actor, pk=pk, stages=BEFORE_VOTE)
        enter(topic, Stage.WITHDRAWN, actor=_unnamed(actor, topic), now=now, end_reason=words)
        release_matters(topic, now=now)
        tell_reporters(topic, "ended", now=now)
    return topic
