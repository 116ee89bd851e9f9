"""The table of a result that an official system has counted: a line a ballot, told by the home.

Columns 楼栋, 单元, 房号 and 事项1 … 事项n with 同意, 反对, 弃权; an empty mark takes part and agrees to
nothing. A home that is not on the roll, and an owner who stands in two lines, are faults by row and
column.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Final

from linli.apps.votes.rules.counting import Choice, Weight, count_motion
from linli.apps.votes.rules.roll import Elector
from linli.apps.votes.rules.thresholds import ITEMS, Tally, judge
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Fault, decode, one_of, read_rows, whole, words

MARKS: Final = {
    "同意": Choice.YES.value,
    "赞成": Choice.YES.value,
    "反对": Choice.NO.value,
    "不同意": Choice.NO.value,
    "弃权": Choice.ABSTAIN.value,
    "空白": Choice.BLANK.value,
    "废票": Choice.BLANK.value,
}
MOTIONS_MAX: Final = 20
UNKNOWN_HOME: Final = Refused("import.unknown_home", "名册上没有这套房屋，请核对楼栋、单元和房号。")
TWICE: Final = Refused(
    "import.twice_in", "这位业主在第%(first)s行已经有一票，一位业主只有一票。", first=0
)
Door = tuple[str, int, str]


@dataclass(frozen=True, slots=True)
class Asked:
    """A motion as the official system asked it."""

    item: int
    title: str


@dataclass(frozen=True, slots=True)
class Counted:
    """A motion with its sums and whether it passed."""

    number: int
    asked: Asked
    tally: Tally
    passed: bool


def columns_of(motions: int) -> tuple[Column, ...]:
    return (
        Column("building", ("楼栋", "楼栋名称", "building"), words(60)),
        Column("entrance", ("单元", "entrance"), whole(1, 40), is_required=False, default=1),
        Column("number", ("房号", "number"), words(20)),
        *(
            Column(
                f"motion_{number}",
                (f"事项{number}", f"motion {number}"),
                one_of(MARKS),
                is_required=False,
                default=Choice.BLANK.value,
            )
            for number in range(1, motions + 1)
        ),
    )


def require_asked(asked: Sequence[Asked]) -> None:
    """Refuse no motion, too many, or one under an unknown item."""
    if not 1 <= len(asked) <= MOTIONS_MAX:
        raise Refused("vote.no_motion", "请写1至20个表决事项。", field="motions")
    for each in asked:
        if each.item not in ITEMS or not 2 <= len(each.title) <= 200:
            raise Refused(
                "import.motion",
                "每行写一个事项：先写第几项（1至9），空一格，再写议题。",
                field="motions",
            )


def digest_of(content: bytes) -> str:
    return sha256(content).hexdigest()


def read_marks(
    content: bytes, motions: int, electors: Mapping[Door, int]
) -> tuple[dict[int, dict[str, Choice]], list[Fault]]:
    """Return by elector what was marked for each motion, and all faults by row and column."""
    rows, faults = read_rows(decode(content), columns_of(motions))
    marks: dict[int, dict[str, Choice]] = {}
    seen: dict[int, int] = {}
    for line, values in rows:
        elector = electors.get((values["building"], values["entrance"], values["number"]))
        if elector is None:
            faults.append(_fault(line, UNKNOWN_HOME))
        elif elector in seen:
            faults.append(_fault(line, TWICE, first=seen[elector]))
        else:
            seen[elector] = line
            marks[elector] = {
                str(number): Choice(values[f"motion_{number}"]) for number in range(1, motions + 1)
            }
    return marks, sorted(faults, key=lambda fault: fault.row)


def _fault(line: int, why: Refused, **params: int) -> Fault:
    return Fault(line, "房号", why.sentence, params)


def count_imported(
    asked: Sequence[Asked], roll: Sequence[Elector], marks: Mapping[int, Mapping[str, Choice]]
) -> tuple[Counted, ...]:
    """Count every motion by the law's own rules: who is not in the file does not take part."""
    weights = [Weight(elector.number, elector.area) for elector in roll]
    total = (len(roll), sum(elector.area for elector in roll))
    made = []
    for number, each in enumerate(asked, start=1):
        count = count_motion(weights, {who: own[str(number)] for who, own in marks.items()})
        yes = (count.heads[Choice.YES], count.area[Choice.YES])
        tally = Tally(*total, count.heads_in, count.area_in, *yes)
        made.append(Counted(number, each, tally, judge(tally, each.item).is_passed))
    return tuple(made)
