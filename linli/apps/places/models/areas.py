"""Areas from the city down to the grid, and what the map shows beside them."""

from __future__ import annotations

from itertools import pairwise

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.places.models.checks import check, point_on_earth, written
from linli.foundation import areas
from linli.foundation.areas import LEVELS, SIZE


def _stands_under_its_parent() -> Q:
    """Tell that the code ends in the zeros of its level and that the parent is what it begins with."""
    rule = Q(level=areas.Level.CITY, parent=None)
    for above, level in pairwise(LEVELS):
        rule |= Q(level=level, parent=F("code") - F("code") % SIZE[above])
    return rule


def _ends_in_zeros() -> Q:
    rule = Q(level=areas.Level.GRID)
    for level in LEVELS[:-1]:
        rule |= Q(level=level, code=F("code") - F("code") % SIZE[level])
    return rule


class Area(models.Model):
    """A part of the city; the code is the state's, carried on to the grid (foundation/areas.py)."""

    class Level(models.TextChoices):
        CITY = "city", _("市")
        DISTRICT = "district", _("区县")
        SUBDISTRICT = "subdistrict", _("街道（镇）")
        COMMUNITY = "community", _("社区")
        GRID = "grid", _("网格")

    code = models.BigIntegerField(_("区划代码"), primary_key=True)
    level = models.CharField(_("层级"), max_length=12, choices=Level.choices)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name=_("上级区划"), null=True, related_name="children"
    )
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    outline = models.JSONField(_("边界"), default=list, blank=True)
    valid_from = models.DateField(_("启用日期"))
    valid_to = models.DateField(_("停用日期"), null=True, blank=True)
    synthetic = models.BooleanField(_("演示用虚构名称"), default=False)

    class Meta:
        verbose_name = _("区划")
        verbose_name_plural = _("区划")
        constraints = [
            check("area_level", Q(level__in=LEVELS), "区划层级不对，请从列表中选择。"),
            check("area_parent", _stands_under_its_parent(), "区划代码与上级区划不一致。"),
            check("area_zeros", _ends_in_zeros(), "区划代码的位数与层级不一致。"),
            check(
                "area_code",
                Q(code__gte=10**14, code__lt=10**15),
                "区划代码应为十五位数字，请核对后重填。",
            ),
            check(
                "area_dates",
                Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                "停用日期应晚于启用日期。",
            ),
            point_on_earth("area"),
            written("area"),
        ]
        indexes = [models.Index(fields=["level", "code"], name="places_area_level")]

    def __str__(self) -> str:
        return self.name


class MapFeature(models.Model):
    """A river, road or square that the map draws and people name when they say where."""

    class Kind(models.TextChoices):
        RIVER = "river", _("江河")
        MAIN_ROAD = "main_road", _("主干道")
        STREET = "street", _("街道路")
        BRIDGE = "bridge", _("桥梁")
        GREEN = "green", _("绿地")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices)
    name = models.CharField(_("名称"), max_length=60)
    name_en = models.CharField(_("英文名称"), max_length=80, blank=True)
    area = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("所在区划"), related_name="features"
    )
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    geometry = models.JSONField(_("图形"))

    class Meta:
        verbose_name = _("地图要素")
        verbose_name_plural = _("地图要素")
        constraints = [
            check(
                "feature_kind",
                Q(kind__in=["river", "main_road", "street", "bridge", "green"]),
                "地图要素的类别不对。",
            ),
            point_on_earth("feature"),
            written("feature"),
        ]
        indexes = [models.Index(fields=["kind", "area"], name="places_feature_kind")]

    def __str__(self) -> str:
        return self.name
