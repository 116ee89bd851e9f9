"""Tables of the platform itself."""

from __future__ import annotations

from django.db import models


class JournalLine(models.Model):
    """One thing that somebody did; never changed, never deleted (see `AppendOnly`).

    It holds keys and facts about work, never a person's name or words: what a person may have
    deleted must not live on here.
    """

    id = models.BigIntegerField("编号", primary_key=True)
    at = models.DateTimeField("时间")
    verb = models.CharField("动作", max_length=60)
    subject_kind = models.CharField("对象类别", max_length=40)
    subject = models.BigIntegerField("对象编号")
    area = models.BigIntegerField("区划代码", null=True)
    account = models.BigIntegerField("账号编号", null=True)
    behalf = models.BigIntegerField("代谁办理", null=True)
    label = models.CharField("经办身份", max_length=80, blank=True)
    channel = models.CharField("渠道", max_length=20)
    before = models.JSONField("之前", default=dict)
    after = models.JSONField("之后", default=dict)
    is_public = models.BooleanField("公开", default=False)

    class Meta:
        verbose_name = "日志"
        indexes = [
            models.Index(fields=["subject_kind", "subject", "id"], name="journal_subject"),
            models.Index(fields=["account", "id"], name="journal_account"),
        ]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject_kind}/{self.subject}"
