"""Persons, who owns a home, who lives in it, and help lists. Owning and living are kept apart."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from linli.apps.people.rules import (
    BIRTH_YEAR_MAX,
    BIRTH_YEAR_MIN,
    COMPANY_LETTERS_MAX,
    DENOMINATOR_MAX,
    NAME_LETTERS_MAX,
    NOTE_LETTERS_MAX,
)
from linli.platform.dated import DatedLink


class Person(models.Model):
    """Somebody known to the neighbourhood: a name, how to reach them, nothing else.

    No tags, no notes about character, no number on a person (ethics rules E-01, E-02, E-03).
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.OneToOneField(
        "accounts.Account",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="person",
        verbose_name=_("账号"),
    )
    community = models.ForeignKey(
        "places.Area", models.PROTECT, related_name="+", verbose_name=_("登记社区")
    )
    name = models.CharField(_("姓名"), max_length=NAME_LETTERS_MAX)
    phone = models.CharField(_("电话"), max_length=20, blank=True)
    birth_year = models.PositiveSmallIntegerField(_("出生年份"), null=True, blank=True)
    guardian = models.ForeignKey(
        "self",
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="wards",
        verbose_name=_("监护人"),
    )
    deleted_at = models.DateTimeField(_("删除时间"), null=True)

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        indexes = [models.Index(fields=["community", "name"], name="person_community_name")]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year=None)
                | Q(birth_year__gte=BIRTH_YEAR_MIN, birth_year__lte=BIRTH_YEAR_MAX),
                name="person_birth_year",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at=None)
                | Q(name="", phone="", birth_year=None, account=None, guardian=None),
                name="person_deleted_is_empty",
            ),
            models.CheckConstraint(
                condition=Q(guardian=None) | ~Q(guardian=F("id")), name="person_not_own_guardian"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Ownership(DatedLink):
    """A share of a home, held by a person or a company. The shares of a home never exceed the whole.

    All shares of a home that hold at one time have one denominator, so that they add up exactly.
    """

    class Basis(models.TextChoices):
        REGISTER = "register", _("不动产登记")
        SURVEY = "survey", _("入户调查")
        CONTRACT = "contract", _("购房合同")

    home = models.ForeignKey(
        "places.Home", models.PROTECT, related_name="+", verbose_name=_("房屋")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="ownerships", verbose_name=_("业主")
    )
    company = models.CharField(_("业主单位"), max_length=COMPANY_LETTERS_MAX, blank=True)
    numerator = models.PositiveSmallIntegerField(_("份额分子"), default=1)
    denominator = models.PositiveSmallIntegerField(_("份额分母"), default=1)
    basis = models.CharField(_("依据"), max_length=10, choices=Basis.choices)

    class Meta(DatedLink.Meta):
        verbose_name = _("产权")
        verbose_name_plural = _("产权")
        indexes = [models.Index(fields=["home", "valid_from"], name="ownership_home")]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(
                condition=Q(person__isnull=True) ^ Q(company=""), name="ownership_one_holder"
            ),
            models.CheckConstraint(
                condition=Q(numerator__gte=1, numerator__lte=F("denominator")),
                name="ownership_share",
            ),
            models.CheckConstraint(
                condition=Q(denominator__gte=1, denominator__lte=DENOMINATOR_MAX),
                name="ownership_denominator",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} {self.numerator}/{self.denominator}"


class Household(DatedLink):
    """The people who live together in a home: one household, one voice in residents' votes."""

    home = models.ForeignKey(
        "places.Home", models.PROTECT, related_name="+", verbose_name=_("房屋")
    )

    class Meta(DatedLink.Meta):
        verbose_name = _("家庭户")
        verbose_name_plural = _("家庭户")
        indexes = [models.Index(fields=["home", "valid_from"], name="household_home")]

    def __str__(self) -> str:
        return f"{self.home_id}"


class Residence(DatedLink):
    """Somebody lives in a home, as its owner, as a tenant, or as family of either."""

    class Relation(models.TextChoices):
        OWNER = "owner", _("业主")
        TENANT = "tenant", _("租户")
        FAMILY = "family", _("家人")

    home = models.ForeignKey(
        "places.Home", models.PROTECT, related_name="+", verbose_name=_("房屋")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, related_name="residences", verbose_name=_("住户")
    )
    household = models.ForeignKey(
        Household,
        models.PROTECT,
        null=True,
        related_name="residences",
        verbose_name=_("家庭户"),
    )
    relation = models.CharField(_("与房屋的关系"), max_length=10, choices=Relation.choices)

    class Meta(DatedLink.Meta):
        verbose_name = _("居住")
        verbose_name_plural = _("居住")
        indexes = [models.Index(fields=["home", "valid_from"], name="residence_home")]

    def __str__(self) -> str:
        return f"{self.home_id} {self.relation}"


class ResidenceClaim(models.Model):
    """Somebody says that they live in a home; a grid worker or the community confirms it."""

    class State(models.TextChoices):
        OPEN = "open", _("待确认")
        CONFIRMED = "confirmed", _("已确认")
        DECLINED = "declined", _("未确认")
        WITHDRAWN = "withdrawn", _("已撤回")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", verbose_name=_("账号")
    )
    home = models.ForeignKey(
        "places.Home", models.PROTECT, related_name="+", verbose_name=_("房屋")
    )
    grid = models.ForeignKey(
        "places.Area", models.PROTECT, related_name="+", verbose_name=_("网格")
    )
    relation = models.CharField(
        _("与房屋的关系"), max_length=10, choices=Residence.Relation.choices
    )
    lives_since = models.DateField(_("从哪天起住"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    made_at = models.DateTimeField(_("提出时间"))
    decided_at = models.DateTimeField(_("确认时间"), null=True)
    decided_by = models.ForeignKey(
        "accounts.Account", models.SET_NULL, null=True, related_name="+", verbose_name=_("确认人")
    )
    answer = models.CharField(_("答复"), max_length=NOTE_LETTERS_MAX, blank=True)

    class Meta:
        verbose_name = _("居住登记申请")
        verbose_name_plural = _("居住登记申请")
        indexes = [models.Index(fields=["state", "grid", "id"], name="claim_state_grid")]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "home"], condition=Q(state="open"), name="claim_one_open"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at=None)
                | Q(~Q(state="open"), decided_at__isnull=False),
                name="claim_decided",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""), name="claim_declined_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.home_id} {self.state}"


