"""What has happened, told to the apps above once the transaction has been committed or before it.

A lower app publishes a frozen dataclass from its `events.py`; a higher one registers a listener for
it in its `listeners.py`. `publish` is called inside the action's transaction: a listener registered
with `within=True` runs at once and shares the transaction's fate; the others run after commit.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar

from django.db import transaction

E = TypeVar("E")
Listener = Callable[[Any], None]

_within: dict[type, list[Listener]] = defaultdict(list)
_after: dict[type, list[Listener]] = defaultdict(list)


def listen(
    event: type[E], *, within: bool = False
) -> Callable[[Callable[[E], None]], Callable[[E], None]]:
    """Register the decorated function for `event`."""

    def register(listener: Callable[[E], None]) -> Callable[[E], None]:
        registry = (_within if within else _after)[event]
        if listener not in registry:
            registry.append(listener)
        return listener

    return register


def publish(event: object) -> None:
    """Tell every listener of `event`'s type; call it inside the action's transaction."""
    for listener in _within[type(event)]:
        listener(event)
    for listener in _after[type(event)]:
        transaction.on_commit(partial(listener, event))
