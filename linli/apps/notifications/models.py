"""Notifications, what of them has to be sent, what people chose, and their devices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from linli.apps.notifications.rules import PATH_LETTERS_MAX, Channel, Group, Pace

GROUP_NAMES = {
    Group.MATTERS: _("我的诉求"),
    Group.FOLLOWED: _("我关注的"),
    Group.VOTES: _("表决"),
    Group.MEETINGS: _("议事和会议"),
    Group.DISPUTES: _("调解"),
    Group.WORK: _("我的工作"),
    Group.ACCOUNT: _("账号和信息"),
}
CHANNEL_NAMES = {
    Channel.EMAIL: _("邮件"),
    Channel.PUSH: _("手机或电脑弹窗"),
    Channel.SMS: _("短信"),
    Channel.WECHAT: _("微信"),
}


PACE_NAMES = {Pace.AT_ONCE: _("有事就发"), Pace.DAILY: _("每天早上八点合成一封")}


def _coded(names: Mapping[Any, Any]) -> list[tuple[str, Any]]:
    return [(str(code), name) for code, name in names.items()]


class Notification(models.Model):
    """Something that somebody should know; the sentence is made in the reader's language.

    `mark` names the cause: telling the same cause again tells nothing new.
    """

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", verbose_name=_("收件人")
    )
    kind = models.CharField(_("种类"), max_length=60)
    facts = models.JSONField(_("事实"), default=dict)
    path = models.CharField(_("打开哪一页"), max_length=PATH_LETTERS_MAX)
    mark = models.CharField(_("事由"), max_length=80)
    read_at = models.DateTimeField(_("已读时间"), null=True)

    class Meta:
        verbose_name = _("通知")
        verbose_name_plural = _("通知")
        indexes = [
            models.Index(fields=["account", "-id"], name="notification_account"),
            models.Index(fields=["account"], condition=Q(read_at=None), name="notification_unread"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["account", "kind", "mark"], name="notification_told_once"
            ),
            models.CheckConstraint(condition=Q(path__startswith="/"), name="notification_path_own"),
        ]

    def __str__(self) -> str:
        return self.kind


class Delivery(models.Model):
    """One notification on its way by one channel; `due_at` also keeps two workers apart."""

    class State(models.TextChoices):
        WAITING = "waiting", _("待发")
        SENT = "sent", _("已发")
        GIVEN_UP = "given_up", _("未送达")

    id = models.BigIntegerField(_("编号"), primary_key=True)
    notification = models.ForeignKey(
        Notification, models.CASCADE, related_name="deliveries", verbose_name=_("通知")
    )
    account = models.BigIntegerField(_("收件人"))
    channel = models.CharField(
        _("渠道"),
        max_length=10,
        choices=_coded(CHANNEL_NAMES),
    )
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField(_("发送时间"))
    attempts = models.PositiveSmallIntegerField(_("次数"), default=0)

    class Meta:
        verbose_name = _("发送")
        verbose_name_plural = _("发送")
        indexes = [
            models.Index(fields=["due_at"], condition=Q(state="waiting"), name="delivery_waiting"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["notification", "channel"], name="delivery_once"),
        ]

    def __str__(self) -> str:
        return f"{self.channel} {self.state}"


class Choice(models.Model):
    """Somebody chose to be told, or not to be told, of a group by a channel."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", verbose_name=_("账号")
    )
    group = models.CharField(
        _("关于什么"),
        max_length=10,
        choices=_coded(GROUP_NAMES),
    )
    channel = models.CharField(
        _("渠道"),
        max_length=10,
        choices=_coded(CHANNEL_NAMES),
    )
    is_on = models.BooleanField(_("要"))
    chosen_at = models.DateTimeField(_("选择时间"))

    class Meta:
        verbose_name = _("通知选择")
        verbose_name_plural = _("通知选择")
        constraints = [
            models.UniqueConstraint(fields=["account", "group", "channel"], name="choice_one"),
        ]

    def __str__(self) -> str:
        return f"{self.group} {self.channel} {self.is_on}"


class OwnRhythm(models.Model):
    """When somebody may be reached; without a row, the default of `rules.Rhythm` holds."""

    account = models.OneToOneField(
        "accounts.Account",
        models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("账号"),
    )
    pace = models.CharField(
        _("多久发一次"),
        max_length=10,
        choices=_coded(PACE_NAMES),
    )
    quiet_from = models.TimeField(_("免打扰从"))
    quiet_to = models.TimeField(_("免打扰到"))

    class Meta:
        verbose_name = _("通知时间")
        verbose_name_plural = _("通知时间")

    def __str__(self) -> str:
        return self.pace


class PushDevice(models.Model):
    """A browser that asked to be woken: where its push service is, and the keys to seal for it."""

    id = models.BigIntegerField(_("编号"), primary_key=True)
    account = models.ForeignKey(
        "accounts.Account", models.CASCADE, related_name="+", verbose_name=_("账号")
    )
    endpoint = models.CharField(_("推送地址"), max_length=600, unique=True)
    p256dh = models.CharField(_("公钥"), max_length=120)
    auth = models.CharField(_("密钥"), max_length=60)
    device = models.CharField(_("设备"), max_length=80, blank=True)
    made_at = models.DateTimeField(_("添加时间"))

    class Meta:
        verbose_name = _("推送设备")
        verbose_name_plural = _("推送设备")
        indexes = [models.Index(fields=["account", "id"], name="push_account")]

    def __str__(self) -> str:
        return self.device
