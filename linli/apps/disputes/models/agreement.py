"""What was agreed, how each side confirmed it, and whether it was kept."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.disputes.models import labels
from linli.apps.disputes.models.dispute import Dispute
from linli.apps.disputes.models.sides import Side, known


class Agreement(models.Model):
    """A draft until every side has confirmed its fingerprint; then frozen."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    dispute = models.ForeignKey(
        Dispute, models.CASCADE, verbose_name=_("纠纷"), related_name="agreements", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("第几稿"))
    form = models.CharField(_("形式"), max_length=7, choices=labels.FORMS)
    words = models.TextField(_("协议内容"), blank=True)
    drawn_by = models.BigIntegerField(_("写的人"))
    drawn_at = models.DateTimeField(_("写出时间"))
    fingerprint = models.CharField(_("指纹"), max_length=64)
    effective_at = models.DateTimeField(_("生效时间"), null=True)

    class Meta:
        verbose_name = _("调解协议")
        constraints = [
            models.UniqueConstraint(fields=["dispute", "number"], name="dispute_agreement_number"),
            models.UniqueConstraint(
                fields=["dispute"],
                condition=Q(effective_at__isnull=False),
                name="dispute_agreement_once",
            ),
            known("agreement", "form", labels.FORMS),
        ]

    def __str__(self) -> str:
        return f"{self.dispute_id} {self.number}"


class Obligation(models.Model):
    """What one side has to do by the end of a day."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    agreement = models.ForeignKey(
        Agreement, models.CASCADE, verbose_name=_("协议"), related_name="duties", db_index=False
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    side = models.ForeignKey(
        Side, models.CASCADE, verbose_name=_("由谁做"), related_name="+", db_index=False
    )
    words = models.CharField(_("做什么"), max_length=300, blank=True)
    due_on = models.DateField(_("最后一天"))
    state = models.CharField(_("履行"), max_length=6, choices=labels.DUTY_STATES, default="open")
    reminded_at = models.DateTimeField(_("提醒时间"), null=True)

    class Meta:
        verbose_name = _("约定事项")
        indexes = [
            models.Index(
                fields=["due_on"],
                condition=Q(state="open", reminded_at__isnull=True),
                name="dispute_duty_open",
            )
        ]
        constraints = [
            models.UniqueConstraint(fields=["agreement", "number"], name="dispute_duty_number"),
            known("duty", "state", labels.DUTY_STATES),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.number}"


class Confirmation(models.Model):
    """A side confirms exactly what the fingerprint says. Append-only."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    agreement = models.ForeignKey(
        Agreement,
        models.PROTECT,
        verbose_name=_("协议"),
        related_name="confirmations",
        db_index=False,
    )
    side = models.ForeignKey(
        Side, models.PROTECT, verbose_name=_("当事人"), related_name="+", db_index=False
    )
    way = models.CharField(_("方式"), max_length=6, choices=labels.CONFIRMING)
    fingerprint = models.CharField(_("指纹"), max_length=64)
    scan = models.CharField(_("扫描件"), max_length=43, blank=True)
    scan_hash = models.CharField(_("扫描件摘要"), max_length=64, blank=True)
    recorded_by = models.BigIntegerField(_("登记人"), null=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("协议确认")
        constraints = [
            models.UniqueConstraint(fields=["agreement", "side"], name="dispute_confirmed_once"),
            known("confirmation", "way", labels.CONFIRMING),
            models.CheckConstraint(
                condition=Q(way__in=["online", "code"]) | Q(recorded_by__isnull=False),
                name="dispute_confirmed_before_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(way="paper") | ~Q(scan_hash=""), name="dispute_paper_has_scan"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.agreement_id} {self.side_id}"


class PerformanceLine(models.Model):
    """Somebody says that a duty was done, or was not. Append-only; the last line counts."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    duty = models.ForeignKey(
        Obligation, models.PROTECT, verbose_name=_("约定事项"), related_name="lines"
    )
    is_done = models.BooleanField(_("已做到"))
    said_by = models.PositiveSmallIntegerField(_("哪一方说的"), default=0)  # 0: mediator or desk
    recorded_by = models.BigIntegerField(_("登记人"), null=True)
    proof = models.CharField(_("凭证"), max_length=43, blank=True)
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("履行记录")

    def __str__(self) -> str:
        return f"{self.duty_id} {self.is_done}"
