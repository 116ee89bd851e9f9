"""`linli check`: is the installation whole? Every problem is one sentence."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.utils.translation import gettext as _

from linli.foundation import clock
from linli.foundation.clock import local_date
from linli.foundation.working_time import load_calendar, missing_years
from linli.platform import health


def problems() -> list[str]:
    """Return what is wrong with tables, guards, files, the calendar and the records."""
    found = list(health.problems())
    found += [
        _("缺少 %(year)s 年的节假日表：请在 holidays.json 中补上，期限才准确。") % {"year": year}
        for year in missing_years(load_calendar(), local_date(clock.now()))
    ]
    if found:
        return found
    for app in settings.LINLI_APPS:
        name = f"linli.apps.{app}.queries"
        check = getattr(import_module(name), "broken_invariants", None) if find_spec(name) else None
        found += check() if check else []
    return found
