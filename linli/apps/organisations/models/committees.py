"""Terms of owners' committees and property management committees."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from linli.apps.organisations.models import labels
from linli.apps.organisations.models.labels import plain
from linli.apps.organisations.models.organisations import Organisation
from linli.apps.organisations.rules.committees import State

_FILED = plain([State.FILED, State.ACTIVE])
_OVER = plain([State.TERM_ENDED, State.RECALLED])


class CommitteeTerm(models.Model):
    """One term of a committee, from its preparation to its end."""

    id = models.BigIntegerField("编号", primary_key=True)
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, verbose_name="委员会", related_name="terms"
    )
    state = models.CharField("状态", max_length=12, choices=labels.choices(labels.STATES))
    prepared_on = models.DateField("筹备日期")
    elected_on = models.DateField("选举日期", null=True, blank=True)
    election = models.CharField("选举记录", max_length=120, blank=True)
    seats = models.PositiveSmallIntegerField("委员席位", null=True, blank=True)
    filed_on = models.DateField("备案日期", null=True, blank=True)
    filing_number = models.CharField("备案号", max_length=40, blank=True)
    active_on = models.DateField("履职日期", null=True, blank=True)
    term_ends_on = models.DateField("任期届满日", null=True, blank=True)
    ended_on = models.DateField("结束日期", null=True, blank=True)

    class Meta:
        verbose_name = "委员会任期"
        verbose_name_plural = "委员会任期"
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(ended_on__isnull=True),
                name="committee_one_open_term",
            ),
            models.CheckConstraint(
                name="committee_elected_has_record",
                condition=Q(state=State.PREPARING.value)
                | (
                    Q(elected_on__isnull=False)
                    & ~Q(election="")
                    & Q(term_ends_on__gt=F("elected_on"))
                ),
            ),
            models.CheckConstraint(
                name="committee_filed_has_number",
                condition=~Q(state__in=_FILED)
                | (Q(filed_on__gte=F("elected_on")) & ~Q(filing_number="")),
            ),
            models.CheckConstraint(
                name="committee_over_has_day",
                condition=Q(state__in=_OVER, ended_on__isnull=False)
                | (~Q(state__in=_OVER) & Q(ended_on__isnull=True)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organisation_id} {self.state}"
