"""Organisations of every kind, and the units that share a joint one."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.organisations.models import labels
from linli.apps.organisations.models.labels import plain
from linli.apps.organisations.rules.kinds import BRANCHES, LISTED, Form, Kind
from linli.platform.dated import DatedLink


class Organisation(DatedLink):
    """A unit that answers for a place or handles matters; it has office lines, never personal ones."""

    code = models.CharField("承办代码", max_length=40, blank=True, db_index=True)
    kind = models.CharField("类别", max_length=40, choices=labels.choices(labels.KINDS))
    form = models.CharField(
        "组建形式", max_length=12, choices=labels.choices(labels.FORMS), blank=True
    )
    name = models.CharField("名称", max_length=80)
    name_en = models.CharField("英文名称", max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", models.PROTECT, verbose_name="上级", null=True, blank=True, related_name="children"
    )
    host = models.ForeignKey(
        "self",
        models.PROTECT,
        verbose_name="挂靠单位",
        null=True,
        blank=True,
        related_name="guests",
    )
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name="所在区划", related_name="+"
    )
    office_phone = models.CharField("办公电话", max_length=20, blank=True)
    complaint_phone = models.CharField("监督电话", max_length=20, blank=True)
    office_hours = models.CharField("办公时间", max_length=60, blank=True)
    address = models.CharField("办公地址", max_length=120, blank=True)
    synthetic = models.BooleanField("演示数据", default=False)

    class Meta(DatedLink.Meta):
        verbose_name = "组织"
        verbose_name_plural = "组织"
        indexes = [
            models.Index(fields=["kind", "area", "id"], name="organisation_kind_area"),
            models.Index(fields=["area", "kind", "id"], name="organisation_area_kind"),
        ]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(
                name="organisation_attached_names_host",
                condition=~Q(form=Form.ATTACHED.value) | Q(host__isnull=False),
            ),
            models.CheckConstraint(
                name="organisation_host_is_another",
                condition=Q(host__isnull=True) | ~Q(host=F("id")),
            ),
            models.CheckConstraint(
                name="organisation_branch_has_form",
                condition=~Q(kind__in=plain(BRANCHES)) | ~Q(form=""),
            ),
            models.UniqueConstraint(
                fields=["area", "kind", "name"],
                condition=Q(valid_to=None, kind__in=plain(LISTED)),
                name="organisation_listed_once",
            ),
            models.CheckConstraint(
                name="organisation_kind_known", condition=Q(kind__in=plain(Kind))
            ),
        ]

    def __str__(self) -> str:
        return self.name


class MemberUnit(DatedLink):
    """A unit whose members share a joint organisation."""

    organisation = models.ForeignKey(
        Organisation, models.CASCADE, verbose_name="联合组织", related_name="member_units"
    )
    name = models.CharField("单位", max_length=80)

    class Meta(DatedLink.Meta):
        verbose_name = "联建单位"
        verbose_name_plural = "联建单位"

    def __str__(self) -> str:
        return self.name
