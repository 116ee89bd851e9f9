"""The owners' vote before the first ballot: what is asked, by which rules, of whom."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.votes.rules.ballots import State
from linli.apps.votes.rules.silence import Silence
from linli.apps.votes.rules.thresholds import ITEMS, UNANIMOUS_ITEM

STATE_NAMES = {
    State.DRAFT: _("起草"),
    State.NOTICED: _("已公告"),
    State.OPEN: _("表决中"),
    State.CLOSED: _("已截止"),
    State.DECLARED: _("已公布结果"),
    State.POSTED: _("已公示"),
    State.ARCHIVED: _("已归档"),
    State.VOID: _("已作废"),
}


ITEM_CHOICES = [
    (UNANIMOUS_ITEM, "279"),
    *((number, f"{number} {name}") for number, name in ITEMS.items()),
]


class OwnersVote(models.Model):
    """A joint decision of the owners of a compound, of one building or of one entrance.

    After the notice nothing that a ballot depends on can change, save that the end may move later;
    the database refuses the rest (`guards.py`).
    """

    class Kind(models.TextChoices):
        ASSEMBLY = "assembly", _("业主共同决定（民法典第278条）")
        UNANIMOUS = "unanimous", _("有利害关系业主一致同意（民法典第279条）")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    reference = models.CharField(_("公开编号"), max_length=12, unique=True)
    kind = models.CharField(_("类别"), max_length=12, choices=Kind.choices, default=Kind.ASSEMBLY)
    compound = models.ForeignKey(
        "places.Compound", models.PROTECT, related_name="+", verbose_name=_("小区")
    )
    area = models.BigIntegerField(_("区划代码"))
    building = models.ForeignKey(
        "places.Building",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("限于楼栋"),
    )
    entrance = models.PositiveSmallIntegerField(_("限于单元"), null=True, blank=True)
    title = models.CharField(_("名称"), max_length=120)
    explanation = models.TextField(_("说明"), max_length=4000, blank=True)
    pack = models.CharField(_("规则"), max_length=40)
    silence = models.CharField(_("未投票的计法"), max_length=15, default=Silence.ABSENT)
    revote = models.BooleanField(_("可以改票"), default=True)
    clause = models.ForeignKey(
        "platform.StoredFile",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("议事规则条款"),
    )
    home = models.ForeignKey(
        "places.Home",
        models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
        verbose_name=_("要改变用途的房屋"),
    )
    run_off_of = models.ForeignKey(
        "self",
        models.PROTECT,
        related_name="run_offs",
        null=True,
        blank=True,
        verbose_name=_("第一轮表决"),
    )
    state = models.CharField(
        _("状态"), max_length=10, choices=[*STATE_NAMES.items()], default=State.DRAFT
    )
    roll_on = models.DateField(_("业主名册日期"), null=True)
    noticed_on = models.DateField(_("公告日期"), null=True)
    opens_at = models.DateTimeField(_("开始时间"), null=True)
    closes_at = models.DateTimeField(_("截止时间"), null=True)
    roll_fingerprint = models.CharField(_("名册指纹"), max_length=64, blank=True)
    salt = models.CharField(_("盐"), max_length=64)
    heads = models.PositiveIntegerField(_("业主总人数"), default=0)
    area_total = models.PositiveBigIntegerField(_("专有部分总面积"), default=0)
    declared_at = models.DateTimeField(_("公布时间"), null=True)
    posted_on = models.DateField(_("公示日期"), null=True)
    void_reason = models.CharField(_("作废原因"), max_length=200, blank=True)
    made_by = models.BigIntegerField(_("召集人账号"))

    class Meta:
        verbose_name = _("业主表决")
        verbose_name_plural = _("业主表决")
        indexes = [
            models.Index(fields=["compound", "id"], name="owners_vote_compound"),
            models.Index(fields=["area", "id"], name="owners_vote_area"),
            models.Index(fields=["state", "closes_at"], name="owners_vote_due"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(state__in=[*State]), name="owners_vote_state_known"),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.VOID])
                | Q(
                    noticed_on__isnull=False,
                    opens_at__isnull=False,
                    closes_at__gt=F("opens_at"),
                    roll_on__isnull=False,
                    heads__gte=1,
                    area_total__gte=1,
                )
                & ~Q(roll_fingerprint=""),
                name="owners_vote_noticed_whole",
            ),
            models.CheckConstraint(
                condition=Q(entrance=None) | Q(building__isnull=False),
                name="owners_vote_entrance_of_building",
            ),
            models.CheckConstraint(
                condition=~Q(kind="unanimous") | Q(building__isnull=False),
                name="owners_vote_unanimous_building",
            ),
            models.CheckConstraint(
                condition=Q(kind="unanimous", home__isnull=False, silence=Silence.ABSENT)
                | Q(kind="assembly", home=None),
                name="owners_vote_home_of_unanimous",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.VOID) | ~Q(void_reason=""), name="owners_vote_void_why"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Motion(models.Model):
    """One question of a vote, under an item of Art. 278; with seats it is an election."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.CASCADE, related_name="motions", verbose_name=_("表决")
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    item = models.PositiveSmallIntegerField(_("法定事项"), choices=ITEM_CHOICES)
    title = models.CharField(_("议题"), max_length=200)
    text = models.TextField(_("方案"), max_length=8000, blank=True)
    seats = models.PositiveSmallIntegerField(_("席位"), default=0)
    is_run_off = models.BooleanField(_("第二轮选举"), default=False)
    candidates = models.JSONField(_("候选人"), default=list, blank=True)

    class Meta:
        verbose_name = _("表决事项")
        verbose_name_plural = _("表决事项")
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="motion_number"),
            models.CheckConstraint(condition=Q(item__gte=0, item__lte=9), name="motion_item"),
            models.CheckConstraint(
                condition=Q(seats=0, is_run_off=False)
                | Q(item=3, is_run_off=False, seats__in=[5, 7, 9, 11])
                | Q(item=3, is_run_off=True, seats__gte=1, seats__lte=11),
                name="motion_seats",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class Elector(models.Model):
    """One head on the roll. `seal` hides who it is from those who read the bundle."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.CASCADE, related_name="electors", verbose_name=_("表决")
    )
    number = models.PositiveIntegerField(_("序号"))
    area = models.PositiveBigIntegerField(_("专有面积"))
    seal = models.CharField(_("封签"), max_length=64)
    building = models.BigIntegerField(_("计票楼栋"))
    label = models.CharField(_("业主"), max_length=120)

    class Meta:
        verbose_name = _("表决权人")
        verbose_name_plural = _("表决权人")
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="elector_number"),
            models.UniqueConstraint(fields=["vote", "seal"], name="elector_seal"),
            models.CheckConstraint(condition=Q(area__gte=1), name="elector_area"),
        ]

    def __str__(self) -> str:
        return f"{self.number}"


class ElectorHome(models.Model):
    """A home that an elector holds, with the area and the basis as they stood on the day."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(OwnersVote, models.CASCADE, related_name="+", verbose_name=_("表决"))
    elector = models.ForeignKey(
        Elector, models.CASCADE, related_name="homes", verbose_name=_("表决权人")
    )
    home = models.ForeignKey(
        "places.Home", models.PROTECT, related_name="+", verbose_name=_("房屋")
    )
    area = models.PositiveIntegerField(_("专有面积"))
    basis = models.CharField(_("面积依据"), max_length=10)

    class Meta:
        verbose_name = _("表决权人的房屋")
        verbose_name_plural = _("表决权人的房屋")
        constraints = [
            models.UniqueConstraint(fields=["vote", "home"], name="elector_home_once"),
            models.CheckConstraint(condition=Q(area__gte=1), name="elector_home_area"),
        ]

    def __str__(self) -> str:
        return f"{self.elector_id} {self.home_id}"


class ElectorOwner(models.Model):
    """Who makes up an elector: a person, or a company by name; a guardian may vote for a person."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(OwnersVote, models.CASCADE, related_name="+", verbose_name=_("表决"))
    elector = models.ForeignKey(
        Elector, models.CASCADE, related_name="owners", verbose_name=_("表决权人")
    )
    person = models.ForeignKey(
        "people.Person", models.PROTECT, null=True, related_name="+", verbose_name=_("业主")
    )
    company = models.CharField(_("业主单位"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("表决权人的业主")
        verbose_name_plural = _("表决权人的业主")
        indexes = [models.Index(fields=["person", "vote"], name="elector_owner_person")]
        constraints = [
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(company=""), name="elector_owner_one"
            )
        ]

    def __str__(self) -> str:
        return f"{self.elector_id}"
