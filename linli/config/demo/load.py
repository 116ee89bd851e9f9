"""Load the demo city: every app's seeds, lowest app first, all or nothing."""

from __future__ import annotations

import json
import random  # noqa: TID251  # seeded here, handed to every app
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.db import connection, transaction

from linli.config.progress import Report, showing
from linli.foundation import clock
from linli.foundation.keys import new_key
from linli.foundation.refusals import Refused
from linli.platform.models import JournalLine

CITY: Final = Path(__file__).parent / "city_wuzhou.json"
LOADED: Final = "demo.load"


def is_loaded() -> bool:
    """Tell whether this database holds the demo city."""
    return JournalLine.objects.filter(verb=LOADED).exists()


def load_city(*, scale: str, seed: int) -> None:
    """Fill an empty database with the demo city, showing how far it is.

    Raises
    ------
    Refused
        `demo.not_empty` when the database holds anything: a demo never mixes with real records.
    """
    if JournalLine.objects.exists():
        raise Refused(
            "demo.not_empty",
            "这个数据库里已有记录，演示城市只装进空库。请另选一个数据文件夹（LINLI_DATA）。",
        )
    city: dict[str, Any] = json.loads(CITY.read_text(encoding="utf-8"))
    with showing() as report, transaction.atomic():
        _load_apps(city, scale=scale, seed=seed, report=report)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _load_apps(city: dict[str, Any], *, scale: str, seed: int, report: Report) -> None:
    now = clock.now()
    for place, app in enumerate(settings.LINLI_APPS):
        if not find_spec(f"linli.apps.{app}.seeds"):
            continue
        load = import_module(f"linli.apps.{app}.seeds").load
        dice = random.Random(seed * 100 + place)  # noqa: S311  # invented facts, no secrets
        facts = {**city, "scale": scale}
        load(city_file=facts, now=now, dice=dice, report=report)
    JournalLine.objects.create(
        id=new_key(now),
        at=now,
        verb=LOADED,
        subject_kind="demo",
        subject=seed,
        channel="system",
        after={"scale": scale, "seed": seed},
    )
