"""Whether somebody is near enough to a side that they must not mediate between the sides."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from linli.foundation.refusals import Refused

TIES: Final = ("self", "home", "building", "body")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where somebody stands: accounts, homes and buildings they live in, bodies they belong to."""

    accounts: frozenset[int] = frozenset()
    homes: frozenset[int] = frozenset()
    buildings: frozenset[int] = frozenset()
    bodies: frozenset[int] = frozenset()


def ties_between(mediator: Standing, sides: Iterable[Standing]) -> tuple[str, ...]:
    """Return the ties between a mediator and any of the sides, in the order of `TIES`.

    >>> ties_between(Standing(buildings=frozenset({3})), [Standing(buildings=frozenset({3, 4}))])
    ('building',)
    """
    found = set()
    for side in sides:
        shared = {
            "self": mediator.accounts & side.accounts,
            "home": mediator.homes & side.homes,
            "building": mediator.buildings & side.buildings,
            "body": mediator.bodies & side.bodies,
        }
        found |= {name for name, both in shared.items() if both}
    return tuple(name for name in TIES if name in found)


def refuse_tie(ties: tuple[str, ...]) -> None:
    """Refuse a mediator who is a side, lives in a side's building or serves in a body with one."""
    if ties:
        raise Refused(
            "dispute.mediator_tie",
            "这位调解员和一方有关联（本人、同住、同一栋楼或同一个组织），不能调解这件事。请另选一位。",
            field="mediator",
        )
