"""What is done about a place where the same thing comes back again and again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlaceCare(models.Model):
    """Words of staff on one kind at one compound; the newest counts, older ones stay to be read."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    compound = models.ForeignKey(
        "places.Compound",
        models.PROTECT,
        verbose_name=_("小区"),
        related_name="+",
        db_index=False,
    )
    kind = models.CharField(_("类别"), max_length=3)
    words = models.CharField(_("在做什么"), max_length=300)
    author = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("谁写的"),
        null=True,
        related_name="+",
        db_index=False,
    )
    at = models.DateTimeField(_("什么时候"))

    class Meta:
        verbose_name = _("常发问题的处置")
        indexes = [models.Index(fields=["compound", "kind", "-id"], name="care_of_place")]

    def __str__(self) -> str:
        return f"{self.compound_id} {self.kind}"
