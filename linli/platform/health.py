"""Is all well? `health` for the status page, `check` for whoever starts or repairs the server."""

from __future__ import annotations

import datetime as dt
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from django.conf import settings
from django.core import checks
from django.core.cache import cache
from django.db import DatabaseError, connection, transaction
from django.utils.translation import gettext

from linli.platform.guard_check import missing
from linli.platform.jobs.queue import Backlog, backlog
from linli.platform.jobs.worker import HEARTBEAT
from linli.platform.pdf import fonts_missing

READY_SECONDS_MAX: Final = 300
WORKER_SECONDS_MAX: Final = 60


@dataclass(frozen=True, slots=True)
class Health:
    """What /status shows. `backlog` is `None` when the database cannot be asked."""

    is_database_reachable: bool
    is_worker_seen: bool
    backlog: Backlog | None

    @property
    def is_good(self) -> bool:
        """Tell whether all is well: jobs that wait for minutes mean that no worker runs."""
        return self.backlog is not None and self.backlog.oldest_ready_seconds < READY_SECONDS_MAX


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing looked at, in a sentence."""

    is_good: bool
    sentence: str


def health(*, now: dt.datetime) -> Health:
    """Look at the database and the queue; a handful of queries."""
    try:
        waiting = backlog(now=now)
        seen = cache.get(HEARTBEAT)
    except DatabaseError:
        return Health(is_database_reachable=False, is_worker_seen=False, backlog=None)
    is_seen = seen is not None and now.timestamp() - seen < WORKER_SECONDS_MAX
    return Health(is_database_reachable=True, is_worker_seen=is_seen, backlog=waiting)


def check() -> list[Finding]:
    """Look at everything that a start needs; each finding says what to do when it is bad."""
    findings = [_system(), _folder(), _fonts()]
    try:
        connection.ensure_connection()
    except DatabaseError as error:
        sentence = gettext("无法连接数据库：%(error)s 请检查 LINLI_DATABASE 和数据库服务。")
        return [*findings, Finding(is_good=False, sentence=sentence % {"error": error})]
    return [*findings, _writable(), _migrations(), _guards()]


def problems() -> list[str]:
    """Return the sentences of the findings that are bad; none means that all is well."""
    return [finding.sentence for finding in check() if not finding.is_good]


def _system() -> Finding:
    # The database checks stand apart: `_guards` says more about them.
    found = [message for message in checks.run_checks() if message.is_serious()]
    if found:
        return Finding(is_good=False, sentence="\n".join(str(message) for message in found))
    return Finding(is_good=True, sentence=gettext("设置正确。"))


def _folder() -> Finding:
    folder = Path(settings.DATA)
    try:
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        sentence = gettext("数据目录 %(folder)s 不能写入：%(error)s 请检查权限和磁盘空间。")
        return Finding(is_good=False, sentence=sentence % {"folder": folder, "error": error})
    return Finding(is_good=True, sentence=gettext("数据目录可以写入。"))


def _fonts() -> Finding:
    lost = fonts_missing()
    if lost:
        sentence = gettext("缺少打印用的字体 %(names)s，请运行 make build/frontend。")
        return Finding(is_good=False, sentence=sentence % {"names": "、".join(lost)})
    return Finding(is_good=True, sentence=gettext("打印用的字体齐全。"))


def _writable() -> Finding:
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute("CREATE TABLE linli_probe (id integer)")
            transaction.set_rollback(True)
    except DatabaseError as error:
        sentence = gettext("数据库不能写入：%(error)s 请检查权限和磁盘空间。")
        return Finding(is_good=False, sentence=sentence % {"error": error})
    return Finding(is_good=True, sentence=gettext("数据库可以写入。"))


def _migrations() -> Finding:
    from django.db.migrations.executor import MigrationExecutor  # the web process needs it nowhere

    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        sentence = gettext("有 %(count)s 项数据库迁移尚未执行，请运行 linli migrate。")
        return Finding(is_good=False, sentence=sentence % {"count": len(plan)})
    return Finding(is_good=True, sentence=gettext("数据库结构是最新的。"))


def _guards() -> Finding:
    lost = missing(connection)
    if lost:
        sentence = gettext(
            "数据库缺少防篡改触发器：%(names)s。请先查明是谁删除的，再运行 linli migrate 补上。"
        )
        return Finding(is_good=False, sentence=sentence % {"names": "、".join(lost)})
    return Finding(is_good=True, sentence=gettext("防篡改触发器齐全。"))
