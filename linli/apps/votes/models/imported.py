"""A result that an official system has counted: shown as imported, apart from all ballots of our own.

Nobody's choice is kept: the sums of each motion stay, and the digest of the file that they come from.
"""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class ImportedVote(models.Model):
    """A vote of the owners of a compound that was held in another system."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    reference = models.CharField(_("公开编号"), max_length=12, unique=True)
    compound = models.ForeignKey(
        "places.Compound", models.PROTECT, related_name="+", verbose_name=_("小区")
    )
    area = models.BigIntegerField(_("区划代码"))
    title = models.CharField(_("名称"), max_length=120)
    system = models.CharField(_("哪个系统"), max_length=80)
    held_from = models.DateField(_("表决开始"))
    held_to = models.DateField(_("表决截止"))
    file_hash = models.CharField(_("文件摘要"), max_length=64)
    made_by = models.BigIntegerField(_("导入账号"))
    at = models.DateTimeField(_("导入时间"))

    class Meta:
        verbose_name = _("导入的表决")
        verbose_name_plural = _("导入的表决")
        indexes = [models.Index(fields=["compound", "id"], name="imported_vote_compound")]
        constraints = [
            models.UniqueConstraint(fields=["compound", "file_hash"], name="imported_once"),
            models.CheckConstraint(
                condition=Q(held_to__gte=F("held_from")), name="imported_vote_dates"
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ImportedLine(models.Model):
    """The sums of one motion, counted from the rows of the file against our roll of that day."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    vote = models.ForeignKey(
        ImportedVote, models.PROTECT, related_name="lines", verbose_name=_("导入的表决")
    )
    number = models.PositiveSmallIntegerField(_("序号"))
    item = models.PositiveSmallIntegerField(_("法定事项"))
    title = models.CharField(_("议题"), max_length=200)
    heads = models.PositiveIntegerField(_("总人数"))
    area = models.PositiveBigIntegerField(_("总面积"))
    heads_in = models.PositiveIntegerField(_("参与人数"))
    area_in = models.PositiveBigIntegerField(_("参与面积"))
    heads_yes = models.PositiveIntegerField(_("同意人数"))
    area_yes = models.PositiveBigIntegerField(_("同意面积"))
    passed = models.BooleanField(_("通过"))

    class Meta:
        verbose_name = _("导入的结果")
        verbose_name_plural = _("导入的结果")
        constraints = [
            models.UniqueConstraint(fields=["vote", "number"], name="imported_line_number"),
            models.CheckConstraint(
                condition=Q(item__gte=1, item__lte=9), name="imported_line_item"
            ),
            models.CheckConstraint(
                condition=Q(heads_yes__lte=F("heads_in"), area_yes__lte=F("area_in"))
                & Q(heads_in__lte=F("heads"), area_in__lte=F("area")),
                name="imported_line_order",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.vote_id}/{self.number}"
