"""What staff often write, kept for a place or for a unit."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models.labels import REPLY_ACTS

LIVE = Q(ended_at__isnull=True)


class ReplyTemplate(models.Model):
    """Words to begin an answer with; `kind` is a kind, the letter of a group, or empty for all.

    It is never changed: a new one takes its place, so that an old answer can be traced to its words.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    area = models.ForeignKey(
        "places.Area",
        models.PROTECT,
        verbose_name=_("哪里用"),
        null=True,
        related_name="+",
        db_index=False,
    )
    unit = models.ForeignKey(
        "organisations.Organisation",
        models.PROTECT,
        verbose_name=_("哪个单位用"),
        null=True,
        related_name="+",
        db_index=False,
    )
    act = models.CharField(_("用在哪一步"), max_length=8, choices=REPLY_ACTS)
    kind = models.CharField(_("类别"), max_length=3, blank=True)
    title = models.CharField(_("名称"), max_length=30)
    text = models.TextField(_("内容"), max_length=1000)
    author = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("谁写的"),
        null=True,
        related_name="+",
        db_index=False,
    )
    since = models.DateTimeField(_("什么时候起"))
    ended_at = models.DateTimeField(_("停用时间"), null=True)

    class Meta:
        verbose_name = _("常用答复")
        constraints = [
            models.CheckConstraint(
                condition=Q(area__isnull=True) ^ Q(unit__isnull=True), name="reply_one_owner"
            ),
            models.UniqueConstraint(
                fields=["area", "act", "title"], condition=LIVE, name="reply_of_area_once"
            ),
            models.UniqueConstraint(
                fields=["unit", "act", "title"], condition=LIVE, name="reply_of_unit_once"
            ),
        ]

    def __str__(self) -> str:
        return self.title
