"""What hangs on a matter: contact, notes, ratings. Photos are files of the platform."""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.matters.models import labels
from linli.apps.matters.models.matter import Matter


class MatterContact(models.Model):
    """How to reach the reporter; every look is logged; deleted 180 days after the matter has ended."""

    matter = models.OneToOneField(
        Matter, models.CASCADE, primary_key=True, verbose_name=_("诉求"), related_name="contact"
    )
    name = models.CharField(_("称呼"), max_length=40, blank=True)
    phone = models.CharField(_("电话"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("联系方式")
        constraints = [
            models.CheckConstraint(
                condition=~Q(name="") | ~Q(phone=""), name="matter_contact_not_empty"
            )
        ]

    def __str__(self) -> str:
        return str(self.matter_id)


class MatterNote(models.Model):
    """Words about a matter: `note` and `reason` are for staff, the others also for the reporter."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    matter = models.ForeignKey(
        Matter, models.CASCADE, verbose_name=_("诉求"), related_name="notes", db_index=False
    )
    kind = models.CharField(_("类别"), max_length=10, choices=labels.NOTES)
    author = models.ForeignKey(
        "accounts.Account",
        models.SET_NULL,
        verbose_name=_("写的人"),
        null=True,
        related_name="+",
        db_index=False,
    )
    words = models.TextField(_("内容"))
    is_private = models.BooleanField(_("仅经办可见"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("备注")
        indexes = [models.Index(fields=["matter", "id"], name="matter_note_matter")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=[code for code, _label in labels.NOTES]),
                name="matter_note_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(kind="note") | Q(is_private=True), name="matter_note_is_private"
            ),
            models.CheckConstraint(condition=~Q(words=""), name="matter_note_not_empty"),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.kind}"


class MatterRating(models.Model):
    """What the reporter says of the handling, once a round; never about a person.

    `counts` is false for enforcement: nobody is asked to be pleased with a penalty.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    matter = models.ForeignKey(
        Matter, models.CASCADE, verbose_name=_("诉求"), related_name="ratings", db_index=False
    )
    close_round = models.PositiveSmallIntegerField(_("第几轮"))
    value = models.CharField(_("评价"), max_length=12, choices=labels.RATINGS)
    words = models.TextField(_("意见"), blank=True)
    counts = models.BooleanField(_("计入满意度"))
    at = models.DateTimeField(_("时间"))

    class Meta:
        verbose_name = _("评价")
        constraints = [
            models.UniqueConstraint(
                fields=["matter", "close_round"], name="matter_rating_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(value__in=[code for code, _label in labels.RATINGS]),
                name="matter_rating_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter_id} {self.close_round}"
