"""Who votes: electors made from the homes and their registered owners on the day of the roll.

Source: 法释〔2020〕17号 Art. 8 and 9. Area comes from the register, else the survey, else the sale
contract. One elector is one head, keyed by the exact set of registered owners: who owns three homes
is one head with three areas; a couple that owns one home is one head; A alone and A with B are two.
Homes that the developer has not sold or not handed over are together one head.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from hashlib import sha256
from typing import Final

from linli.foundation.refusals import Refused


class AreaBasis(StrEnum):
    REGISTER = "register"
    SURVEY = "survey"
    CONTRACT = "contract"


class Use(StrEnum):
    """What an exclusive part is; parking and storage count only where the rules say so."""

    DWELLING = "dwelling"
    SHOP = "shop"
    OFFICE = "office"
    PARKING = "parking"
    STORAGE = "storage"


COUNTED_ALWAYS: Final = frozenset({Use.DWELLING, Use.SHOP, Use.OFFICE})
FULL_SHARE: Final = 1_000_000  # shares are millionths of a home


@dataclass(frozen=True, slots=True)
class Holding:
    """One registered owner's share of one home, in millionths."""

    owner: str
    share: int


@dataclass(frozen=True, slots=True)
class Part:
    """One exclusive part (专有部分) with its area in 0.01 m² and who holds it.

    `is_unsold` marks a part that the developer has not sold or not handed over; then `developer`
    names the developer and `holdings` may be empty.
    """

    home: str
    building: str
    entrance: int
    area: int
    basis: AreaBasis
    use: Use
    holdings: tuple[Holding, ...]
    is_unsold: bool = False
    developer: str = ""


@dataclass(frozen=True, slots=True)
class Elector:
    """One head: the owners that make it, the parts that it holds, the area that it carries."""

    number: int
    owners: tuple[str, ...]
    homes: tuple[str, ...]
    buildings: tuple[str, ...]
    area: int


def build_roll(parts: Iterable[Part], *, counts_parking: bool = False) -> tuple[Elector, ...]:
    """Return the electors of `parts`, numbered from 1 in an order that says nothing of them.

    Raises
    ------
    Refused
        `roll.empty`, `roll.no_area`, `roll.no_owner`, `roll.share_over`, `roll.home_twice`: each
        names the homes to mend first.
    """
    counted = [part for part in parts if counts_parking or part.use in COUNTED_ALWAYS]
    if not counted:
        raise Refused("roll.empty", "表决范围内没有专有部分，请核对范围或先导入房屋。")
    _require_sound(counted)
    held: dict[tuple[str, ...], list[Part]] = defaultdict(list)
    for part in counted:
        held[_owners_of(part)].append(part)
    ordered = sorted(held.items(), key=lambda entry: sha256("\n".join(entry[0]).encode()).digest())
    return tuple(
        Elector(
            number=number,
            owners=owners,
            homes=tuple(sorted(part.home for part in own)),
            buildings=tuple(sorted({part.building for part in own})),
            area=sum(part.area for part in own),
        )
        for number, (owners, own) in enumerate(ordered, start=1)
    )


def interested_parts(parts: Sequence[Part], changed: str) -> tuple[Part, ...]:
    """Return the parts of a building whose owners must all agree that the home `changed` goes to business.

    法释〔2020〕17号 Art. 11: the other owners of the building. Who owns the home asks, and does not
    vote on the own request: parts whose every owner is among those of the home are left out.
    """
    own = {owner for part in parts if part.home == changed for owner in _owners_of(part)}
    return tuple(
        part for part in parts if part.home != changed and not own.issuperset(_owners_of(part))
    )


def _owners_of(part: Part) -> tuple[str, ...]:
    if part.is_unsold:
        return (part.developer,)
    return tuple(sorted({holding.owner for holding in part.holdings}))


def _require_sound(parts: list[Part]) -> None:
    if homes := _named(part.home for part in parts if part.area <= 0):
        raise Refused(
            "roll.no_area",
            "这些房屋没有面积：%(homes)s。请先按登记、测绘或合同补上面积。",
            homes=homes,
        )
    if homes := _named(part.home for part in parts if not any(_owners_of(part))):
        raise Refused(
            "roll.no_owner",
            "这些房屋没有登记业主：%(homes)s。请先补上业主；开发商未售的，登记在开发商名下。",
            homes=homes,
        )
    if homes := _named(
        part.home for part in parts if sum(own.share for own in part.holdings) > FULL_SHARE
    ):
        raise Refused(
            "roll.share_over",
            "这些房屋的产权份额合计超过一：%(homes)s。请先更正份额。",
            homes=homes,
        )
    times = Counter(part.home for part in parts)
    if homes := _named(home for home, count in times.items() if count > 1):
        raise Refused("roll.home_twice", "这些房屋重复出现：%(homes)s。请先合并。", homes=homes)


HOMES_NAMED_MAX: Final = 20


def _named(homes: Iterable[str]) -> str:
    """Return the first of `homes` in words; nothing when there are none."""
    found = list(homes)
    return "、".join(found[:HOMES_NAMED_MAX]) + ("…" if len(found) > HOMES_NAMED_MAX else "")
