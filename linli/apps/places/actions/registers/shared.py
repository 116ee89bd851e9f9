"""What the registers of places share: communities that are kept, columns."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from django.db.models import Q

from linli.apps.places.access import AREAS
from linli.apps.places.models import Area, Compound
from linli.foundation.refusals import Refused
from linli.foundation.tables import Column, Row, decimal, whole, words
from linli.platform.access import Actor, allowed

NAMES_AT_ONCE: Final = 400
COMMUNITY: Final = Column("community", ("社区代码",), whole(10**14, 10**15 - 1))
COMPOUND: Final = Column("compound", ("小区", "小区名称"), words(60), is_required=False)
LON: Final = Column("lon", ("经度",), decimal(73, 136))
LAT: Final = Column("lat", ("纬度",), decimal(3, 54))
YEAR: Final = Column("year", ("建成年份",), whole(1840, 2100), is_required=False)


class Ground:
    """The communities that the rows name and the actor keeps, with their compounds by name."""

    def __init__(self, actor: Actor, rows: Sequence[Row]) -> None:
        codes = {values["community"] for _, values in rows}
        level = Area.objects.filter(level=Area.Level.COMMUNITY, code__in=codes, valid_to=None)
        self.known = frozenset(level.values_list("code", flat=True))
        kept = allowed(level, actor=actor, action="extend", table=AREAS)
        self.kept: Mapping[int, Area] = {area.code: area for area in kept}
        named = Compound.objects.filter(community__in=self.kept)
        self.compounds: Mapping[tuple[int, str], int] = {
            (community, name): pk
            for pk, community, name in named.values_list("pk", "community_id", "name")
        }

    def community(self, code: int) -> Area:
        """Return the community, or refuse one that is not there or that others keep."""
        if code in self.kept:
            return self.kept[code]
        if code in self.known:
            raise Refused(
                "registers.others",
                "这个社区不在您管理的范围内，请删去这一行，或请对方导入。",
                field="community",
            )
        raise Refused(
            "registers.no_community",
            "没有这个社区，请核对社区代码（12 位代码后补三个零）。",
            field="community",
        )

    def compound(self, community: int, name: str | None) -> int | None:
        """Return the key of the compound, `None` for a house that stands in none."""
        if not name:
            return None
        key = self.compounds.get((community, name))
        if key is None:
            raise Refused(
                "places.compound_unknown", "本社区没有这个小区，请先登记小区。", field="compound"
            )
        return key


def kept_areas(actor: Actor) -> Q:
    """Return the condition on a column `community` that the actor keeps its registers."""
    keys = allowed(Area.objects.all(), actor=actor, action="extend", table=AREAS).values("code")
    return Q(community__in=keys)
