"""What the deployment's own closed matters have taught."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SuggestionModel(models.Model):
    """A learned model as it is packed, and how its like did on texts held out from learning."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    learned_at = models.DateTimeField(_("学习时间"))
    report = models.JSONField(_("准确程度"))
    packed = models.BinaryField(_("权重"))

    class Meta:
        verbose_name = _("分类建议")

    def __str__(self) -> str:
        return str(self.pk)
