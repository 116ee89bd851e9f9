"""Which engine decides: the residents' vote, or the owners' vote of Civil Code Art. 278.

Nobody picks it. It follows from the items that the options touch, and what pays for an option can
make an item certain.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused

ITEMS: Final = range(1, 10)  # of Art. 278
NO_ITEM: Final = 0
YUAN_MAX: Final = 1_000_000_000


class Engine(StrEnum):
    RESIDENTS = "residents"
    OWNERS = "owners"


class Payer(StrEnum):
    """Who pays for an option."""

    NOBODY = "nobody"  # it costs nothing
    PUBLIC_INCOME = "public_income"
    REPAIR_FUND = "repair_fund"
    NEW_FUND = "new_fund"  # the owners pay into the repair fund anew
    THOSE_SERVED = "those_served"
    FIRM = "firm"
    GOVERNMENT = "government"
    GIFTS = "gifts"


# Using the repair fund is item 5, raising it item 6; common income belongs to all owners: item 9.
CERTAIN: Final[Mapping[Payer, int]] = {
    Payer.REPAIR_FUND: 5,
    Payer.NEW_FUND: 6,
    Payer.PUBLIC_INCOME: 9,
}


@dataclass(frozen=True, slots=True)
class Offer:
    """The facts of an option that decide."""

    yuan: int
    payer: Payer
    item: int


def require_offer(offer: Offer) -> None:
    """Refuse an option whose cost, payer and item do not fit together."""
    if not 0 <= offer.yuan <= YUAN_MAX:
        raise Refused("option.cost", "请写明要花多少钱，整数，没有花费写0。", field="yuan")
    if (offer.yuan == 0) is not (offer.payer == Payer.NOBODY):
        raise Refused("option.payer", "要花钱就要写明谁出钱；不花钱的请选“不花钱”。", field="payer")
    if offer.item not in (NO_ITEM, *ITEMS):
        raise Refused("option.item", "请从民法典第278条的九项里选，或选“都不属于”。", field="item")
    certain = CERTAIN.get(offer.payer)
    if certain is not None and offer.item == NO_ITEM:
        raise Refused(
            "option.item_certain",
            "这样出钱属于业主共同决定的第%(item)s项，请选上，表决会转到业主表决。",
            field="item",
            item=certain,
        )


def engine_for(items: Iterable[int]) -> Engine:
    """Return who decides over options that touch these items.

    >>> engine_for([0, 0]).value, engine_for([0, 8]).value
    ('residents', 'owners')
    """
    return Engine.OWNERS if any(items) else Engine.RESIDENTS
