"""The kinds of jobs that this release knows."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

LEASE_SECONDS_MAX: Final = 3600


@dataclass(frozen=True, slots=True)
class Kind:
    """A named function with its limits; call it as the function itself.

    Parameters
    ----------
    attempts_max
        After so many failures the job is dead and waits for a person.
    lease_seconds
        The longest that one attempt may take. Past it the attempt is stopped, and the job of a
        killed worker is taken over.
    every
        The stretch of time in which the job runs once, by itself; counted from local midnight.
    atomic
        Whether the function shares one transaction with the mark that the job is done, and so has
        its effect exactly once. Without it, a job may call the network and must bear being repeated.
    """

    name: str
    function: Callable[..., None]
    attempts_max: int = 5
    lease_seconds: int = 60
    every: dt.timedelta | None = None
    atomic: bool = True

    def __call__(self, **arguments: Any) -> None:
        self.function(**arguments)


_kinds: dict[str, Kind] = {}


def job(
    name: str,
    *,
    attempts_max: int = 5,
    lease_seconds: int = 60,
    every: dt.timedelta | None = None,
    atomic: bool = True,
) -> Callable[[Callable[..., None]], Kind]:
    """Register the decorated function, which takes `now` and its arguments by name, as a job.

    The arguments are JSON values: keys and plain facts, no rows.
    """
    assert 0 < lease_seconds <= LEASE_SECONDS_MAX
    assert attempts_max > 0

    def register(function: Callable[..., None]) -> Kind:
        assert name not in _kinds, f"two jobs are called {name}"
        kind = Kind(name, function, attempts_max, lease_seconds, every, atomic)
        _kinds[name] = kind
        return kind

    return register


def find(name: str) -> Kind | None:
    return _kinds.get(name)


def scheduled() -> list[Kind]:
    return [kind for kind in _kinds.values() if kind.every is not None]
