"""Who reported a matter hears what becomes of its topic: in the matter, by its code. Nobody is named."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Final

from linli.apps.deliberation.models import Topic, TopicMatter
from linli.apps.deliberation.rules.stages import Stage
from linli.apps.matters import actions as matters
from linli.apps.matters import queries as matter_queries
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.access import Actor, system

SYSTEM: Final = system("deliberation")
UNCLEAR: Final = "I03"
NAMESPACE: Final = uuid.UUID("6f0d6c1e-6f0b-4f5e-9c0a-2f5d3a1c8e47")
# Said in the matter itself: content, not a page; so it stays in the city's language.
TOLD: Final = {
    "raised": "您反映的事已经提到{hall}，议题编号 {code}：《{title}》。邻居附议后大家一起商量，您不用再跑。",
    "deliberated": "{hall}开始商量这件事，议题编号 {code}。人人可以出主意。",
    "carried": "《{title}》表决通过，开始办理。办到哪里，按议题编号 {code} 可以查。",
    "not_carried": "《{title}》表决没有通过，结果说明见议题 {code}。您的诉求照常办理。",
    "routed": "《{title}》不用开会商量，已直接转去办理。",
    "ended": "《{title}》没有进入议事，原因见议题 {code}。您的诉求照常办理。",
    "closed": "《{title}》已经办好，居民评议认可。经过见议题 {code}。",
}


def tell_reporters(topic: Topic, what: str, *, now: dt.datetime) -> None:
    """Leave word in each matter that the topic came from."""
    words = TOLD[what].format(hall=topic.hall.name, code=topic.reference, title=topic.title)
    for matter in _linked(topic):
        matters.tell_reporter(actor=SYSTEM, pk=matter, text=words, now=now)


def hold_matters(topic: Topic, *, now: dt.datetime) -> None:
    """Let the matters that are being worked on wait for what the hall decides."""
    reason = f"等{topic.hall.name}商量决定，议题编号 {topic.reference}。"
    for matter in _linked(topic):
        try:
            matters.wait_decision(actor=SYSTEM, pk=matter, reason=reason, now=now)
        except Refused:
            continue  # it is not being worked on: nothing has to wait


def release_matters(topic: Topic, *, now: dt.datetime) -> None:
    """Let the work on matters that waited go on."""
    for matter in _linked(topic):
        try:
            matters.resume_matter(actor=SYSTEM, pk=matter, now=now)
        except Refused:
            continue  # it did not wait


def become_matter(topic: Topic, *, actor: Actor, now: dt.datetime) -> None:
    """Make a matter of a topic that needs no deliberation and came from none."""
    if TopicMatter.objects.filter(topic=topic).exists():
        return
    words = f"{topic.title}\n{topic.words}"
    kinds = matter_queries.suggest_kinds(words)
    report = matters.Report(
        client_id=uuid.uuid5(NAMESPACE, str(topic.pk)),
        kind=kinds[0].kind if kinds else UNCLEAR,
        words=words,
        spot=matters.Spot(area=topic.area, compound=topic.compound_id),
        channel="meeting",
    )
    receipt = matters.report_matter(actor=actor, report=report, now=now)
    TopicMatter.objects.create(id=new_key(now), topic=topic, matter_id=receipt.id, is_outcome=True)


def after_move(topic: Topic, stage: Stage, *, now: dt.datetime) -> None:
    """Tell the reporters of a topic that has moved to `stage`, and let their matters wait or go on."""
    if stage == Stage.COLLECTING_IDEAS:
        tell_reporters(topic, "deliberated", now=now)
        hold_matters(topic, now=now)
    elif stage in (Stage.IN_WORK, Stage.NOT_CARRIED) and topic.round == 1:
        release_matters(topic, now=now)
        tell_reporters(topic, "carried" if stage == Stage.IN_WORK else "not_carried", now=now)
    elif stage == Stage.CLOSED:
        tell_reporters(topic, "closed", now=now)


def _linked(topic: Topic) -> tuple[int, ...]:
    rows = TopicMatter.objects.filter(topic=topic, is_outcome=False).order_by("id")
    return tuple(rows.values_list("matter", flat=True))
