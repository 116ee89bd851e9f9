"""Owners' votes: freezing a roll, ballots a second, counting, rechecking.

python -m benchmarks.votes          on the database of LINLI_DATABASE, which gets a few thousand rows
"""

from __future__ import annotations

import datetime as dt
import itertools
import json
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any, TypeVar

ROOT = Path(__file__).parents[1]
VERIFIER = ROOT / "linli/apps/votes/data/verify_vote.py"
HOMES = 3000
MOTIONS = 5
SECONDS = 4.0
CLIENTS = (1, 8)
CITY_HOMES = 100_000
T = TypeVar("T")


def main() -> None:
    import django

    django.setup()
    from django.core.management import call_command
    from django.db import connection

    call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
    print(f"owners' votes on {connection.vendor}")
    ballots(opened(compound()))
    for homes in (HOMES, CITY_HOMES):
        count(homes)
    recheck()


def timed(what: str, act: Callable[[], T]) -> T:
    began = time.perf_counter()
    result = act()
    print(f"  {what:<44} {(time.perf_counter() - began) * 1000:9.1f} ms")
    return result


def compound() -> int:
    """Write a compound of `HOMES` homes with an owner each."""
    from linli.apps.accounts.tests.tiny_city import COMMUNITY, SINCE, tiny_city
    from linli.apps.people.models import Ownership, Person
    from linli.apps.places.models import Home
    from linli.foundation import clock
    from linli.foundation.keys import new_key
    from linli.platform import bulk

    city, now = tiny_city(), clock.now()
    Home.objects.filter(building__compound=city.compound).delete()
    people = [new_key(now) for _ in range(HOMES)]
    homes = [new_key(now) for _ in range(HOMES)]
    bulk.insert(Person, ("id", "community", "name"), ((key, COMMUNITY, "某人") for key in people))
    bulk.insert(
        Home,
        ("id", "building", "entrance", "floor", "number", "exclusive_area", "use"),
        (
            (key, city.first.pk, 1, 1 + n % 30, str(n), 6000 + n % 90 * 100, "dwelling")
            for n, key in enumerate(homes)
        ),
    )
    bulk.insert(
        Ownership,
        ("id", "home", "person", "company", "numerator", "denominator", "basis", "valid_from"),
        (
            (new_key(now), home, person, "", 1, 1, "register", SINCE)
            for home, person in zip(homes, people, strict=True)
        ),
    )
    return city.compound.pk


def opened(place: int) -> Any:
    """Bring a vote to its opening."""
    from linli.apps.votes import actions
    from linli.foundation import clock
    from linli.platform.access import system

    actor, now = system("bench"), clock.now()
    vote = actions.draft_vote(actor=actor, compound=place, title="测速", now=now)
    asked = [actions.Question(4, f"事项 {n}") for n in range(MOTIONS)]
    act: dict[str, Any] = {"actor": actor, "pk": vote.pk, "now": now}
    actions.set_motions(**act, questions=asked)
    day = clock.local_date(now)
    timed(f"freeze a roll of {HOMES} homes", lambda: actions.freeze_roll(**act, on=day))
    opens, closes = now + dt.timedelta(days=16), now + dt.timedelta(days=30)
    actions.give_notice(**act, opens_at=opens, closes_at=closes)
    return actions.open_vote(actor=actor, pk=vote.pk, now=opens)


def ballots(vote: Any) -> None:
    """Cast ballots of all motions, each in its own transaction: one client, then several at once.

    Beside it stands what an almost empty transaction (one row) does in the same way, so that a slow
    or busy machine shows in both.
    """
    from linli.apps.votes.models import Elector

    keys = list(Elector.objects.filter(vote=vote).values_list("pk", flat=True))
    for clients in CLIENTS:
        empty = at_once(clients, [(None, [])] * clients)
        shares = [(vote.pk, keys[n::clients]) for n in range(clients)]
        cast = at_once(clients, shares)
        print(
            f"  {f'ballots, {clients} clients':<44} {cast:9.0f} a second"
            f"   one row {empty:7.0f}   {cast / empty:.0%}"
        )


def at_once(clients: int, shares: list[tuple[int | None, list[int]]]) -> float:
    """Return how many transactions a second `clients` processes get done."""
    with ProcessPoolExecutor(clients, mp_context=get_context("spawn")) as pool:
        list(pool.map(ready, range(clients)))
        begin = time.time() + 1.0
        return sum(pool.map(act_for_a_while, [begin] * clients, shares, chunksize=1))


