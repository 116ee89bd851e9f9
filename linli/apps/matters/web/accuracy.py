"""How good the suggestions are, in words and numbers: kinds and texts, never people."""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from linli.apps.matters.queries import get_accuracy
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.rules.states import DATA
from linli.interface.names import named

MISTAKEN_MAX: Final = 3


@dataclass(frozen=True, slots=True)
class Confused:
    """A kind: how many texts, how many of them were right at once, and what the others were taken for."""

    name: str
    texts: int
    right: int
    mistaken: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Shown:
    """`learned_at` is empty as long as the shipped model is in use."""

    learned_at: Any
    learned: int
    held_out: int
    first: int
    among_three: int
    lanes: int
    kinds: tuple[Confused, ...]


def shown() -> Shown:
    """Return the accuracy of the suggestions in use: one query."""
    accuracy = get_accuracy()
    report = _shipped() if accuracy is None else accuracy.report

    def percent(name: str) -> int:
        share: float = report[name] / max(report["held_out"], 1)
        return round(100 * share)

    return Shown(
        learned_at=accuracy.learned_at if accuracy else None,
        learned=report["learned"],
        held_out=report["held_out"],
        first=percent("first"),
        among_three=percent("among_three"),
        lanes=percent("lanes"),
        kinds=tuple(_confused(code, counts) for code, counts in report["confusion"].items()),
    )


@cache
def _shipped() -> dict[str, Any]:
    report: dict[str, Any] = json.loads(
        (DATA / "suggesting_report.json").read_text(encoding="utf-8")
    )
    return report


def _confused(code: str, counts: dict[str, int]) -> Confused:
    wrong = sorted(((n, kind) for kind, n in counts.items() if kind != code), reverse=True)
    mistaken = tuple((named(kind_of(kind)), n) for n, kind in wrong[:MISTAKEN_MAX])
    return Confused(named(kind_of(code)), sum(counts.values()), counts.get(code, 0), mistaken)
