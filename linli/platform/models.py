"""Tables of the platform itself."""

from __future__ import annotations

from django.db import models
from django.db.models import Q


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


class Job(models.Model):
    """One piece of work, written in the transaction that causes it, done by a worker afterwards.

    It is ready while `done_at` and `dead_at` are empty and `run_at` is past. Whoever works on it
    holds it until `lease_until`; after that another worker may take it over.
    """

    id = models.BigIntegerField("编号", primary_key=True)
    name = models.CharField("任务", max_length=80)
    arguments = models.JSONField("参数", default=dict)
    key = models.CharField("唯一键", max_length=120, null=True, unique=True)  # noqa: DJ001  # many may have none
    run_at = models.DateTimeField("何时办理")
    lease_until = models.DateTimeField("占用至", null=True)
    attempts = models.PositiveSmallIntegerField("次数", default=0)
    done_at = models.DateTimeField("完成时间", null=True)
    dead_at = models.DateTimeField("放弃时间", null=True)
    error = models.TextField("出错", blank=True)

    class Meta:
        verbose_name = "后台任务"
        indexes = [
            models.Index(
                fields=["run_at", "id"],
                condition=Q(done_at=None, dead_at=None),
                name="job_ready",
            ),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None) | Q(dead_at=None), name="job_done_or_dead"
            )
        ]

    def __str__(self) -> str:
        return f"{self.name} {self.id}"


class StoredFile(models.Model):
    """A file that somebody handed in; `kind` and `owner` name the record it belongs to."""

    id = models.BigIntegerField("编号", primary_key=True)
    key = models.CharField("文件名", max_length=43, unique=True)
    sha256 = models.CharField("摘要", max_length=64)
    media_type = models.CharField("格式", max_length=40)
    width = models.PositiveIntegerField("宽", default=0)
    height = models.PositiveIntegerField("高", default=0)
    size_bytes = models.PositiveIntegerField("大小")
    stored_at = models.DateTimeField("存入时间")
    kind = models.CharField("所属类别", max_length=60, blank=True)
    owner = models.BigIntegerField("所属编号", null=True)
    is_public = models.BooleanField("公开", default=False)

    class Meta:
        verbose_name = "文件"
        indexes = [
            models.Index(fields=["kind", "owner", "id"], name="file_owner"),
            models.Index(fields=["stored_at"], condition=Q(owner=None), name="file_orphan"),
        ]

    def __str__(self) -> str:
        return self.key


class Act(models.Model):
    """What a client-made id has led to, so that a retry is the same act."""

    pk = models.CompositePrimaryKey("kind", "client_id")
    kind = models.CharField("动作", max_length=60)
    client_id = models.UUIDField("客户端编号")
    account = models.BigIntegerField("账号编号", null=True)
    result = models.BigIntegerField("结果编号")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = "一次提交"
        indexes = [models.Index(fields=["at"], name="act_at")]

    def __str__(self) -> str:
        return f"{self.kind} {self.client_id}"


class ThrottleCount(models.Model):
    """How often one subject did one thing in one stretch of time; the subject only as a keyed hash."""

    key = models.CharField("摘要", max_length=32, primary_key=True)
    count = models.PositiveIntegerField("次数")
    expires = models.BigIntegerField("作废时间")

    class Meta:
        verbose_name = "频次"
        indexes = [models.Index(fields=["expires"], name="throttle_expires")]

    def __str__(self) -> str:
        return f"{self.key} {self.count}"


class CacheLine(models.Model):
    """A value that may be forgotten (see `linli.platform.cache`)."""

    key = models.CharField("键", max_length=250, primary_key=True)
    value = models.TextField("值")
    expires = models.BigIntegerField("作废时间")

    class Meta:
        verbose_name = "缓存"
        indexes = [models.Index(fields=["expires"], name="cache_expires")]

    def __str__(self) -> str:
        return self.key


class SearchCursor(models.Model):
    """How far a search index has followed the journal."""

    name = models.CharField("索引", max_length=24, primary_key=True)
    last = models.BigIntegerField("到哪一行日志", default=0)

    class Meta:
        verbose_name = "搜索进度"

    def __str__(self) -> str:
        return f"{self.name} {self.last}"
