"""Kinds and groups as tiles: their names in the reader's language, drawing, and how soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import ngettext

from linli.apps.matters.rules.kinds import Kind, Limit, all_groups, find_kind, kinds_on
from linli.apps.matters.web.icons import GROUPS, icon_of
from linli.foundation.refusals import Refused
from linli.interface.names import named, picked

# What a city hears most of, one from each corner of life, so that most people need a single tap.
COMMON: Final = ("A01", "C01", "A02", "B01", "D03", "A04")


@dataclass(frozen=True, slots=True)
class Tile:
    code: str
    name: str
    icon: str
    href: str = ""
    limit: str = ""
    note: str = ""
    reason: str = ""


def limit_words(limit: Limit) -> str:
    """Return how soon a kind is to be done."""
    if not limit.is_working:
        hours = limit.days * 24
        return ngettext("%(n)d 小时内办", "%(n)d 小时内办", hours) % {"n": hours}
    return ngettext("%(n)d 个工作日内办", "%(n)d 个工作日内办", limit.days) % {"n": limit.days}


def kind_tile(kind: Kind, at: str = "", reason: str = "") -> Tile:
    query = urlencode({"at": at, "kind": kind.code})
    return Tile(
        code=kind.code,
        name=named(kind),
        icon=icon_of(kind.code),
        href=f"{reverse('matters:report')}?{query}",
        limit=limit_words(kind.limit),
        reason=reason,
    )


def common_tiles(at: str, on: dt.date) -> list[Tile]:
    kinds = {kind.code: kind for kind in kinds_on(on)}
    return [kind_tile(kinds[code], at) for code in COMMON if code in kinds]


def group_tiles(at: str, on: dt.date) -> list[Tile]:
    """Return the nine groups, each with the first of its kinds as an example."""
    kinds = kinds_on(on)
    tiles = []
    for group in all_groups():
        names = [named(kind) for kind in kinds if kind.group == group.code][:2]
        query = urlencode({"at": at, "group": group.code})
        href = f"{reverse('matters:report')}?{query}"
        note = picked("、", ", ").join(names)
        tiles.append(Tile(group.code, named(group), GROUPS[group.code], href, note=note))
    return tiles


def group_tile(code: str) -> Tile:
    group = next((each for each in all_groups() if each.code == code), None)
    if group is None:
        raise Refused("matters.kind_unknown", "没有这一类诉求，请从列表里选一类。", field="kind")
    return Tile(group.code, named(group), GROUPS[group.code])


def tiles_in(group: str, at: str, on: dt.date) -> list[Tile]:
    return [kind_tile(kind, at) for kind in kinds_on(on) if kind.group == group]


def tiles_of(codes: Iterable[tuple[str, str]], at: str, on: dt.date) -> list[Tile]:
    """Return tiles for pairs of a kind's code and the reason for proposing it."""
    return [kind_tile(find_kind(code, on), at, reason) for code, reason in codes]
