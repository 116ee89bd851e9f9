"""One topic with its whole story, as one reader sees it."""

from __future__ import annotations

import datetime as dt
from typing import Any, Final

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404

from linli.apps.deliberation.access import PARTS, TOPICS
from linli.apps.deliberation.models import (
    Idea,
    IdeaVoice,
    Topic,
    TopicAnswer,
    TopicMatter,
    TopicMeeting,
    TopicOption,
    TopicOutcome,
    TopicProgress,
    TopicReview,
    TopicSecond,
    TopicTriage,
)
from linli.apps.deliberation.queries.facts import facts_of
from linli.apps.deliberation.queries.rows import (
    AnswerRow,
    ComplaintRow,
    IdeaRow,
    Line,
    MatterRow,
    MeetingRow,
    OptionRow,
    OutcomeRow,
    ProgressRow,
    TopicPage,
    TriageRow,
)
from linli.apps.deliberation.queries.suggesting import suggest_for
from linli.apps.deliberation.rules.lanes import find_lane_set
from linli.apps.deliberation.rules.procedures import Part, find_procedure
from linli.apps.deliberation.rules.stages import BEFORE_VOTE
from linli.apps.deliberation.rules.topics import evidence_of
from linli.apps.places import queries as places
from linli.foundation.keys import read_code
from linli.platform import journal
from linli.platform.access import Actor, rule_of

IDEAS_SHOWN: Final = 200
HAS_SECONDED, HAS_REVIEWED = "has_seconded", "has_reviewed"
VOID: Final = "void"
NOBODY: Final = 0  # no account has this key
ROWS_MAX: Final = 60


def get_topic(*, actor: Actor, reference: str, now: dt.datetime) -> TopicPage:
    """Return the topic with the public reference, or raise `Http404`; always as many queries."""
    topic = _find(actor, reference)
    facts = facts_of(topic)
    procedure = find_procedure(topic.rules.procedure)
    me = actor.behalf or actor.account or NOBODY
    may = frozenset(action for action in TOPICS if getattr(topic, f"may_{action}"))
    evidence = evidence_of(procedure.rule_of(facts.stage), facts, now) if topic.is_open else ()
    sorts = "triage" in may and facts.stage in BEFORE_VOTE
    return TopicPage(
        topic=topic,
        hall_name=topic.hall.name,
        area_name=places.area_names([topic.area]).get(topic.area, ""),
        compound_name=topic.compound.name if topic.compound else "",
        unit_name=topic.unit.name if topic.unit else "",
        procedure=procedure,
        lanes=find_lane_set(topic.rules.lanes),
        facts=facts,
        evidence=evidence,
        parts=frozenset(part for part in Part if getattr(topic, f"part_{part}")),
        may=may,
        has_seconded=getattr(topic, HAS_SECONDED),
        has_reviewed=getattr(topic, HAS_REVIEWED),
        ideas=_ideas(topic.pk, me),
        options=_options(topic.pk),
        answers=tuple(
            AnswerRow(*row)
            for row in _plain(TopicAnswer, topic, "stance", "text", "unit_name", "at")
        ),
        outcome=_outcome(topic.pk),
        progress=tuple(
            ProgressRow(*row)
            for row in _plain(TopicProgress, topic, "round", "percent", "text", "proof", "at")
        ),
        triages=_triages(topic),
        matters=_matters(topic.pk),
        meetings=tuple(
            MeetingRow(*row)
            for row in _plain(
                TopicMeeting,
                topic,
                "meeting",
                "meeting__reference",
                "meeting__starts_at",
                "published_at",
            )
        ),
        complaints=_complaints(topic),
        lines=tuple(
            Line(line.verb, line.at, line.label.partition("@")[0], dict(line.after))
            for line in journal.timeline(topic, public_only=True)
        ),
        is_own=topic.proposer_id == me,
        vote_reference=_vote_reference(topic),
        is_vote_void=_is_vote_void(topic),
        suggestion=suggest_for(topic) if sorts else None,
    )


