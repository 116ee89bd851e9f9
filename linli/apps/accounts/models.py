"""Accounts, the roles they hold, consents, helpers, sessions, and who looked at whose data."""

from __future__ import annotations

from importlib import import_module
from typing import Any, ClassVar

from django.conf import settings
from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _

from linli.apps.accounts.rules import NAME_LETTERS_MAX, REASON_LETTERS_MAX, Role
from linli.platform.dated import DatedLink

ROLE_NAMES = {
    Role.RESIDENT: _("居民"),
    Role.OWNER: _("业主"),
    Role.FAMILY_HELPER: _("家人代办"),
    Role.VOLUNTEER: _("志愿者"),
    Role.GRID_WORKER: _("网格员"),
    Role.GRID_LEADER: _("网格长"),
    Role.BUILDING_HEAD: _("楼栋长"),
    Role.STEWARD: _("红色管家队员"),
    Role.BRANCH_SECRETARY: _("党支部书记"),
    Role.OC_DIRECTOR: _("业委会主任"),
    Role.PROPERTY_MANAGER: _("物业经理"),
    Role.COMMUNITY_SECRETARY: _("社区书记"),
    Role.COMMUNITY_WORKER: _("社区工作者"),
    Role.SUBDISTRICT_OFFICER: _("街道干部"),
    Role.DEPARTMENT_HANDLER: _("部门经办"),
    Role.CITY_OFFICER: _("市级组织部门干部"),
    Role.MEDIATOR: _("调解员"),
    Role.SERVICE_WINDOW_STAFF: _("窗口人员"),
    Role.DATA_OFFICER: _("个人信息保护负责人"),
    Role.AUDITOR: _("审计"),
    Role.PLATFORM_ADMIN: _("平台管理员"),
    Role.KIOSK_DEVICE: _("自助终端"),
}
LEVELS = [
    ("city", _("市")),
    ("district", _("区县")),
    ("subdistrict", _("街道/镇")),
    ("community", _("社区")),
    ("grid", _("网格")),
]


class AccountManager(BaseUserManager["Account"]):
    """Finds accounts by the name that was typed; makes none (see `actions.open_account`)."""

    def get_by_natural_key(self, username: str | None) -> Account:
        return self.get(username=(username or "").lower())


