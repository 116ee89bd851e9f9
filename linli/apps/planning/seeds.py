"""The demo city's studies: two drawings (one with a hand move), a circle, a siting, and a comment.

The numbers come from the same tasks that the worker runs: `scripts/demo_studies.py` runs them on the
demo city and keeps the answers with a fingerprint of what was asked. Where the city differs (another
seed), or the answers are missing, the studies wait for the worker and are computed after the start.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final

from linli.apps.accounts import queries as accounts
from linli.apps.accounts.models import Account
from linli.apps.planning import actions, queries
from linli.apps.planning.models import Study, StudyBuilding
from linli.apps.planning.queries.inputs import candidates_of, inputs_of, request_of
from linli.apps.planning.rules.studies import (
    Facts,
    GridFacts,
    Kind,
    SiteFacts,
    WalkFacts,
    facts_of,
)
from linli.foundation.chance import Dice
from linli.foundation.clock import local_date
from linli.platform.access import Actor, system

Report = Callable[[str, int, int], None]

ANSWERS: Final = Path(__file__).parent / "data" / "demo_studies.z"
OFFICER, SECRETARY = "gan", "liang"
ROBOT: Final = system("planning")
STUDIES: Final[tuple[tuple[str, Facts], ...]] = (
    ("城南街道服务圈：谁走不到服务中心", WalkFacts()),
    ("城南街道：再建两处服务中心", SiteFacts(count=2)),
    ("城南街道网格优化：网格最少", GridFacts(fewest=True, seed=2)),
    ("城南街道网格优化：目标 400 户", GridFacts(target=400, seed=3)),
)
TRIES: Final = 400


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Ask for the studies as the officer of the subdistrict would, and answer those that are known."""
    del city_file, dice
    officer, secretary = (actor_of(name, now) for name in (OFFICER, SECRETARY))
    if officer is None or secretary is None:
        return
    area = officer.spans("subdistrict_officer")[0].low
    answers = known_answers()
    study: Study | None = None
    for at, (title, facts) in enumerate(STUDIES):
        report("规划方案", at, len(STUDIES))
        asked = now - dt.timedelta(days=9 - at)
        study = actions.start_study(actor=officer, area=area, title=title, facts=facts, now=asked)
        answer(study, answers, asked)
    assert study is not None
    study.refresh_from_db()
    if study.state == "done":
        _move_one(study, officer, now - dt.timedelta(days=5))
    words = "第3网格和第4网格隔着菜市场，老人过去要绕路，请再看看能不能调一调。"
    actions.add_note(actor=secretary, pk=study.pk, words=words, now=now - dt.timedelta(days=4))
    report("规划方案", len(STUDIES), len(STUDIES))


def actor_of(username: str, now: dt.datetime) -> Actor | None:
    """Return the persona as an actor, `None` in a city without it."""
    account = Account.objects.filter(username=username).first()
    return accounts.actor_for(account.pk, now) if account is not None else None


def known_answers() -> dict[str, Any]:
    """Return the kept answers by the fingerprint of what was asked."""
    if not ANSWERS.exists():
        return {}
    found: dict[str, Any] = json.loads(zlib.decompress(ANSWERS.read_bytes()))
    return found


def fingerprint(request: dict[str, Any]) -> str:
    """Return a name for everything that the answer depends on."""
    return hashlib.sha256(json.dumps(request, sort_keys=True).encode()).hexdigest()


def answer(study: Study, answers: dict[str, Any], now: dt.datetime) -> bool:
    """Finish the study with its kept answer; tell whether there was one."""
    today = local_date(now)
    inputs = inputs_of(study, today)
    found = answers.get(fingerprint(request_of(study, inputs)))
    if found is None or actions.begin_run(actor=ROBOT, pk=study.pk, now=now) is None:
        return False
    given = {"actor": ROBOT, "pk": study.pk, "inputs": inputs, "found": found, "now": now}
    if study.kind == Kind.GRIDS:
        actions.finish_grids(**given)
    elif study.kind == Kind.CIRCLE:
        actions.finish_circle(**given)
    else:
        facts = facts_of(study.kind, study.facts)
        assert isinstance(facts, SiteFacts)
        actions.finish_sites(candidates=candidates_of(study, facts), **given)
    return True


def _move_one(study: Study, officer: Actor, now: dt.datetime) -> None:
    """Move the first building that can change its grid without breaking a rule."""
    numbers = StudyBuilding.objects.filter(study=study).order_by("number")
    for number in numbers.values_list("number", flat=True)[:TRIES]:
        options = queries.move_options(study, queries.get_building(study, number))
        if options and not options[0].judged.breaks:
            actions.move_building(
                actor=officer, pk=study.pk, building=number, to=options[0].number, now=now
            )
            return
