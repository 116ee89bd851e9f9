"""What a unit says against a dispatch, and how it was ruled: a precedent for the next one."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.matter import Matter


class DispatchObjection(models.Model):
    """The unit names who should have the matter; once ruled it guides dispatches of the same kind."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    matter = models.ForeignKey(
        Matter, models.CASCADE, verbose_name=_("诉求"), related_name="objections", db_index=False
    )
    kind = models.CharField(_("类别"), max_length=4)
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("提出异议的单位"),
        related_name="+",
        db_index=False,
    )
    right_unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("认为应承办的单位"),
        related_name="+",
        db_index=False,
    )
    reason = models.TextField(_("异议理由"))
    author = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("提出的人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("提出时间"))
    due_at = models.DateTimeField(_("裁定期限"))
    ruled_unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("裁定的承办单位"),
        null=True,
        related_name="+",
        db_index=False,
    )
    why = models.TextField(_("裁定理由"), blank=True)
    ruled_by = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("裁定的人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    ruled_at = models.DateTimeField(_("裁定时间"), null=True)
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("派单异议")
        indexes = [
            models.Index(fields=["matter"], name="objection_matter"),
            models.Index(
                fields=["due_at"], condition=Q(ruled_at__isnull=True), name="objection_waiting"
            ),
            models.Index(
                fields=["kind", "-id"],
                condition=Q(ruled_at__isnull=False, ended_at__isnull=True),
                name="objection_precedent",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "unit"],
                condition=Q(ruled_at__isnull=True),
                name="objection_waits_once",
            ),
            models.CheckConstraint(
                condition=Q(ruled_at__isnull=True, ruled_unit__isnull=True, why="")
                | (Q(ruled_at__isnull=False, ruled_unit__isnull=False) & ~Q(why="")),
                name="objection_ruled_with_reason",
            ),
            models.CheckConstraint(
                condition=~Q(unit=models.F("right_unit")) & ~Q(reason=""),
                name="objection_names_another",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.unit_id}"
