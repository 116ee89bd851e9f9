"""When and how somebody is told, on plain facts."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.clock import LOCAL

FACTS_MAX: Final = 8
FACT_LETTERS_MAX: Final = 80
PATH_LETTERS_MAX: Final = 200
ATTEMPTS_MAX: Final = 6
DIGEST_TIME: Final = dt.time(8)
READ_DAYS_MAX: Final = 90  # kept after it was read
KEPT_DAYS_MAX: Final = 365
DEVICES_MAX: Final = 10


class Group(StrEnum):
    """What a notification is about: people choose by group."""

    MATTERS = "matters"
    FOLLOWED = "followed"
    VOTES = "votes"
    MEETINGS = "meetings"
    DISPUTES = "disputes"
    WORK = "work"
    ACCOUNT = "account"


class Channel(StrEnum):
    """Ways beside Linli itself, which always holds the list."""

    EMAIL = "email"
    PUSH = "push"
    SMS = "sms"
    WECHAT = "wechat"


class Pace(StrEnum):
    AT_ONCE = "at_once"
    DAILY = "daily"


# Nothing leaves Linli before somebody asks for it; who lets a device be woken wants to be woken.
ON_BY_DEFAULT: Final = frozenset({Channel.PUSH})


@dataclass(frozen=True, slots=True)
class Rhythm:
    """When somebody may be reached: local times; equal ones stand for no quiet hours."""

    pace: Pace = Pace.AT_ONCE
    quiet_from: dt.time = dt.time(21)
    quiet_to: dt.time = dt.time(7)

    @property
    def has_quiet(self) -> bool:
        return self.quiet_from != self.quiet_to


def is_quiet(at: dt.time, rhythm: Rhythm) -> bool:
    """Tell whether a local time lies in the quiet hours, which may pass midnight."""
    start, end = rhythm.quiet_from, rhythm.quiet_to
    if start <= end:
        return start <= at < end
    return at >= start or at < end


def send_at(now: dt.datetime, rhythm: Rhythm, *, is_urgent: bool) -> dt.datetime:
    """Return when a message of `now` may go out: at once, after the quiet hours, or with the digest.

    >>> at = dt.datetime(2026, 11, 25, 22, 30, tzinfo=LOCAL)
    >>> send_at(at, Rhythm(), is_urgent=False).isoformat()
    '2026-11-26T07:00:00+08:00'
    """
    if is_urgent:
        return now
    local = now.astimezone(LOCAL)
    if rhythm.pace is Pace.DAILY:
        local = _next(local, DIGEST_TIME)
    if rhythm.has_quiet and is_quiet(local.time(), rhythm):
        return _next(local, rhythm.quiet_to)
    return local if rhythm.pace is Pace.DAILY else now


def _next(local: dt.datetime, at: dt.time) -> dt.datetime:
    """Return the next moment after `local` at which the clock on the wall shows `at`."""
    today = dt.datetime.combine(local.date(), at, tzinfo=LOCAL)
    if today > local:
        return today
    return dt.datetime.combine(local.date() + dt.timedelta(days=1), at, tzinfo=LOCAL)


def try_again_at(now: dt.datetime, attempts: int) -> dt.datetime | None:
    """Return when to try again after so many failed attempts, `None` to give up."""
    if attempts >= ATTEMPTS_MAX:
        return None
    return now + dt.timedelta(minutes=2**attempts)


def check_facts(facts: dict[str, str]) -> None:
    """Hold what a notification carries to a few short words: a reference, a title, a day."""
    assert len(facts) <= FACTS_MAX, "a notification carries few facts"
    for name, fact in facts.items():
        assert isinstance(fact, str), name
        assert len(fact) <= FACT_LETTERS_MAX, f"{name} is too long for a notification"


def shortened(words: str) -> str:
    """Return words short enough to be a fact."""
    return words if len(words) <= FACT_LETTERS_MAX else words[: FACT_LETTERS_MAX - 1] + "…"
