"""Times as people say them: today 17:30, tomorrow, 3 working days and 2 hours left."""

from __future__ import annotations

import datetime as dt
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from linli.apps.matters.rules.clock import Clock
from linli.apps.matters.web.names import is_chinese
from linli.foundation.clock import LOCAL
from linli.foundation.working_time import load_calendar

WALL_DAY: Final = 24 * 60
SOON_MINUTES: Final = 4 * 60


def day_word(moment: dt.datetime, now: dt.datetime) -> str:
    """Return the day of `moment` as people say it."""
    local, today = moment.astimezone(LOCAL), now.astimezone(LOCAL).date()
    near = {0: _("今天"), 1: _("明天"), 2: _("后天"), -1: _("昨天")}
    away = (local.date() - today).days
    if away in near:
        return near[away]
    if is_chinese():
        return date_format(local, "n月j日（D）" if local.year == today.year else "Y年n月j日")
    return date_format(local, "D j M" if local.year == today.year else "j M Y")


def day_time(moment: dt.datetime, now: dt.datetime) -> str:
    """Return the moment as people say it: 明天 17:30."""
    return f"{day_word(moment, now)} {moment.astimezone(LOCAL):%H:%M}"


def span_words(minutes: int, *, is_working: bool) -> str:
    """Return a stretch of time in at most two units; a working day has its own length."""
    a_day = load_calendar().minutes_a_day if is_working else WALL_DAY
    days, rest = divmod(abs(minutes), a_day)
    hours, left = divmod(rest, 60)
    parts = []
    if days:
        text = (
            ngettext("%(n)d 个工作日", "%(n)d 个工作日", days)
            if is_working
            else ngettext("%(n)d 天", "%(n)d 天", days)
        )
        parts.append(text % {"n": days})
    if hours and days < 10:
        parts.append(ngettext("%(n)d 小时", "%(n)d 小时", hours) % {"n": hours})
    if left and not days:
        parts.append(ngettext("%(n)d 分钟", "%(n)d 分钟", left) % {"n": left})
    return " ".join(parts) or _("不到 1 分钟")


def clock_words(clock: Clock) -> tuple[str, str, str]:
    """Return what the visible clock says, its tone and its drawing."""
    span = {"span": span_words(clock.minutes, is_working=clock.is_working)}
    if clock.is_stopped:
        late = _("超时 %(span)s 办结") % span, "warn", "circle-check"
        return late if clock.is_late else (_("按时办结"), "good", "circle-check")
    if clock.is_paused:
        return _("停表：等反映人补充"), "info", "circle-pause"
    if clock.is_late:  # after office hours no working time has passed yet
        late_words = _("已超时 %(span)s") % span if clock.minutes else _("已到期")
        return late_words, "danger", "triangle-alert"
    if clock.minutes <= SOON_MINUTES:
        return _("还剩 %(span)s") % span, "warn", "hourglass"
    return _("还剩 %(span)s") % span, "", "clock"
