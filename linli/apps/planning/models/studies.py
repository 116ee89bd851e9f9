"""A study and the files that it may rest on."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.planning.rules.studies import Kind, State

KIND_NAMES = {
    Kind.GRIDS: _("网格划分"),
    Kind.CIRCLE: _("十五分钟服务圈"),
    Kind.SITES: _("服务中心选址"),
    Kind.MATCH: _("帮手匹配"),
}
STATE_NAMES = {
    State.WAITING: _("排队中"),
    State.RUNNING: _("计算中"),
    State.DONE: _("已算好"),
    State.FAILED: _("没有算成"),
    State.CANCELLED: _("已取消"),
    State.APPROVED: _("已批准，待启用"),
    State.IN_FORCE: _("已启用"),
}


class Upload(models.Model):
    """A file as it was understood. Unless confirmed it is thrown away after a day."""

    class Sort(models.TextChoices):
        BUILDINGS = "buildings", _("楼栋和户数")
        SITES = "sites", _("服务点或候选地点")
        LINES = "lines", _("道路、河流等线")
        NEEDS = "needs", _("求助")
        HELPERS = "helpers", _("帮手")
        STAGES = "stages", _("新建小区三同步")

    class State(models.TextChoices):
        READING = "reading", _("正在读取")
        READ = "read", _("待确认")
        FAULTY = "faulty", _("有错误")
        CONFIRMED = "confirmed", _("已确认")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("区划"), related_name="+"
    )
    sort = models.CharField(_("内容"), max_length=10, choices=Sort.choices)
    name = models.CharField(_("文件名"), max_length=120)
    datum = models.CharField(_("坐标系"), max_length=8, blank=True)
    file = models.CharField(_("暂存文件"), max_length=60, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.READING)
    rows = models.PositiveIntegerField(_("记录数"), default=0)
    columns = models.BinaryField(_("读出的列"), default=bytes)
    preview = models.JSONField(_("预览"), default=dict)
    made_by = models.BigIntegerField(_("上传人账号"))
    made_at = models.DateTimeField(_("上传时间"))

    class Meta:
        verbose_name = _("上传的文件")
        verbose_name_plural = _("上传的文件")
        indexes = [models.Index(fields=["area", "id"], name="planning_upload_area")]
        constraints = [
            models.CheckConstraint(
                condition=Q(sort__in=["buildings", "sites", "lines", "needs", "helpers", "stages"]),
                name="planning_upload_sort",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["reading", "faulty"]) | Q(rows__gte=1),
                name="planning_upload_has_rows",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Study(models.Model):
    """A question asked of an area: how to draw its grids, who reaches a centre, where to open one."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    kind = models.CharField(_("类别"), max_length=8, choices=[*KIND_NAMES.items()])
    area = models.ForeignKey(
        "places.Area", models.PROTECT, verbose_name=_("区划"), related_name="+"
    )
    title = models.CharField(_("名称"), max_length=80)
    facts = models.JSONField(_("参数"), default=dict)
    buildings_file = models.ForeignKey(
        Upload,
        models.PROTECT,
        verbose_name=_("楼栋文件"),
        related_name="+",
        null=True,
        blank=True,
    )
    second_file = models.ForeignKey(
        Upload,
        models.PROTECT,
        verbose_name=_("候选或帮手文件"),
        related_name="+",
        null=True,
        blank=True,
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=[*STATE_NAMES.items()], default=State.WAITING
    )
    phase = models.CharField(_("步骤"), max_length=10, default="start")
    percent = models.PositiveSmallIntegerField(_("进度"), default=0)
    is_stopping = models.BooleanField(_("要求取消"), default=False)
    trouble = models.JSONField(_("没有算成的原因"), default=dict)
    result = models.JSONField(_("结果"), default=dict)
    asked_by = models.BigIntegerField(_("发起人账号"))
    asked_at = models.DateTimeField(_("发起时间"))
    started_at = models.DateTimeField(_("开始时间"), null=True)
    finished_at = models.DateTimeField(_("完成时间"), null=True)
    approved_by = models.BigIntegerField(_("批准人账号"), null=True)
    effective_on = models.DateField(_("启用日期"), null=True)

    class Meta:
        verbose_name = _("规划方案")
        verbose_name_plural = _("规划方案")
        indexes = [
            models.Index(fields=["area", "id"], name="planning_study_area"),
            models.Index(fields=["state", "effective_on"], name="planning_study_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=[*Kind]), name="planning_study_kind"),
            models.CheckConstraint(condition=Q(state__in=[*State]), name="planning_study_state"),
            models.CheckConstraint(condition=Q(percent__lte=100), name="planning_study_percent"),
            models.CheckConstraint(
                condition=~Q(state__in=[State.APPROVED, State.IN_FORCE])
                | Q(kind=Kind.GRIDS, effective_on__isnull=False, approved_by__isnull=False),
                name="planning_study_approved_whole",
            ),
            # Of two plans for one area only one can wait for its day.
            models.UniqueConstraint(
                fields=["area"],
                condition=Q(state=State.APPROVED),
                name="planning_one_approved",
            ),
        ]

    def __str__(self) -> str:
        return self.title