class HelpListEntry(DatedLink):
    """Somebody has asked to be on a help list, for a purpose, until a day (ethics rule E-13)."""

    class List(models.TextChoices):
        LIVES_ALONE = "lives_alone", _("独居老人探访")
        HEAT = "heat", _("高温提醒")
        COLD = "cold", _("寒潮提醒")
        FLOOD = "flood", _("汛期转移帮助")
        LUNCH = "lunch", _("长者饭堂送餐")
        ERRANDS = "errands", _("跑腿代办")

    class Channel(models.TextChoices):
        WEB = "web", _("手机网页")
        PHONE = "phone", _("电话")
        WINDOW = "window", _("窗口")
        PAPER = "paper", _("纸质")

    person = models.ForeignKey(
        Person, models.PROTECT, related_name="help_entries", verbose_name=_("人员")
    )
    community = models.ForeignKey(
        "places.Area", models.PROTECT, related_name="+", verbose_name=_("社区")
    )
    help_list = models.CharField(_("名单"), max_length=12, choices=List.choices)
    purpose = models.CharField(_("用途"), max_length=NOTE_LETTERS_MAX)
    agreed_at = models.DateTimeField(_("同意时间"))
    agreed_by = models.ForeignKey(
        Person, models.PROTECT, related_name="+", verbose_name=_("谁同意的")
    )
    channel = models.CharField(_("同意方式"), max_length=10, choices=Channel.choices)
    kept_by = models.BigIntegerField(_("登记人账号"), null=True)

    class Meta(DatedLink.Meta):
        verbose_name = _("帮扶名单")
        verbose_name_plural = _("帮扶名单")
        indexes = [models.Index(fields=["community", "help_list", "id"], name="helplist_community")]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(condition=Q(valid_to__isnull=False), name="helplist_ends"),
            models.CheckConstraint(condition=~Q(purpose=""), name="helplist_purpose"),
        ]

    def __str__(self) -> str:
        return f"{self.help_list} {self.valid_to}"
