"""How votes look: the tone of a state, shares cut and never rounded up, what was missing in words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from linli.apps.votes.queries import ResultRow, VotePage, VoteRow
from linli.apps.votes.rules.thresholds import Comparison, Measure

LOOKS: Final = {
    "draft": ("", "pencil"),
    "noticed": ("info", "megaphone"),
    "open": ("jade", "inbox"),
    "closed": ("warn", "hourglass"),
    "declared": ("good", "badge-check"),
    "posted": ("good", "pin"),
    "archived": ("", "archive"),
    "void": ("danger", "ban"),
}
MEASURES: Final = {
    Measure.HEADS_IN: gettext_lazy("参与表决的人数"),
    Measure.AREA_IN: gettext_lazy("参与表决的面积"),
    Measure.HEADS_YES: gettext_lazy("同意的人数"),
    Measure.AREA_YES: gettext_lazy("同意的面积"),
}
AREA_MEASURES: Final = frozenset({Measure.AREA_IN, Measure.AREA_YES})


@dataclass(frozen=True, slots=True)
class Look:
    """A vote with the look of its state."""

    row: Any
    tone: str
    icon: str


@dataclass(frozen=True, slots=True)
class Tested:
    """One of the four tests in words."""

    label: str
    counted: str
    need: str
    missing: str
    share: str
    passed: bool


@dataclass(frozen=True, slots=True)
class ResultShown:
    row: ResultRow
    tests: tuple[Tested, ...]


def looks_of(rows: Iterable[VoteRow | VotePage]) -> list[Look]:
    """Return the rows with their looks."""
    return [
        Look(row, *LOOKS[row.state if isinstance(row, VoteRow) else row.vote.state]) for row in rows
    ]


def result_shown(rows: Iterable[ResultRow]) -> tuple[ResultShown, ...]:
    """Return the declared lines with their tests in words."""
    return tuple(ResultShown(row, tuple(_test(test) for test in row.verdict.tests)) for row in rows)


def _test(test: Comparison) -> Tested:
    is_area = test.measure in AREA_MEASURES
    write, plain = (square_metres, hundredths) if is_area else (str, str)
    whole, rest = divmod(test.hundredths_of_percent, 100)
    return Tested(
        label=str(MEASURES[test.measure]),
        counted=f"{plain(test.have)} / {write(test.of)}",
        need=write(test.need),
        missing=write(test.missing) if test.missing else "",
        share=f"{whole}.{rest:02d}%",
        passed=test.passed,
    )


def square_metres(area: int) -> str:
    """Return an area of hundredths of m² in words."""
    return _("%(area)s 平方米") % {"area": hundredths(area)}


def hundredths(area: int) -> str:
    return f"{area // 100}.{area % 100:02d}"
