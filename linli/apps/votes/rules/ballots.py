"""What a ballot must be before it is taken, and how it joins the chain."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from linli.apps.votes.rules.canon import link
from linli.apps.votes.rules.counting import Choice
from linli.apps.votes.rules.elections import is_valid_mark
from linli.foundation.clock import local_date
from linli.foundation.refusals import Refused

Choices = Mapping[str, str | list[int]]


class Channel(StrEnum):
    WEB = "web"
    PAPER = "paper"
    IMPORTED = "imported"


class State(StrEnum):
    DRAFT = "draft"
    NOTICED = "noticed"
    OPEN = "open"
    CLOSED = "closed"
    DECLARED = "declared"
    POSTED = "posted"
    ARCHIVED = "archived"
    VOID = "void"


NEXT: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.NOTICED, State.VOID}),
    State.NOTICED: frozenset({State.OPEN, State.VOID}),
    State.OPEN: frozenset({State.CLOSED, State.VOID}),
    State.CLOSED: frozenset({State.DECLARED, State.VOID}),
    State.DECLARED: frozenset({State.POSTED, State.VOID}),
    State.POSTED: frozenset({State.ARCHIVED}),
    State.ARCHIVED: frozenset(),
    State.VOID: frozenset(),
}


@dataclass(frozen=True, slots=True)
class Motion:
    """One question: an item of Art. 278; with `seats` it is the election of a committee."""

    number: int
    item: int
    seats: int = 0
    candidates: int = 0


@dataclass(frozen=True, slots=True)
class Ballot:
    """One ballot as it is hashed. `at` is UTC to the microsecond, in ISO form with Z."""

    sequence: int
    elector: int
    revision: int
    channel: Channel
    at: str
    choices: Choices
    scan: str = ""
    clerks: tuple[int, ...] = ()

    def record(self) -> dict[str, object]:
        """Return what the chain and the bundle hold of it."""
        return {
            "at": self.at,
            "channel": self.channel.value,
            "choices": dict(self.choices),
            "clerks": list(self.clerks),
            "elector": self.elector,
            "revision": self.revision,
            "scan": self.scan,
            "sequence": self.sequence,
        }

    def hash_after(self, previous: str) -> str:
        return link(previous, self.record())


def stamp(moment: dt.datetime) -> str:
    """Return `moment` as ballots write it.

    >>> stamp(dt.datetime(2026, 3, 1, 1, 2, 3, tzinfo=dt.UTC))
    '2026-03-01T01:02:03.000000Z'
    """
    return moment.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def require_step(state: State, wanted: State) -> None:
    """Refuse a step that the life of a vote does not have."""
    if wanted not in NEXT[state]:
        raise Refused("vote.step", "现在不能进行这一步，请刷新页面查看表决进行到哪里。")


def require_notice(noticed_on: dt.date, opens_at: dt.datetime, days: int) -> None:
    """Refuse a vote that opens less than `days` local days after the notice.

    物业管理条例 Art. 14 with Civil Code Art. 201: the day of the notice is not counted, so with 15
    days of notice what is posted on the 1st opens on the 16th at the earliest.
    """
    if (local_date(opens_at) - noticed_on).days < days:
        raise Refused(
            "vote.notice_short",
            "公告须提前%(days)s天（公告当日不计），最早可在%(first)s开始表决。",
            field="opens_at",
            days=days,
            first=(noticed_on + dt.timedelta(days=days)).isoformat(),
        )


def require_open(
    state: State, opens_at: dt.datetime, closes_at: dt.datetime, now: dt.datetime
) -> None:
    """Refuse a ballot outside the time of voting, told by the server's clock."""
    if state is State.NOTICED or now < opens_at:
        raise Refused("ballot.early", "表决还没有开始，请在公告的时间内投票。")
    if state is not State.OPEN or now >= closes_at:
        raise Refused("ballot.late", "表决已经截止，这张票不能再计入。")


def require_extension(closes_at: dt.datetime, wanted: dt.datetime, now: dt.datetime) -> None:
    """Refuse to move the end of voting to an earlier moment or when it is over."""
    if now >= closes_at:
        raise Refused("vote.over", "表决已经截止，不能再延期。")
    if wanted <= closes_at:
        raise Refused("vote.earlier", "截止时间只能推后，不能提前。", field="closes_at")


def require_choices(choices: Choices, motions: Sequence[Motion], *, is_paper: bool) -> None:
    """Refuse unknown motions and marks; a wrongly marked paper is taken as blank, not refused."""
    known = {str(motion.number): motion for motion in motions}
    if not choices or set(choices) - set(known):
        raise Refused("ballot.motion_unknown", "选票上有不属于本次表决的事项，请重新打开选票。")
    for number, mark in choices.items():
        if not is_paper and not _is_sound(mark, known[number]):
            raise Refused(
                "ballot.mark_unknown",
                "第%(number)s项的选择无效：请按说明重新选择，人数不要超过席位。",
                field=f"motion_{number}",
                number=number,
            )


def are_sound(choices: Choices, motions: Sequence[Motion]) -> bool:
    """Tell whether `require_choices` would take them from the web."""
    known = {str(motion.number): motion for motion in motions}
    return bool(choices) and all(
        number in known and _is_sound(mark, known[number]) for number, mark in choices.items()
    )


def _is_sound(mark: str | list[int], motion: Motion) -> bool:
    if motion.seats:
        return isinstance(mark, list) and is_valid_mark(
            mark, seats=motion.seats, candidates=motion.candidates
        )
    return isinstance(mark, str) and mark in {Choice.YES, Choice.NO, Choice.ABSTAIN}


def require_paper(scan: str, clerks: Sequence[int]) -> None:
    """Refuse a paper ballot without its scan or without two different clerks."""
    if len(scan) != 64:
        raise Refused("ballot.no_scan", "纸质票须附扫描件，请先扫描选票。", field="scan")
    if len(clerks) != 2 or clerks[0] == clerks[1]:
        raise Refused("ballot.two_clerks", "纸质票须由两名不同的工作人员分别录入、核对。")
