"""What the journal keeps of a step: codes, keys and times, never words or names."""

from __future__ import annotations

import datetime as dt
from dataclasses import fields
from typing import Final

from linli.apps.matters.rules.moves import Facts

# `answer` is words; who reported is not told to whoever may read the timeline.
UNSAID: Final = frozenset({"answer", "reporter_id"})
NAMES: Final = tuple(field.name for field in fields(Facts) if field.name not in UNSAID)

Json = dict[str, object]


def difference(before: Facts, after: Facts) -> tuple[Json, Json]:
    """Return what changed, as it was and as it is."""
    changed = [name for name in NAMES if getattr(before, name) != getattr(after, name)]
    return (
        {name: _plain(getattr(before, name)) for name in changed},
        {name: _plain(getattr(after, name)) for name in changed},
    )


def _plain(value: object) -> object:
    if isinstance(value, dt.datetime):
        return value.astimezone(dt.UTC).isoformat(timespec="seconds")
    return value
