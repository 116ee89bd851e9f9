"""Every step of a matter: from the facts before it to the facts after it, or a refusal.

Both the actions and the bulk twins of the demo data fold these functions, so they cannot differ.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Final

from linli.apps.matters.rules import clock
from linli.apps.matters.rules.kinds import LANES, PRIVACIES, Kind, kind_of
from linli.apps.matters.rules.states import OPEN, State, may_follow, wrong_state
from linli.foundation.refusals import Refused

Move = Callable[["Facts"], "Facts"]
RATINGS: Final = ("satisfied", "fair", "unsatisfied")
WAYS_OUT: Final = (
    "court",
    "arbitration",
    "petition",
    "review",
    "discipline",
    "open_information",
    "police",
    "other",
)


@dataclass(frozen=True, slots=True)
class Facts:
    """What the rules know of a matter; each name is also a column of its table."""

    state: State
    kind: str
    lane: str
    privacy: str
    received_at: dt.datetime
    response_due: dt.datetime
    due_at: dt.datetime
    reporter_id: int | None = None
    unit_id: int | None = None
    handler_id: int | None = None
    proposed_unit_id: int | None = None
    duplicate_of_id: int | None = None
    responded_at: dt.datetime | None = None
    triaged_at: dt.datetime | None = None
    dispatched_at: dt.datetime | None = None
    waiting_since: dt.datetime | None = None
    paused_minutes: int = 0
    extended_at: dt.datetime | None = None
    returned_at: dt.datetime | None = None
    resolved_at: dt.datetime | None = None
    closed_at: dt.datetime | None = None
    close_round: int = 1
    urged_at: dt.datetime | None = None
    urges: int = 0
    answer: str = ""
    way_out: str = ""

    @property
    def is_open(self) -> bool:
        return self.state in OPEN


def received(kind: Kind, now: dt.datetime, *, reporter: int | None, hide_reporter: bool) -> Facts:
    """Return the facts of a matter that is reported now; a reporter may ask to be hidden."""
    limits = clock.deadlines(kind.limit, now)
    hidden = "reporter_hidden" if hide_reporter else kind.privacy
    return Facts(
        state=State.RECEIVED,
        kind=kind.code,
        lane=kind.lane,
        privacy=max(kind.privacy, hidden, key=PRIVACIES.index),
        received_at=now,
        response_due=limits.response_due,
        due_at=limits.due,
        reporter_id=reporter,
    )


def _to(facts: Facts, state: State, *, since: frozenset[State] | None = None) -> None:
    """Refuse unless `state` may follow, from one of `since` when only those are meant."""
    if not may_follow(facts.state, state) or (since is not None and facts.state not in since):
        raise wrong_state()


def accept(facts: Facts, now: dt.datetime) -> Facts:
    _to(facts, State.ACCEPTED, since=frozenset({State.RECEIVED}))
    return replace(facts, state=State.ACCEPTED, responded_at=now)


def triage(facts: Facts, kind: Kind, lane: str, now: dt.datetime) -> Facts:
    """A person confirms kind and lane; another kind counts its own limit from the day of receipt."""
    if facts.state not in {State.RECEIVED, State.ACCEPTED, State.REOPENED}:
        raise wrong_state()
    if lane not in LANES:
        raise Refused("matters.lane_unknown", "请选小事、一般事或大事。", field="lane")
    if kind.code == facts.kind:
        return replace(facts, lane=lane, triaged_at=now)
    limits = clock.deadlines(kind.limit, facts.received_at)
    return replace(
        facts,
        kind=kind.code,
        lane=lane,
        triaged_at=now,
        privacy=max(facts.privacy, kind.privacy, key=PRIVACIES.index),
        response_due=limits.response_due,
        due_at=clock.shifted(kind.limit, limits.due, facts.paused_minutes),
    )


def dispatch(facts: Facts, unit: int | None, handler: int | None, now: dt.datetime) -> Facts:
    _to(facts, State.DISPATCHED, since=frozenset({State.ACCEPTED, State.REOPENED}))
    return _handed(facts, unit, handler, now)


def reassign(facts: Facts, unit: int | None, handler: int | None, now: dt.datetime) -> Facts:
    if facts.state not in {State.DISPATCHED, State.IN_PROGRESS}:
        raise wrong_state()
    if (unit, handler) == (facts.unit_id, facts.handler_id):
        raise Refused("matters.same_unit", "它已经由这个单位承办，请选另一个单位。", field="unit")
    return _handed(facts, unit, handler, now)


def _handed(facts: Facts, unit: int | None, handler: int | None, now: dt.datetime) -> Facts:
    if unit is None and handler is None:
        raise Refused("matters.unit_missing", "请选一个承办单位或网格员。", field="unit")
    return replace(
        facts,
        state=State.DISPATCHED,
        unit_id=unit,
        handler_id=handler,
        proposed_unit_id=None,
        dispatched_at=now,
        triaged_at=facts.triaged_at or now,
    )


def start(facts: Facts, handler: int | None) -> Facts:
    """Somebody begins with it; who had it stays unless nobody had."""
    _to(
        facts,
        State.IN_PROGRESS,
        since=frozenset({State.ACCEPTED, State.DISPATCHED, State.REOPENED}),
    )
    return replace(facts, state=State.IN_PROGRESS, handler_id=facts.handler_id or handler)


def return_dispatch(facts: Facts, right_unit: int, now: dt.datetime) -> Facts:
    """A unit sends a wrong dispatch back: once, within a working day, naming the right unit."""
    _to(facts, State.ACCEPTED, since=frozenset({State.DISPATCHED}))
    if facts.returned_at is not None:
        raise Refused(
            "matters.returned_before",
            "这件诉求已经退回过一次，不能再退。有异议请用“提出异议”，由街道裁定。",
        )
    if facts.dispatched_at is None or now > clock.return_until(facts.dispatched_at):
        raise Refused(
            "matters.return_too_late",
            "派单后一个工作日内才可以退回，现在已超过。请用“提出异议”，由街道裁定。",
        )
    if right_unit == facts.unit_id:
        raise Refused(
            "matters.return_names_itself", "请写明应由哪个单位承办，不能填本单位。", field="unit"
        )
    return replace(
        facts,
        state=State.ACCEPTED,
        unit_id=None,
        handler_id=None,
        proposed_unit_id=right_unit,
        returned_at=now,
    )


def ask_information(facts: Facts, now: dt.datetime) -> Facts:
    _to(facts, State.WAITING_INFORMATION)
    return replace(
        facts,
        state=State.WAITING_INFORMATION,
        waiting_since=now,
        responded_at=facts.responded_at or now,
    )


def answer_information(facts: Facts, now: dt.datetime) -> Facts:
    """The resident has answered: the clock goes on, the deadline moves by the time of waiting."""
    _to(facts, State.IN_PROGRESS, since=frozenset({State.WAITING_INFORMATION}))
    limit = kind_of(facts.kind).limit
    waited = max(clock.minutes_between(limit, facts.waiting_since or now, now), 0)
    return replace(
        facts,
        state=State.IN_PROGRESS,
        waiting_since=None,
        paused_minutes=facts.paused_minutes + waited,
        due_at=clock.shifted(limit, facts.due_at, waited),
    )


def wait_decision(facts: Facts) -> Facts:
    _to(facts, State.WAITING_DECISION)
    return replace(facts, state=State.WAITING_DECISION)


def resume(facts: Facts) -> Facts:
    _to(facts, State.IN_PROGRESS, since=frozenset({State.WAITING_DECISION}))
    return replace(facts, state=State.IN_PROGRESS)


def extend(facts: Facts, due: dt.datetime, now: dt.datetime) -> Facts:
    """Give more time, once; the reason is told to the reporter."""
    if facts.state not in {State.DISPATCHED, State.IN_PROGRESS, State.WAITING_DECISION}:
        raise wrong_state()
    if facts.extended_at is not None:
        raise Refused("matters.extended_before", "这件诉求已经延期过一次，不能再延。请尽快办理。")
    if not max(facts.due_at, now) < due <= facts.due_at + clock.EXTENSION_MAX:
        raise Refused(
            "matters.extension_date",
            "新的期限应晚于现在的期限，最多再加六十天。请改一个日期。",
            field="due",
        )
    return replace(facts, extended_at=now, due_at=due)


def resolve(facts: Facts, answer: str, now: dt.datetime) -> Facts:
    _to(facts, State.RESOLVED)
    return replace(
        facts,
        state=State.RESOLVED,
        answer=answer,
        resolved_at=now,
        responded_at=facts.responded_at or now,
    )


def close(facts: Facts, now: dt.datetime) -> Facts:
    _to(facts, State.CLOSED)
    return replace(facts, state=State.CLOSED, closed_at=now)


def close_unasked(facts: Facts, now: dt.datetime) -> Facts:
    """Close what was resolved a week ago and nobody objected to."""
    if facts.resolved_at is None or now < facts.resolved_at + clock.CLOSE_AFTER:
        raise Refused("matters.closes_later", "办结满七天没有异议才会自动结束，现在还没到。")
    return close(facts, now)


def reopen(facts: Facts, now: dt.datetime) -> Facts:
    """Not fixed: the limit of the kind starts again; the unit that had it keeps it in view."""
    _to(facts, State.REOPENED)
    if facts.closed_at is not None and now > facts.closed_at + clock.REOPEN_WITHIN:
        raise Refused(
            "matters.reopen_too_late",
            "结束已超过三十天，不能重新办理。请再反映一次，写上原来的编号。",
        )
    limits = clock.deadlines(kind_of(facts.kind).limit, now)
    return replace(
        facts,
        state=State.REOPENED,
        response_due=limits.response_due,
        due_at=limits.due,
        responded_at=None,
        resolved_at=None,
        closed_at=None,
        close_round=facts.close_round + 1,
    )


def refer_out(facts: Facts, way: str, answer: str, now: dt.datetime) -> Facts:
    """Explain that this is not ours to handle and name the right way."""
    _to(facts, State.REFERRED_OUT)
    if way not in WAYS_OUT:
        raise Refused("matters.way_unknown", "请选一个应走的途径。", field="way")
    return replace(
        facts,
        state=State.REFERRED_OUT,
        way_out=way,
        answer=answer,
        responded_at=facts.responded_at or now,
        closed_at=now,
    )


def withdraw(facts: Facts, now: dt.datetime) -> Facts:
    _to(facts, State.WITHDRAWN)
    return replace(facts, state=State.WITHDRAWN, waiting_since=None, closed_at=now)


def mark_duplicate(facts: Facts, pk: int, of: int, of_state: State, now: dt.datetime) -> Facts:
    _to(facts, State.DUPLICATE)
    if pk == of:
        raise Refused(
            "matters.duplicate_of_itself", "不能并入它自己，请填另一件的编号。", field="of"
        )
    if of_state in {State.DUPLICATE, State.WITHDRAWN}:
        raise Refused(
            "matters.duplicate_of_ended", "那一件已并案或撤回，请并入仍在办理的一件。", field="of"
        )
    return replace(
        facts,
        state=State.DUPLICATE,
        duplicate_of_id=of,
        responded_at=facts.responded_at or now,
        closed_at=now,
    )


def separate(facts: Facts, now: dt.datetime) -> Facts:
    """Undo a merging that was wrong: the time it lay there does not count against anybody."""
    _to(facts, State.ACCEPTED, since=frozenset({State.DUPLICATE}))
    limit = kind_of(facts.kind).limit
    lost = max(clock.minutes_between(limit, facts.closed_at or now, now), 0)
    return replace(
        facts,
        state=State.ACCEPTED,
        duplicate_of_id=None,
        closed_at=None,
        due_at=clock.shifted(limit, facts.due_at, lost),
    )


def urge(facts: Facts, now: dt.datetime) -> Facts:
    """Ask whoever has it to hurry: once in so many working hours, while it is theirs to move."""
    if not facts.is_open or facts.waiting_since is not None:
        raise wrong_state()
    if facts.urged_at is not None and now < clock.urge_again(facts.urged_at):
        raise Refused(
            "matters.urged_before",
            "刚催办过，经办人已经看到。过%(hours)s个工作小时还没动静，可以再催。",
            hours=clock.URGE_HOURS,
        )
    return replace(facts, urged_at=now, urges=facts.urges + 1)


def adopt(facts: Facts, account: int) -> Facts:
    """A signed-in resident takes over a report that was made without signing in."""
    if facts.reporter_id not in {None, account}:
        raise Refused("matters.adopted_before", "这件诉求已经归到另一个账号下。")
    return replace(facts, reporter_id=account)


def require_ratable(facts: Facts, value: str) -> None:
    """Refuse a rating unless the matter is resolved or closed and the value is one of three."""
    if facts.state not in {State.RESOLVED, State.CLOSED}:
        raise Refused("matters.not_resolved", "办结以后才能评价，请等办结通知。")
    if value not in RATINGS:
        raise Refused("matters.rating_unknown", "请选满意、一般或不满意。", field="value")
