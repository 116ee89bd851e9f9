"""What comes in while a vote is open, and what is declared of it. All of it is only ever added to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.votes.models.owners import Elector, Motion, OwnersVote
from linli.apps.votes.rules.ballots import Channel


class Delivery(models.Model):
    """Proof that the ballot reached an elector: how, when, by whom, with which paper."""

    class Way(models.TextChoices):
        HAND = "hand", _("当面送达")
        POST = "post", _("邮寄")
        MESSAGE = "message", _("约定的电子方式")
        POSTED = "posted", _("张贴公示")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="deliveries", verbose_name=_("表决")
    )
    elector = models.ForeignKey(
        Elector, models.PROTECT, related_name="deliveries", verbose_name=_("表决权人")
    )
    way = models.CharField(_("方式"), max_length=10, choices=Way.choices)
    on = models.DateField(_("送达日期"))
    by = models.BigIntegerField(_("经办账号"))
    proof = models.ForeignKey(
        "platform.StoredFile",
        models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("凭证"),
    )

    class Meta:
        verbose_name = _("送达记录")
        verbose_name_plural = _("送达记录")
        indexes = [models.Index(fields=["vote", "elector"], name="delivery_elector")]

    def __str__(self) -> str:
        return f"{self.elector_id} {self.way}"


class Proxy(models.Model):
    """An elector lets somebody else vote: for which motions, from when to when, on what paper.

    An owner grants it in their own account. What is on paper two different clerks record; until the
    second has, it holds nothing.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="proxies", verbose_name=_("表决")
    )
    elector = models.ForeignKey(
        Elector, models.PROTECT, related_name="proxies", verbose_name=_("委托人")
    )
    holder = models.BigIntegerField(_("受托账号"))
    motions = models.JSONField(_("委托事项"), default=list)
    starts_at = models.DateTimeField(_("起"))
    ends_at = models.DateTimeField(_("止"))
    document = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, related_name="+", verbose_name=_("委托书")
    )
    clerk_one = models.BigIntegerField(_("登记人"), null=True)
    clerk_two = models.BigIntegerField(_("核对人"), null=True)
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("委托")
        verbose_name_plural = _("委托")
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="proxy_period"),
            models.CheckConstraint(
                condition=Q(clerk_two=None)
                | Q(clerk_one__isnull=False) & ~Q(clerk_two=F("clerk_one")),
                name="proxy_two_clerks",
            ),
            models.UniqueConstraint(
                fields=["elector", "holder"],
                condition=Q(withdrawn_at=None),
                name="proxy_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.elector_id} → {self.holder}"


class PaperEntry(models.Model):
    """What the first clerk read from a scanned paper; it becomes a ballot when the second agrees."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="papers", verbose_name=_("表决")
    )
    elector = models.ForeignKey(
        Elector, models.PROTECT, related_name="papers", verbose_name=_("表决权人")
    )
    scan = models.ForeignKey(
        "platform.StoredFile", models.PROTECT, related_name="+", verbose_name=_("扫描件")
    )
    scan_hash = models.CharField(_("扫描件摘要"), max_length=64)
    choices = models.JSONField(_("选择"))
    clerk = models.BigIntegerField(_("录入人"))
    at = models.DateTimeField(_("录入时间"))
    settled_at = models.DateTimeField(_("核对时间"), null=True)
    is_agreed = models.BooleanField(_("两人一致"), default=False)

    class Meta:
        verbose_name = _("纸质票录入")
        verbose_name_plural = _("纸质票录入")
        constraints = [
            models.UniqueConstraint(
                fields=["vote", "scan_hash"],
                condition=Q(settled_at=None) | Q(is_agreed=True),
                name="paper_scan_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.elector_id}"


class OwnersBallot(models.Model):
    """One ballot. A later one of the same elector replaces it in the count, never in the table."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="ballots", verbose_name=_("表决")
    )
    sequence = models.PositiveIntegerField(_("序号"))
    elector = models.ForeignKey(
        Elector, models.PROTECT, related_name="ballots", verbose_name=_("表决权人")
    )
    revision = models.PositiveSmallIntegerField(_("第几次"))
    channel = models.CharField(_("渠道"), max_length=10)
    at = models.DateTimeField(_("时间"))
    choices = models.JSONField(_("选择"))
    scan = models.CharField(_("扫描件摘要"), max_length=64, null=True)  # noqa: DJ001  # many may have none
    clerk_one = models.BigIntegerField(_("录入人"), null=True)
    clerk_two = models.BigIntegerField(_("核对人"), null=True)
    previous = models.CharField(_("前一票摘要"), max_length=64)
    hash = models.CharField(_("摘要"), max_length=64)

    class Meta:
        verbose_name = _("业主选票")
        verbose_name_plural = _("业主选票")
        constraints = [
            models.UniqueConstraint(fields=["vote", "sequence"], name="ballot_sequence"),
            models.UniqueConstraint(fields=["elector", "revision"], name="ballot_revision"),
            models.UniqueConstraint(fields=["vote", "hash"], name="ballot_hash"),
            models.UniqueConstraint(fields=["vote", "scan"], name="ballot_scan_once"),
            models.CheckConstraint(
                condition=Q(channel__in=[Channel.WEB, Channel.IMPORTED])
                & Q(scan=None, clerk_one=None, clerk_two=None)
                | Q(
                    channel=Channel.PAPER,
                    scan__isnull=False,
                    clerk_one__isnull=False,
                    clerk_two__isnull=False,
                )
                & ~Q(clerk_one=F("clerk_two")),
                name="ballot_channel",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.sequence}"


class HeadPost(models.Model):
    """An end of a chain as it was posted on the public page at an hour."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="posts", verbose_name=_("表决")
    )
    at = models.DateTimeField(_("时间"))
    sequence = models.PositiveIntegerField(_("选票数"))
    head = models.CharField(_("链尾"), max_length=64)

    class Meta:
        verbose_name = _("链尾公布")
        verbose_name_plural = _("链尾公布")
        indexes = [models.Index(fields=["vote", "id"], name="head_post_vote")]

    def __str__(self) -> str:
        return f"{self.sequence} {self.head[:8]}"


class Declared(models.Model):
    """The declared numbers of one motion, or of one candidate of an election.

    `cast_*`, `yes_*` and `silent_*` are plain sums over the ballots, which the database recounts
    before it takes the row; `heads_in` … `area_yes` are what the rules make of them.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        OwnersVote, models.PROTECT, related_name="declared", verbose_name=_("表决")
    )
    motion = models.ForeignKey(
        Motion, models.PROTECT, related_name="declared", verbose_name=_("事项")
    )
    candidate = models.PositiveSmallIntegerField(_("候选人"), default=0)
    item = models.PositiveSmallIntegerField(_("法定事项"))
    heads = models.PositiveIntegerField(_("总人数"))
    area = models.PositiveBigIntegerField(_("总面积"))
    cast_heads = models.PositiveIntegerField(_("投票人数"))
    cast_area = models.PositiveBigIntegerField(_("投票面积"))
    yes_heads = models.PositiveIntegerField(_("投票同意人数"))
    yes_area = models.PositiveBigIntegerField(_("投票同意面积"))
    silent_heads = models.PositiveIntegerField(_("送达未投人数"))
    silent_area = models.PositiveBigIntegerField(_("送达未投面积"))
    heads_in = models.PositiveIntegerField(_("参与人数"))
    area_in = models.PositiveBigIntegerField(_("参与面积"))
    heads_yes = models.PositiveIntegerField(_("同意人数"))
    area_yes = models.PositiveBigIntegerField(_("同意面积"))
    passed = models.BooleanField(_("通过"))

    class Meta:
        verbose_name = _("公布的结果")
        verbose_name_plural = _("公布的结果")
        constraints = [
            models.UniqueConstraint(fields=["motion", "candidate"], name="declared_once"),
            models.CheckConstraint(
                condition=Q(heads_in=F("cast_heads"), area_in=F("cast_area"))
                | Q(
                    heads_in=F("cast_heads") + F("silent_heads"),
                    area_in=F("cast_area") + F("silent_area"),
                ),
                name="declared_in",
            ),
            models.CheckConstraint(
                condition=Q(heads_yes=F("yes_heads"), area_yes=F("yes_area"))
                | Q(
                    heads_yes=F("yes_heads") + F("silent_heads"),
                    area_yes=F("yes_area") + F("silent_area"),
                ),
                name="declared_yes",
            ),
            models.CheckConstraint(
                condition=Q(heads_yes__lte=F("heads_in"), area_yes__lte=F("area_in"))
                & Q(heads_in__lte=F("heads"), area_in__lte=F("area")),
                name="declared_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.motion_id}/{self.candidate}"
