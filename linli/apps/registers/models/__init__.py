"""A table that came in, each row it changed, and a table made ready to take away."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.registers.rules import State

STATE_NAMES = {
    State.CHECKING: _("正在核对"),
    State.READY: _("待确认"),
    State.FAULTY: _("有错误"),
    State.STORING: _("正在存入"),
    State.STORED: _("已存入"),
    State.UNDOING: _("正在撤销"),
    State.UNDONE: _("已撤销"),
    State.DISCARDED: _("已放弃"),
}


class Intake(models.Model):
    """A table that somebody handed in. Nothing of it is in the registers before it is confirmed."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    register = models.CharField(_("底册"), max_length=20)
    name = models.CharField(_("文件名"), max_length=120)
    content = models.BinaryField(_("文件"), null=True)
    digest = models.CharField(_("文件指纹"), max_length=64)
    state = models.CharField(
        _("状态"), max_length=10, choices=[*STATE_NAMES.items()], default=State.CHECKING
    )
    made_by = models.BigIntegerField(_("上传人账号"))
    made_at = models.DateTimeField(_("上传时间"))
    added = models.PositiveIntegerField(_("新增"), default=0)
    changed = models.PositiveIntegerField(_("修改"), default=0)
    unchanged = models.PositiveIntegerField(_("不变"), default=0)
    wrong = models.PositiveIntegerField(_("有误"), default=0)
    faults = models.JSONField(_("错误"), default=list)
    entries = models.JSONField(_("预览"), default=list)
    seen = models.CharField(_("预览的指纹"), max_length=64, blank=True)
    stored_at = models.DateTimeField(_("存入时间"), null=True)
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = _("导入")
        verbose_name_plural = _("导入")
        indexes = [models.Index(fields=["made_by", "id"], name="registers_intake_own")]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*State]), name="registers_intake_state"),
            models.CheckConstraint(
                condition=~Q(state__in=["stored", "undoing", "undone"])
                | Q(stored_at__isnull=False),
                name="registers_intake_stored_at",
            ),
            models.CheckConstraint(
                condition=~Q(state="undone") | Q(undone_at__isnull=False),
                name="registers_intake_undone_at",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class IntakeChange(models.Model):
    """One row of a register as it was and became; `before` is empty for a new one."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    intake = models.ForeignKey(
        Intake, models.CASCADE, verbose_name=_("导入"), related_name="changes", db_index=False
    )
    row = models.PositiveIntegerField(_("行"))
    table = models.CharField(_("数据表"), max_length=60)
    key = models.BigIntegerField(_("记录编号"))
    before = models.JSONField(_("之前"), null=True)
    after = models.JSONField(_("之后"))

    class Meta:
        verbose_name = _("导入的改动")
        verbose_name_plural = _("导入的改动")
        indexes = [models.Index(fields=["intake", "id"], name="registers_change_intake")]

    def __str__(self) -> str:
        return f"{self.table} {self.key}"


class Outgoing(models.Model):
    """A register as a file, made by the worker, taken away within a day."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    register = models.CharField(_("底册"), max_length=20)
    sort = models.CharField(_("格式"), max_length=8)
    made_by = models.BigIntegerField(_("申请人账号"))
    made_at = models.DateTimeField(_("申请时间"))
    ready_at = models.DateTimeField(_("备好时间"), null=True)
    rows = models.PositiveIntegerField(_("行数"), default=0)
    content = models.BinaryField(_("文件"), null=True)

    class Meta:
        verbose_name = _("导出")
        verbose_name_plural = _("导出")
        indexes = [models.Index(fields=["made_by", "id"], name="registers_outgoing_own")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["xlsx", "csv", "geojson"]), name="registers_outgoing_sort"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.register}.{self.sort}"
