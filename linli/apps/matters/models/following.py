"""Who follows what: public information only, known to nobody but the one who follows."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.matter import Matter

TARGETS = ("matter", "building", "compound", "area")


class Follow(models.Model):
    """Somebody wants to hear of a matter or of a place; `via` is the merged matter that led here."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        "accounts.Account",
        models.CASCADE,
        verbose_name=_("关注的人"),
        related_name="+",
        db_index=False,
    )
    target = models.CharField(_("关注什么"), max_length=8)
    key = models.BigIntegerField(_("关注的编号"))
    name = models.CharField(_("名称"), max_length=120, blank=True)
    via = models.ForeignKey(
        Matter, models.CASCADE, verbose_name=_("因并案"), null=True, related_name="+"
    )
    since = models.DateTimeField(_("关注时间"))

    class Meta:
        verbose_name = _("关注")
        indexes = [models.Index(fields=["target", "key"], name="matter_follow_target")]
        constraints = [
            models.UniqueConstraint(fields=["account", "target", "key"], name="matter_follow_once"),
            models.CheckConstraint(
                condition=Q(target__in=TARGETS), name="matter_follow_target_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.target} {self.key}"