def _find(actor: Actor, reference: str) -> Topic:
    """Return the topic with what the reader may do, is, and has said, in one query."""
    me = actor.behalf or actor.account or NOBODY
    own = Topic.objects.filter(pk=OuterRef("pk"))
    asked: dict[str, Any] = {
        f"may_{action}": Exists(own.filter(rule_of(TOPICS, action, actor))) for action in TOPICS
    }
    for part in Part:
        rule = PARTS[part](actor)
        asked[f"part_{part}"] = Exists(own if actor.is_system else own.filter(rule))
    asked[HAS_SECONDED] = Exists(TopicSecond.objects.filter(topic=OuterRef("pk"), account=me))
    asked[HAS_REVIEWED] = Exists(
        TopicReview.objects.filter(topic=OuterRef("pk"), round=OuterRef("round"), account=me)
    )
    rows = Topic.objects.select_related(
        "hall", "rules", "compound", "unit", "owners_vote", "residents_vote"
    )
    topic = rows.filter(reference=read_code(reference[:40])[:8]).annotate(**asked).first()
    if topic is None:
        raise Http404
    return topic


def _vote_reference(topic: Topic) -> str:
    vote = topic.owners_vote or topic.residents_vote
    return vote.reference if vote is not None else ""


def _is_vote_void(topic: Topic) -> bool:
    """Tell whether the vote was made void before it had a result: it can be put anew."""
    vote = topic.owners_vote or topic.residents_vote
    return vote is not None and vote.state == VOID and not topic.result


def _plain(model: Any, topic: Topic, *columns: str) -> Any:
    rows = model._default_manager.filter(topic=topic).order_by("id")
    return rows.values_list(*columns)[:ROWS_MAX]


def _ideas(topic: int, me: int) -> tuple[IdeaRow, ...]:
    own = IdeaVoice.objects.filter(idea=OuterRef("pk"), account=me).values("value")
    said = {
        name: Count("voices", filter=Q(voices__value=value))
        for name, value in (("agree", "agree"), ("disagree", "disagree"), ("passed", "pass"))
    }
    rows: Any = (
        Idea.objects.filter(topic=topic)
        .annotate(**said, voice=Coalesce(Subquery(own[:1]), Value("")))
        .order_by("number")
        .values_list(
            "number", "given_as", "is_relayed", "text", "at", "hidden_reason",
            "agree", "disagree", "passed", "voice", "author_id",
        )
    )  # fmt: skip
    found: Any = ((*row[:-1], row[-1] == me) for row in rows[:IDEAS_SHOWN])
    return tuple(IdeaRow(*row) for row in found)


def _options(topic: int) -> tuple[OptionRow, ...]:
    rows = TopicOption.objects.filter(topic=topic, withdrawn_at=None).order_by("number")
    columns = ("number", "title", "text", "yuan", "payer", "item", "unit_id", "unit__name", "ideas")
    found: Any = ((*row[:-1], tuple(row[-1])) for row in rows.values_list(*columns))
    return tuple(OptionRow(*row) for row in found)


def _outcome(topic: int) -> OutcomeRow | None:
    rows = TopicOutcome.objects.filter(topic=topic)
    row = rows.values_list("result", "option__number", "text", "at").first()
    return OutcomeRow(*row) if row else None


def _triages(topic: Topic) -> tuple[TriageRow, ...]:
    rows = _plain(TopicTriage, topic, "before", "lane", "suggested", "reason", "at", "because")
    return tuple(
        TriageRow(before, lane, suggested, tuple(because), reason, at)
        for before, lane, suggested, reason, at, because in rows
    )


def _matters(topic: int) -> tuple[MatterRow, ...]:
    """Return what everybody may know of the linked matters; sensitive ones are counted nowhere."""
    rows = TopicMatter.objects.filter(topic=topic).exclude(matter__privacy="sensitive")
    columns = (
        "matter__reference",
        "matter__kind",
        "matter__state",
        "matter__received_at",
        "is_outcome",
    )
    ordered = rows.order_by("matter__received_at").values_list(*columns)
    return tuple(MatterRow(*row) for row in ordered[:ROWS_MAX])


def _complaints(topic: Topic) -> tuple[ComplaintRow, ...]:
    """Return what residents said was not done in the rounds that are over, without names."""
    rows = TopicReview.objects.filter(topic=topic, is_done=False, round__lt=topic.round)
    ordered = rows.order_by("round", "id").values_list("round", "words")
    return tuple(ComplaintRow(*row) for row in ordered[:ROWS_MAX])
