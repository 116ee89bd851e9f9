"""What a study found, row by row; kept only when it is done."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.planning.models.studies import Study


class StudyBuilding(models.Model):
    """A building in a study. `grid` and `before` are codes, or numbers of `PlanGrid` for a new one."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(
        Study, models.CASCADE, verbose_name=_("方案"), related_name="buildings", db_index=False
    )
    number = models.PositiveIntegerField(_("序号"))
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        verbose_name=_("楼栋"),
        related_name="+",
        null=True,
        blank=True,
    )
    name = models.CharField(_("楼栋名称"), max_length=130)
    compound = models.CharField(_("小区"), max_length=60, blank=True)
    area = models.BigIntegerField(_("社区"))
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    households = models.PositiveIntegerField(_("户数"))
    near = models.JSONField(_("相邻楼栋"), default=list)
    before = models.BigIntegerField(_("现在的网格"), null=True)
    grid = models.PositiveIntegerField(_("方案网格"), null=True)
    minutes = models.FloatField(_("步行分钟"), null=True)

    class Meta:
        verbose_name = _("方案中的楼栋")
        verbose_name_plural = _("方案中的楼栋")
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="planning_building_number"),
            models.UniqueConstraint(
                fields=["study", "building"],
                condition=Q(building__isnull=False),
                name="planning_building_once",
            ),
        ]
        indexes = [models.Index(fields=["study", "grid"], name="planning_building_grid")]

    def __str__(self) -> str:
        return self.name


class PlanGrid(models.Model):
    """A grid of a drawing; `code` is the grid of today that it carries on, empty for a new one."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(
        Study, models.CASCADE, verbose_name=_("方案"), related_name="grids", db_index=False
    )
    number = models.PositiveIntegerField(_("序号"))
    area = models.BigIntegerField(_("社区"))
    code = models.BigIntegerField(_("沿用的网格代码"), null=True)
    name = models.CharField(_("名称"), max_length=80)
    households = models.PositiveIntegerField(_("户数"))
    buildings = models.PositiveIntegerField(_("楼栋数"))
    rings = models.JSONField(_("边界"), default=list)
    reason = models.CharField(_("例外理由"), max_length=30, blank=True)
    needed = models.PositiveIntegerField(_("依据户数"), default=0)
    evidence = models.JSONField(_("依据楼栋"), default=list)
    is_touched = models.BooleanField(_("手工调整过"), default=False)

    class Meta:
        verbose_name = _("方案网格")
        verbose_name_plural = _("方案网格")
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="planning_grid_number"),
            models.UniqueConstraint(
                fields=["study", "code"],
                condition=Q(code__isnull=False),
                name="planning_grid_code",
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Move(models.Model):
    """A building moved by hand. A move taken back stays in the list with its time."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(Study, models.CASCADE, verbose_name=_("方案"), related_name="moves")
    building = models.PositiveIntegerField(_("楼栋序号"))
    grid_from = models.PositiveIntegerField(_("原方案网格"))
    grid_to = models.PositiveIntegerField(_("新方案网格"))
    breaks = models.CharField(_("不合规之处"), max_length=120, blank=True)
    reason = models.CharField(_("理由"), max_length=200, blank=True)
    made_by = models.BigIntegerField(_("调整人账号"))
    made_at = models.DateTimeField(_("调整时间"))
    undone_at = models.DateTimeField(_("撤销时间"), null=True)

    class Meta:
        verbose_name = _("手工调整")
        verbose_name_plural = _("手工调整")
        constraints = [
            models.CheckConstraint(
                condition=Q(breaks="") | ~Q(reason=""), name="planning_move_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.building}: {self.grid_from} → {self.grid_to}"


class Note(models.Model):
    """What somebody says of a study."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(Study, models.CASCADE, verbose_name=_("方案"), related_name="notes")
    words = models.TextField(_("意见"), max_length=500)
    account = models.BigIntegerField(_("账号"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("意见")
        verbose_name_plural = _("意见")

    def __str__(self) -> str:
        return self.words[:20]


class Handover(models.Model):
    """Work over a grid that ends: a post, a role or open matters, to be handed to its heir."""

    class Sort(models.TextChoices):
        POST = "post", _("岗位")
        ROLE = "role", _("账号角色")
        ORGANISATION = "organisation", _("组织")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(
        Study, models.CASCADE, verbose_name=_("方案"), related_name="handovers"
    )
    sort = models.CharField(_("类别"), max_length=12, choices=Sort.choices)
    key = models.BigIntegerField(_("对应记录"))
    what = models.CharField(_("岗位或角色"), max_length=40)
    grid = models.BigIntegerField(_("停用的网格"))
    heir = models.BigIntegerField(_("接续的网格"))
    done_by = models.BigIntegerField(_("办理人账号"), null=True)
    done_at = models.DateTimeField(_("办理时间"), null=True)

    class Meta:
        verbose_name = _("工作交接")
        verbose_name_plural = _("工作交接")
        constraints = [
            models.UniqueConstraint(fields=["study", "sort", "key"], name="planning_handover_once")
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.grid}"


class Spot(models.Model):
    """A point of a circle or a candidate of a siting, with the homes that it would bring nearer."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(
        Study, models.CASCADE, verbose_name=_("方案"), related_name="spots", db_index=False
    )
    number = models.PositiveIntegerField(_("序号"))
    name = models.CharField(_("名称"), max_length=130, blank=True)
    lon = models.FloatField(_("经度"))
    lat = models.FloatField(_("纬度"))
    reach = models.BinaryField(_("可达楼栋"), default=bytes)
    gain = models.PositiveIntegerField(_("可达户数"), default=0)
    capacity = models.PositiveIntegerField(_("容量"), default=0)
    is_chosen = models.BooleanField(_("选中"), default=False)

    class Meta:
        verbose_name = _("地点")
        verbose_name_plural = _("地点")
        constraints = [
            models.UniqueConstraint(fields=["study", "number"], name="planning_spot_number")
        ]
        indexes = [models.Index(fields=["study", "lat"], name="planning_spot_lat")]

    def __str__(self) -> str:
        return self.name


class Proposal(models.Model):
    """A helper proposed for a need, with the reason; nothing happens until a person confirms."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DECLINED = "declined", _("不采用")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    study = models.ForeignKey(
        Study, models.CASCADE, verbose_name=_("方案"), related_name="proposals"
    )
    need = models.CharField(_("求助"), max_length=60)
    helper = models.CharField(_("帮手"), max_length=60)
    skills = models.CharField(_("需要的技能"), max_length=60, blank=True)
    hours = models.CharField(_("时间"), max_length=20)
    metres = models.PositiveIntegerField(_("距离"))
    load_before = models.PositiveIntegerField(_("已接"))
    others = models.PositiveIntegerField(_("还有几人可以"))
    next_metres = models.PositiveIntegerField(_("次近距离"), null=True)
    state = models.CharField(
        _("状态"), max_length=10, choices=State.choices, default=State.PROPOSED
    )
    decided_by = models.BigIntegerField(_("确认人账号"), null=True)
    decided_at = models.DateTimeField(_("确认时间"), null=True)

    class Meta:
        verbose_name = _("匹配建议")
        verbose_name_plural = _("匹配建议")
        constraints = [
            models.CheckConstraint(
                condition=Q(state="proposed", decided_by=None)
                | Q(state__in=["confirmed", "declined"], decided_by__isnull=False),
                name="planning_proposal_decided_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.need} ← {self.helper}"
