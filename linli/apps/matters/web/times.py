"""Times as people say them: today 17:30, tomorrow, 3 working days and 2 hours left."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Final

from django.utils.formats import date_format
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from linli.apps.matters.rules.clock import Clock
from linli.foundation.clock import LOCAL, local_date
from linli.foundation.working_time import load_calendar
from linli.interface.names import is_chinese

WALL_DAY: Final = 24 * 60
SOON_MINUTES: Final = 4 * 60


def day_word(moment: dt.datetime, now: dt.datetime) -> str:
    """Return the day of `moment` as people say it."""
    return _day_word(moment.astimezone(LOCAL).date(), local_date(now), get_language())


@lru_cache(maxsize=2048)
def _day_word(day: dt.date, today: dt.date, _language: str | None) -> str:
    near = {0: _("今天"), 1: _("明天"), 2: _("后天"), -1: _("昨天")}
    away = (day - today).days
    if away in near:
        return near[away]
    if is_chinese():
        return date_format(day, "n月j日（D）" if day.year == today.year else "Y年n月j日")
    return date_format(day, "D j M" if day.year == today.year else "j M Y")


def day_time(moment: dt.datetime, now: dt.datetime) -> str:
    """Return the moment as people say it: 明天 17:30."""
    local = moment.astimezone(LOCAL)
    return f"{day_word(moment, now)} {local.hour:02}:{local.minute:02}"


def span_words(minutes: int, *, is_working: bool) -> str:
    """Return a stretch of time in at most two units; a working day has its own length."""
    a_day = load_calendar().minutes_a_day if is_working else WALL_DAY
    days, rest = divmod(abs(minutes), a_day)
    hours, left = divmod(rest, 60)
    language = get_language()
    parts = []
    if days:
        parts.append(_count("working_day" if is_working else "day", days, language))
    if hours and days < 10:
        parts.append(_count("hour", hours, language))
    if left and not days:
        parts.append(_count("minute", left, language))
    return " ".join(parts) or _("不到 1 分钟")


@lru_cache(maxsize=1024)
def _count(unit: str, number: int, _language: str | None) -> str:
    text = {
        "working_day": ngettext("%(n)d 个工作日", "%(n)d 个工作日", number),
        "day": ngettext("%(n)d 天", "%(n)d 天", number),
        "hour": ngettext("%(n)d 小时", "%(n)d 小时", number),
        "minute": ngettext("%(n)d 分钟", "%(n)d 分钟", number),
    }[unit]
    return text % {"n": number}


@lru_cache(maxsize=8)
def _phrases(_language: str | None) -> dict[str, str]:
    """Return what the clock says: a list has twenty of them, and each look-up takes its time."""
    return {
        "in_time": _("按时办结"),
        "done_late": _("超时 %(span)s 办结"),
        "paused": _("停表：等反映人补充"),
        "late": _("已超时 %(span)s"),
        "late_hours": _("已超时 %(span)s（只算上班时间）"),
        "due": _("已到期"),
        "left": _("还剩 %(span)s"),
    }


def clock_words(clock: Clock) -> tuple[str, str, str]:
    """Return what the visible clock says, its tone and its drawing."""
    phrase, tone, icon = _clock_look(clock)
    words = _phrases(get_language())[phrase]
    if "%" in words:
        words %= {"span": span_words(clock.minutes, is_working=clock.is_working)}
    return words, tone, icon


def _clock_look(clock: Clock) -> tuple[str, str, str]:
    if clock.is_stopped:
        late = ("done_late", "warn", "circle-check")
        return late if clock.is_late else ("in_time", "good", "circle-check")
    if clock.is_paused:
        return "paused", "info", "circle-pause"
    if clock.is_late:  # after office hours no working time has passed yet
        return _late_phrase(clock), "danger", "triangle-alert"
    if clock.minutes <= SOON_MINUTES:
        return "left", "warn", "hourglass"
    return "left", "", "clock"


def _late_phrase(clock: Clock) -> str:
    """Return how to say that it is late: working days say so themselves, hours do not."""
    if not clock.minutes:
        return "due"
    is_short = abs(clock.minutes) < load_calendar().minutes_a_day
    return "late_hours" if clock.is_working and is_short else "late"