class Account(AbstractBaseUser):
    """What somebody signs in with. It says nothing about the person beyond how to call them."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    username = models.CharField(_("用户名"), max_length=30, unique=True, null=True, blank=True)
    email = models.EmailField(_("电子邮箱"), unique=True, null=True, blank=True)
    display_name = models.CharField(_("称呼"), max_length=NAME_LETTERS_MAX)
    language = models.CharField(_("语言"), max_length=10, blank=True)
    large_text = models.BooleanField(_("大字"), default=False)
    community = models.ForeignKey(
        "places.Area",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("所在社区"),
    )
    is_active = models.BooleanField(_("可以登录"), default=True)
    is_demo = models.BooleanField(_("演示"), default=False)
    opened_by = models.ForeignKey(
        "self", models.SET_NULL, null=True, related_name="+", verbose_name=_("由谁代开")
    )
    deleted_at = models.DateTimeField(_("注销时间"), null=True)

    # The roles of today, put here by the sign-in back end, which loads them in the same query.
    grants_today: Any = None

    objects: ClassVar[AccountManager] = AccountManager()
    USERNAME_FIELD = "username"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        verbose_name = _("账号")
        verbose_name_plural = _("账号")
        constraints = [
            models.CheckConstraint(
                condition=Q(email__isnull=True) | Q(email=Lower("email")),
                name="account_email_lower",
            ),
            models.CheckConstraint(
                condition=Q(username__isnull=True) | Q(username=Lower("username")),
                name="account_username_lower",
            ),
            models.CheckConstraint(
                condition=Q(deleted_at__isnull=True)
                | Q(is_active=False, email__isnull=True, username__isnull=True),
                name="account_deleted_is_empty",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name


class RoleGrant(DatedLink):
    """A role given to an account over an area for a term, by whom and why."""

    account = models.ForeignKey(
        Account, models.PROTECT, related_name="grants", verbose_name=_("账号")
    )
    role = models.CharField(_("角色"), max_length=30, choices=[*ROLE_NAMES.items()])
    area = models.ForeignKey(
        "places.Area", models.PROTECT, related_name="+", verbose_name=_("范围")
    )
    level = models.CharField(_("层级"), max_length=12, choices=LEVELS)
    # 0 stands for none: the database compares it when it refuses overlapping grants.
    organisation = models.BigIntegerField(_("组织编号"), default=0)
    granted_by = models.ForeignKey(
        Account, models.PROTECT, null=True, related_name="+", verbose_name=_("授予人")
    )
    reason = models.CharField(_("理由"), max_length=REASON_LETTERS_MAX)

    class Meta(DatedLink.Meta):
        verbose_name = _("角色授予")
        verbose_name_plural = _("角色授予")
        indexes = [
            models.Index(fields=["role", "area"], name="grant_role_area"),
            models.Index(fields=["area", "id"], name="grant_area"),
        ]
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(
                condition=Q(granted_by=None) | ~Q(granted_by=F("account")),
                name="grant_not_by_oneself",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="grant_has_reason"),
            models.CheckConstraint(condition=Q(role__in=[*Role]), name="grant_role_known"),
        ]

    def __str__(self) -> str:
        return f"{self.role} {self.area_id}"


class Consent(models.Model):
    """That somebody agreed to a purpose, in which words, and when they took it back."""

    class Purpose(models.TextChoices):
        MATTER_MESSAGES = "matter_messages", _("用邮件告知诉求进展")
        CONTACT_BY_STAFF = "contact_by_staff", _("网格员可以主动联系我")
        PUBLIC_THANKS = "public_thanks", _("公开感谢时署我的称呼")
        FAMILY_HELPER = "family_helper", _("家人可以代我办理")
        HELP_LIST = "help_list", _("进入帮扶名单")
        SURVEYS = "surveys", _("收到意见征集邀请")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        Account, models.CASCADE, related_name="consents", verbose_name=_("账号")
    )
    purpose = models.CharField(_("用途"), max_length=30, choices=Purpose.choices)
    text_version = models.CharField(_("文本版本"), max_length=20)
    given_at = models.DateTimeField(_("同意时间"))
    withdrawn_at = models.DateTimeField(_("撤回时间"), null=True)

    class Meta:
        verbose_name = _("同意")
        verbose_name_plural = _("同意")
        constraints = [
            models.UniqueConstraint(
                fields=["account", "purpose"],
                condition=Q(withdrawn_at__isnull=True),
                name="consent_one_in_force",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True) | Q(withdrawn_at__gte=F("given_at")),
                name="consent_order",
            ),
        ]

    def __str__(self) -> str:
        return self.purpose


class Helper(DatedLink):
    """A family member who may act for somebody, agreed by that somebody, until a day."""

    principal = models.ForeignKey(
        Account, models.CASCADE, related_name="helpers", verbose_name=_("本人")
    )
    helper = models.ForeignKey(
        Account, models.CASCADE, related_name="helped", verbose_name=_("代办人")
    )
    consent = models.ForeignKey(Consent, models.RESTRICT, related_name="+", verbose_name=_("同意"))

    class Meta(DatedLink.Meta):
        verbose_name = _("代办")
        verbose_name_plural = _("代办")
        constraints = [
            *DatedLink.Meta.constraints,
            models.CheckConstraint(condition=~Q(principal=F("helper")), name="helper_not_oneself"),
            models.CheckConstraint(condition=Q(valid_to__isnull=False), name="helper_ends"),
        ]

    def __str__(self) -> str:
        return f"{self.helper_id} → {self.principal_id}"


class AccessLogLine(models.Model):
    """Who looked at whose personal data, what of it, when and why; its subject can read it."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    at = models.DateTimeField(_("时间"))
    viewer = models.BigIntegerField(_("查看人"), null=True)
    viewer_role = models.CharField(_("查看身份"), max_length=40)
    subject_account = models.BigIntegerField(_("账号"), null=True)
    subject_person = models.BigIntegerField(_("人员"), null=True)
    what = models.CharField(_("看了什么"), max_length=40)
    purpose = models.CharField(_("为什么"), max_length=REASON_LETTERS_MAX)

    class Meta:
        verbose_name = _("查看记录")
        verbose_name_plural = _("查看记录")
        indexes = [
            models.Index(fields=["subject_account", "id"], name="accesslog_account"),
            models.Index(fields=["subject_person", "id"], name="accesslog_person"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(subject_account__isnull=False) | Q(subject_person__isnull=False),
                name="accesslog_has_subject",
            )
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.at:%Y-%m-%d}"


class AccountSession(AbstractBaseSession):
    """A signed-in device. It knows its account, so that somebody can see and end their own."""

    account = models.BigIntegerField(_("账号"), null=True, db_index=True)
    made_at = models.DateTimeField(_("登录时间"), null=True)
    device = models.CharField(_("设备"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("会话")
        verbose_name_plural = _("会话")

    def __str__(self) -> str:
        return self.device

    @classmethod
    def get_session_store_class(cls) -> type:
        """Return the engine that keeps these rows."""
        store: type = import_module(settings.SESSION_ENGINE).SessionStore
        return store
