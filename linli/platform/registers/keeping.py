"""A plan stored whole, and every row made again what it was before."""

from __future__ import annotations

import datetime as dt
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models, transaction
from django.utils.translation import gettext_noop

from linli.foundation.tables import Fault
from linli.platform import bulk, events, journal
from linli.platform.access import Actor
from linli.platform.registers.plan import Plan

KEYS_AT_ONCE: Final = 500
GONE: Final = gettext_noop("这一行存入以后已经被删除，不能撤销。")
MOVED_ON: Final = gettext_noop(
    "这一行存入以后又改过（%(columns)s），不能撤销；请先改回去，或逐条处理。"
)
LEANED_ON: Final = gettext_noop("这一行存入以后，已有%(what)s记在它上面，不能撤销。")

Model = type[models.Model]


@dataclass(frozen=True, slots=True)
class Kept:
    """A change as it was stored, in words that JSON has: what `take_back` starts from."""

    row: int
    model: Model
    key: int
    before: dict[str, Any] | None
    after: dict[str, Any]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return the values as JSON has them: a day is a text."""
    told: dict[str, Any] = json.loads(json.dumps(dict(values), cls=DjangoJSONEncoder))
    return told


def keep(plan: Plan, *, actor: Actor, now: dt.datetime) -> list[Kept]:
    """Store a plan without faults, with its lines in the journal; return what `take_back` needs."""
    assert not plan.faults
    with transaction.atomic():
        for model, changes in _by_model(plan.changes).items():
            for names, some in _alike(changes).items():
                if names[0]:
                    rows = ((each.key, *each.after.values()) for each in some)
                    bulk.insert(model, [model._meta.pk.name, *names[1]], rows)
                else:
                    pairs = ((each.key, tuple(each.after.values())) for each in some)
                    bulk.update(model, names[1], pairs)
        journal.record_each(actor=actor, lines=plan.lines, now=now)
        for event in plan.events:
            events.publish(event)
    return [
        Kept(
            each.row,
            each.model,
            each.key,
            None if each.before is None else plain(each.before),
            plain(each.after),
        )
        for each in plan.changes
    ]


def take_back(kept: Sequence[Kept]) -> list[Fault]:
    """Make every row what it was before, or nothing at all; return what stands in the way."""
    with transaction.atomic():
        faults = _obstacles(kept)
        if not faults:
            for model, some in reversed(_by_model(kept).items()):
                for (is_new, names), alike in _alike(some).items():
                    if is_new:
                        _delete(model, [each.key for each in alike])
                    else:
                        _restore(model, names, alike)
    return faults


def _delete(model: Model, keys: Sequence[int]) -> None:
    for some in bulk.chunks(keys, KEYS_AT_ONCE):
        model._base_manager.filter(pk__in=some)._raw_delete(using="default")


def _restore(model: Model, names: Sequence[str], some: Sequence[Kept]) -> None:
    fields = [_column(model, name) for name in names]

    def was(each: Kept) -> list[Any]:
        assert each.before is not None
        return [field.to_python(each.before[field.attname]) for field in fields]

    bulk.update(model, names, ((each.key, was(each)) for each in some))


def _by_model(changes: Iterable[Any]) -> dict[Model, list[Any]]:
    """Return the changes of each table; tables in the order in which they are first changed."""
    found: dict[Model, list[Any]] = defaultdict(list)
    for change in changes:
        found[change.model].append(change)
    return found


def _alike(changes: Iterable[Any]) -> dict[tuple[bool, tuple[str, ...]], list[Any]]:
    """Return the changes that set the same columns together: (is new, columns) → changes."""
    found: dict[tuple[bool, tuple[str, ...]], list[Any]] = defaultdict(list)
    for change in changes:
        found[change.before is None, tuple(change.after)].append(change)
    return found


def _column(model: Model, name: str) -> models.Field[Any, Any]:
    return next(field for field in model._meta.concrete_fields if field.attname == name)


def _obstacles(kept: Sequence[Kept]) -> list[Fault]:
    faults: list[Fault] = []
    ours = {model: {each.key for each in some} for model, some in _by_model(kept).items()}
    for model, some in _by_model(kept).items():
        faults += _moved_on(model, some)
        added = {each.key: each for each in some if each.before is None}
        faults += _leaned_on(model, added, ours)
    return sorted(faults, key=lambda fault: fault.row)


def _moved_on(model: Model, some: Sequence[Kept]) -> list[Fault]:
    """Return what was changed or deleted since it was stored."""
    faults = []
    names = sorted({name for each in some for name in each.after})
    for part in bulk.chunks(some, KEYS_AT_ONCE):
        rows = model._base_manager.select_for_update().filter(pk__in=[each.key for each in part])
        today = {row.pop("pk"): plain(row) for row in rows.values("pk", *names)}
        for each in part:
            there = today.get(each.key)
            if there is None:
                faults.append(Fault(each.row, "", GONE, {}))
                continue
            other = [name for name, value in each.after.items() if there[name] != value]
            if other:
                words = "、".join(str(_column(model, name).verbose_name) for name in other)
                faults.append(Fault(each.row, "", MOVED_ON, {"columns": words}))
    return faults


def _leaned_on(
    model: Model, added: Mapping[int, Kept], ours: Mapping[Model, set[int]]
) -> list[Fault]:
    """Return the new rows that rows of others point to by now."""
    faults = []
    for relation in model._meta.related_objects:
        other, name = relation.related_model, relation.field.attname
        assert not isinstance(other, str)
        for keys in bulk.chunks(added, KEYS_AT_ONCE):
            rows = other._base_manager.filter(**{f"{name}__in": keys})
            for pk, pointed in rows.values_list("pk", name):
                if pk not in ours.get(other, ()):
                    what = {"what": str(other._meta.verbose_name)}
                    faults.append(Fault(added[pointed].row, "", LEANED_ON, what))
    return faults
