"""The one shape of every act: fetch through access with a lock → rules → write → journal → events."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Final

from linli.apps.deliberation.access import HALLS, TOPICS, parts_of
from linli.apps.deliberation.events import TopicMoved
from linli.apps.deliberation.models import Hall, Topic
from linli.apps.deliberation.rules.procedures import (
    Part,
    Procedure,
    find_procedure,
    require_part,
)
from linli.apps.deliberation.rules.stages import ENDS, STAGES, Stage, require_stage
from linli.foundation.refusals import Refused
from linli.platform import events, journal
from linli.platform.access import Actor, fetch

# Whose name for what they are in the journal would tell who they are: said as neighbours.
AS_NEIGHBOUR: Final = "neighbour"


def fetch_hall(*, action: str, actor: Actor, pk: int) -> Hall:
    """Return the hall, locked, or raise `Http404` or `PermissionDenied`."""
    hall = fetch(Hall.objects.all(), actor=actor, action=action, table=HALLS, pk=pk, lock=True)
    if hall.closed_on is not None:
        raise Refused("hall.closed", "这个议事厅已经停用，请到附近的议事厅。")
    return hall


def fetch_topic(*, action: str, actor: Actor, pk: int, stages: tuple[Stage, ...] = ()) -> Topic:
    """Return the topic, locked, in one of `stages`, or refuse."""
    rows = Topic.objects.select_related("hall", "rules")
    topic = fetch(rows, actor=actor, action=action, table=TOPICS, pk=pk, lock=True)
    if stages:
        require_stage(topic.stage, *stages)
    return topic


def procedure_of(topic: Topic) -> Procedure:
    return find_procedure(topic.rules.procedure)


def require_own_part(topic: Topic, act: str, actor: Actor) -> frozenset[Part]:
    """Refuse `act` to whom the hall's procedure does not give it; return what the actor is here."""
    parts = parts_of(actor, topic.pk)
    require_part(procedure_of(topic).rule_of(Stage(topic.stage)), act, parts)
    return parts


def note(
    topic: Topic,
    verb: str,
    *,
    actor: Actor,
    now: dt.datetime,
    facts: Mapping[str, object] | None = None,
    is_public: bool = True,
) -> None:
    """Write the journal line of an act that does not move the topic."""
    journal.record(
        actor=actor,
        verb=f"deliberation.{verb}",
        subject=topic,
        now=now,
        area=topic.area,
        after=facts,
        is_public=is_public,
    )


def enter(  # noqa: PLR0913  # the one place that knows all of a move
    topic: Topic,
    stage: Stage,
    *,
    actor: Actor,
    now: dt.datetime,
    verb: str = "",
    due_at: dt.datetime | None = None,
    facts: Mapping[str, object] | None = None,
    **changed: object,
) -> Topic:
    """Carry a locked topic into `stage`, with `changed` facts, and tell."""
    before = topic.stage
    for name, value in changed.items():
        setattr(topic, name, value)
    topic.stage, topic.is_open, topic.entered_at = stage.value, stage in STAGES, now
    if stage in ENDS:
        topic.ended_at = now
        topic.due_at = max(topic.due_at, now + dt.timedelta(seconds=1))
    else:
        topic.due_at = due_at or procedure_of(topic).due(stage, now)
    fields = ["stage", "is_open", "entered_at", "due_at", "ended_at", *changed]
    topic.save(update_fields=fields)
    note(
        topic, verb or f"to_{stage}", actor=actor, now=now, facts={"from": before, **(facts or {})}
    )
    events.publish(TopicMoved(topic.pk, topic.reference, before, stage.value, now))
    return topic
