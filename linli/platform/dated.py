"""Facts that hold for a time: from a day on, up to the day on which they no longer hold.

class GridBuilding(DatedLink):
    grid = models.ForeignKey("places.Area", models.PROTECT)
    building = models.ForeignKey("places.Building", models.PROTECT)

    class Meta(DatedLink.Meta):
        verbose_name = "网格楼栋"

# in 0002_guards.py: at any time a building lies in one grid only
NoOverlap("GridBuilding", ["building"])
"""

from __future__ import annotations

import datetime as dt
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q

from linli.platform.guards import NoOverlap

__all__ = ["DatedLink", "DatedRows", "NoOverlap", "holding"]

M = TypeVar("M", bound=models.Model)


def holding(day: dt.date, prefix: str = "") -> Q:
    """Return the condition that a dated fact, reached by `prefix` (`"grids__"`), holds on `day`."""
    ended_later = Q(**{f"{prefix}valid_to": None}) | Q(**{f"{prefix}valid_to__gt": day})
    return Q(**{f"{prefix}valid_from__lte": day}) & ended_later


class DatedRows(models.QuerySet[M]):
    """Rows of a dated model; a subclass may add its own words."""

    def as_of(self, day: dt.date) -> Self:
        """Keep the facts that hold on `day`."""
        return self.filter(holding(day))


class DatedLink(models.Model):
    """A link that changes with time. `valid_to` is the first day on which it no longer holds."""

    id = models.BigIntegerField("编号", primary_key=True)
    valid_from = models.DateField("起始日期")
    valid_to = models.DateField("终止日期", null=True, blank=True)

    objects = DatedRows.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(valid_to=None) | Q(valid_to__gt=F("valid_from")),
                name="%(app_label)s_%(class)s_dates",
            )
        ]