def ready(_number: int) -> None:
    import django

    django.setup()
    from django.db import connection

    connection.ensure_connection()
    time.sleep(0.3)  # so that each process gets one of these


def act_for_a_while(begin: float, share: tuple[int | None, list[int]]) -> float:
    """Cast the ballots of a share, or write rows when there is no vote; return the rate."""
    from linli.apps.votes.models import OwnersVote

    vote = OwnersVote.objects.get(pk=share[0]) if share[0] else None
    time.sleep(max(0.0, begin - time.time()))
    began, done = time.monotonic(), 0
    for key in itertools.cycle(share[1] or [0]):  # who has voted votes again
        if time.monotonic() - began > SECONDS:
            break
        cast_one(vote, key) if vote else write_one()
        done += 1
    return done / (time.monotonic() - began)


def cast_one(vote: Any, elector: int) -> None:
    from linli.apps.votes import actions
    from linli.platform.access import system

    choices = {str(n): "yes" for n in range(1, MOTIONS + 1)}
    actions.cast_ballot(
        actor=system("bench"),
        pk=vote.pk,
        elector=elector,
        choices=choices,
        client_id=uuid.uuid4(),
        now=vote.opens_at,
    )


def write_one() -> None:
    from django.db import transaction

    from linli.foundation import clock
    from linli.foundation.keys import new_key
    from linli.platform.models import Job

    now = clock.now()
    with transaction.atomic():
        Job.objects.create(id=new_key(now), name="bench", run_at=now, done_at=now)


def count(homes: int) -> None:
    from linli.apps.votes.rules.ballots import Motion
    from linli.apps.votes.rules.counting import Weight
    from linli.apps.votes.rules.outcome import count_vote
    from linli.apps.votes.rules.packs import find_pack

    motions = [Motion(n, 4) for n in range(1, MOTIONS + 1)]
    roll = [Weight(n, 6000 + n % 90) for n in range(homes)]
    last = {n: {str(m): "yes" for m in range(1, MOTIONS + 1)} for n in range(homes)}
    pack = find_pack("national")
    timed(
        f"count {homes} homes, {MOTIONS} motions",
        lambda: count_vote(motions=motions, roll=roll, last=last, delivered=(), pack=pack),
    )


def recheck() -> None:
    """Let the verifier recheck a bundle of fifty thousand ballots."""
    from linli.apps.votes.rules.ballots import Ballot, Channel, Motion, stamp
    from linli.apps.votes.rules.bundle import build_bundle, roll_record
    from linli.apps.votes.rules.canon import START
    from linli.apps.votes.rules.packs import find_pack

    opens = dt.datetime(2026, 3, 16, tzinfo=dt.UTC)
    many, previous, cast = 50_000, START, []
    for number in range(1, many + 1):
        at = stamp(opens + dt.timedelta(seconds=number))
        ballot = Ballot(number, number, 1, Channel.WEB, at, {"1": "yes"})
        previous = ballot.hash_after(previous)
        cast.append((ballot, previous))
    area = 100 * many
    sums = {"area": area, "area_in": area, "area_yes": area, "candidate": 0, "heads": many}
    sums |= {"heads_in": many, "heads_yes": many, "motion": 1, "passed": True}
    facts = {"opens_at": stamp(opens), "closes_at": stamp(opens + dt.timedelta(days=9))}
    bundle = build_bundle(
        facts={**facts, "noticed_on": "2026-03-01", "reference": "BENCH222"},
        pack=find_pack("national"),
        motions=[Motion(1, 4)],
        roll=[roll_record(n, 100, f"{n:064d}", delivered=False) for n in range(1, many + 1)],
        ballots=cast,
        declared=[sums],
    )
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "bundle.json"
        file.write_text(json.dumps(bundle, ensure_ascii=False), encoding="utf-8")
        began = time.perf_counter()
        subprocess.run(
            [sys.executable, str(VERIFIER), str(file)], check=True, stdout=subprocess.DEVNULL
        )
        speed = many / (time.perf_counter() - began)
    print(f"  {'recheck, with reading the file':<44} {speed:9.0f} ballots a second")


if __name__ == "__main__":
    main()
