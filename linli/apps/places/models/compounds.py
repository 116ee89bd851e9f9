"""Compounds (小区) and who manages them, by date."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.places.models.areas import Area
from linli.apps.places.models.checks import COMMUNITY_TAIL, check, point_on_earth, written
from linli.platform.dated import DatedLink


class Compound(models.Model):
    """A walled or named housing estate; it may reach over several grids of one community."""

    class Kind(models.TextChoices):
        COMMODITY = "commodity", _("商品房小区")
        OLD = "old", _("老旧小区")
        WORK_UNIT = "work_unit", _("单位宿舍")
        RESETTLEMENT = "resettlement", _("安置小区")
        AFFORDABLE = "affordable", _("保障房小区")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    community = models.ForeignKey(
        Area, models.PROTECT, verbose_name=_("社区"), related_name="compounds"
    )
    name = models.CharField(_("小区名称"), max_length=60)
    kind = models.CharField(_("小区类型"), max_length=12, choices=Kind.choices)
    address = models.CharField(_("地址"), max_length=120, blank=True)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    outline = models.JSONField(_("边界"), default=list, blank=True)
    year = models.PositiveSmallIntegerField(_("建成年份"), null=True, blank=True)
    synthetic = models.BooleanField(_("演示用虚构名称"), default=False)

    class Meta:
        verbose_name = _("小区")
        verbose_name_plural = _("小区")
        constraints = [
            models.UniqueConstraint(fields=["community", "name"], name="places_compound_name"),
            check(
                "compound_community",
                Q(community=F("community") - F("community") % COMMUNITY_TAIL),
                "小区应属于一个社区。",
            ),
            check(
                "compound_kind",
                Q(kind__in=["commodity", "old", "work_unit", "resettlement", "affordable"]),
                "小区类型不对，请从列表中选择。",
            ),
            check(
                "compound_year",
                Q(year=None) | Q(year__gte=1840, year__lte=2100),
                "建成年份不对，请填写四位年份。",
            ),
            point_on_earth("compound"),
            written("compound"),
        ]

    def __str__(self) -> str:
        return self.name


class CompoundManagement(DatedLink):
    """Who keeps the compound in order, from a day on; each change rests on a decision record."""

    class Mode(models.TextChoices):
        UNIT_MANAGED = "unit_managed", _("单位包管")
        RESIDENT_MANAGED = "resident_managed", _("居民自管")
        FIRM_INTRODUCED = "firm_introduced", _("引入物业")
        COMMUNITY_MANAGED = "community_managed", _("社区代管")
        FIRM_CONTRACT = "firm_contract", _("物业服务合同")
        NONE = "none", _("暂无管理")

    compound = models.ForeignKey(
        Compound, models.CASCADE, verbose_name=_("小区"), related_name="management"
    )
    mode = models.CharField(_("管理模式"), max_length=20, choices=Mode.choices)
    decision = models.CharField(_("决定依据"), max_length=200, blank=True)
    decided_on = models.DateField(_("决定日期"), null=True, blank=True)

    class Meta(DatedLink.Meta):
        verbose_name = _("管理模式")
        verbose_name_plural = _("管理模式")
        constraints = [
            *DatedLink.Meta.constraints,
            check(
                "management_mode",
                Q(
                    mode__in=[
                        "unit_managed",
                        "resident_managed",
                        "firm_introduced",
                        "community_managed",
                        "firm_contract",
                        "none",
                    ]
                ),
                "管理模式不对，请从列表中选择。",
            ),
            check(
                "management_decided",
                Q(mode="none") | (~Q(decision="") & Q(decided_on__isnull=False)),
                "变更管理模式要有决定依据和决定日期。",
            ),
            check(
                "management_decided_before",
                Q(decided_on=None) | Q(decided_on__lte=F("valid_from")),
                "决定日期不能晚于开始执行的日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.compound_id} {self.mode}"
