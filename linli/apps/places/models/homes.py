"""Buildings, the grid that each is in on any date, and the homes inside."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.places.models.areas import Area, MapFeature
from linli.apps.places.models.checks import COMMUNITY_TAIL, check, point_on_earth, written
from linli.apps.places.models.compounds import Compound
from linli.platform.dated import DatedLink

CARD_CODE_LETTERS = 7


class Building(models.Model):
    """A building; a street house (骑楼) stands outside compounds, on its street."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    community = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("社区"), related_name="buildings"
    )
    compound = models.ForeignKey(
        Compound,
        models.PROTECT,
        verbose_name=_("小区"),
        related_name="buildings",
        null=True,
        blank=True,
    )
    street = models.ForeignKey(
        MapFeature,
        models.PROTECT,
        verbose_name=_("临街"),
        related_name="buildings",
        null=True,
        blank=True,
    )
    name = models.CharField(_("楼栋名称"), max_length=60)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    footprint = models.JSONField(_("轮廓"), default=list, blank=True)
    floors = models.PositiveSmallIntegerField(_("层数"))
    entrances = models.PositiveSmallIntegerField(_("单元数"), default=1)
    has_lift = models.BooleanField(_("有电梯"), default=False)
    year = models.PositiveSmallIntegerField(_("建成年份"), null=True, blank=True)
    households = models.PositiveSmallIntegerField(_("户数"), default=0)
    card_code = models.CharField(_("楼牌码"), max_length=12, unique=True)

    class Meta:
        verbose_name = _("楼栋")
        verbose_name_plural = _("楼栋")
        constraints = [
            models.UniqueConstraint(
                fields=["compound", "name"],
                condition=Q(compound__isnull=False),
                name="places_building_name",
            ),
            models.UniqueConstraint(
                fields=["community", "name"],
                condition=Q(compound=None),
                name="places_street_house_name",
            ),
            check(
                "building_community",
                Q(community=F("community") - F("community") % COMMUNITY_TAIL),
                "楼栋应属于一个社区。",
            ),
            check("building_floors", Q(floors__gte=1, floors__lte=150), "层数应在 1 到 150 之间。"),
            check(
                "building_entrances",
                Q(entrances__gte=1, entrances__lte=40),
                "单元数应在 1 到 40 之间。",
            ),
            check(
                "building_year",
                Q(year=None) | Q(year__gte=1840, year__lte=2100),
                "建成年份不对，请填写四位年份。",
            ),
            point_on_earth("building"),
            written("building"),
            written("building", "card_code"),
        ]
        indexes = [models.Index(fields=["lat", "lon"], name="places_building_point")]

    def __str__(self) -> str:
        return self.name


class GridBuilding(DatedLink):
    """The building is in the grid from a day on; on any date it is in exactly one."""

    building = models.ForeignKey(
        Building, models.CASCADE, verbose_name=_("楼栋"), related_name="grids"
    )
    grid = models.ForeignKey(Area, models.PROTECT, verbose_name=_("网格"), related_name="members")

    class Meta(DatedLink.Meta):
        verbose_name = _("楼栋所属网格")
        verbose_name_plural = _("楼栋所属网格")
        constraints = [
            *DatedLink.Meta.constraints,
            check(
                "grid_building_level",
                ~Q(grid=F("grid") - F("grid") % COMMUNITY_TAIL),
                "楼栋应归入网格，不能直接归入社区。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building_id} {self.grid_id}"


class Home(models.Model):
    """The part of a building that one owner or several together own (专有部分)."""

    class Use(models.TextChoices):
        DWELLING = "dwelling", _("住宅")
        SHOP = "shop", _("商铺")
        OFFICE = "office", _("办公")
        OTHER = "other", _("其他")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    building = models.ForeignKey(
        # The unique constraint's own index begins with the building.
        Building,
        models.PROTECT,
        verbose_name=_("楼栋"),
        related_name="homes",
        db_index=False,
    )
    entrance = models.PositiveSmallIntegerField(_("单元"), default=1)
    floor = models.SmallIntegerField(_("楼层"))
    number = models.CharField(_("房号"), max_length=20)
    exclusive_area = models.PositiveIntegerField(_("专有面积（0.01 平方米）"))
    use = models.CharField(_("用途"), max_length=8, choices=Use.choices, default=Use.DWELLING)

    class Meta:
        verbose_name = _("房屋")
        verbose_name_plural = _("房屋")
        constraints = [
            models.UniqueConstraint(
                fields=["building", "entrance", "number"], name="places_home_number"
            ),
            check("home_floor", Q(floor__gte=-5, floor__lte=150) & ~Q(floor=0), "楼层不对。"),
            check(
                "home_entrance", Q(entrance__gte=1, entrance__lte=40), "单元号应在 1 到 40 之间。"
            ),
            check(
                "home_area",
                Q(exclusive_area__gte=1, exclusive_area__lte=10_000_000),
                "专有面积应大于 0，且不超过十万平方米。",
            ),
            check("home_use", Q(use__in=["dwelling", "shop", "office", "other"]), "房屋用途不对。"),
            written("home", "number"),
        ]

    def __str__(self) -> str:
        return self.number
