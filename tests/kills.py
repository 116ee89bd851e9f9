"""Kill the real server again and again while people report, and see that nothing is lost or doubled.

Every reporter keeps to one rule, as the page and the app do: without an answer, send the same
report with the same client-made id again. Then each report that was acknowledged must be there
exactly once, with the reference that its reporter was given.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any, Protocol

from benchmarks.measure import MARK, ROOT, Server, ask, environment, free_port, server
from linli.foundation.clock import chance

REPORTERS = 6
ANSWERS_BETWEEN_KILLS = 15
PATIENCE_SECONDS = 60
PATH = "/api/matters"
BODY = json.dumps({
    "client_id": MARK,
    "kind": "A01",
    "words": "1栋2单元楼道灯坏了好几天，晚上看不见台阶。",
    "spot": {"area": "450403002004001"},
})  # fmt: skip

PREPARE = """
import django
django.setup()
from linli.apps.accounts.tests.tiny_city import tiny_city
tiny_city()
"""
LOOK = """
import django, json
django.setup()
from linli.apps.matters.models import Matter
from linli.platform.models import JournalLine
matters = Matter.objects.values_list("id", "client_id", "reference")
lines = JournalLine.objects.filter(verb="matters.report").values_list("subject", flat=True)
print(json.dumps({"matters": [[str(f) for f in m] for m in matters], "lines": [str(k) for k in lines]}))
"""


@dataclass
class Story:
    """What the reporters remember."""

    acknowledged: dict[str, str] = field(default_factory=dict)  # client id → reference
    tried: set[str] = field(default_factory=set)
    retries: int = 0
    refusals: list[tuple[int, bytes]] = field(default_factory=list)

    @property
    def answers(self) -> int:
        return len(self.acknowledged)


@dataclass(frozen=True)
class Outcome:
    """What the database says against what the reporters remember."""

    kills: int
    acknowledged: int
    retries: int
    lost: list[str]
    doubled: list[str]
    unknown: list[str]
    refusals: list[tuple[int, bytes]]

    def __str__(self) -> str:
        return (
            f"{self.kills} kills, {self.acknowledged} reports acknowledged, {self.retries} sent again: "
            f"{len(self.lost)} lost, {len(self.doubled)} doubled"
        )


def in_city(code: str, data: Path, database: str) -> str:
    """Run `code` in a process of its own, on the server's database; return what it prints."""
    command = [sys.executable, "-c", code]
    variables = environment(data, database)
    done = subprocess.run(
        command, env=variables, cwd=ROOT, check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def survive(*, kills: int, data: Path, database: str) -> Outcome:
    """Kill the server `kills` times during submissions and compare."""
    data.mkdir(parents=True, exist_ok=True)
    in_city(PREPARE, data, database)
    story = Story()
    kill_under(
        kills=kills,
        data=data,
        database=database,
        callers=[partial(report_until, story=story)] * REPORTERS,
        told=story,
    )
    return compare(story, kills, json.loads(in_city(LOOK, data, database)))


class Told(Protocol):
    """What callers remember of a server that is killed under them."""

    @property
    def answers(self) -> int: ...
    @property
    def refusals(self) -> list[tuple[int, bytes]]: ...


Caller = Callable[[threading.Event, Server], None]


def kill_under(
    *, kills: int, data: Path, database: str, callers: Sequence[Caller], told: Told
) -> None:
    """Let all `callers` ask a server at once, kill it `kills` times, and let it come back each time.

    A caller gets the event that ends it and the server; each server lives until some more answers came.
    """
    stop, port = threading.Event(), free_port()
    place = Server(port, None)  # type: ignore[arg-type]  # whoever asks needs the port alone
    threads = [
        threading.Thread(target=caller, args=(stop, place), daemon=True) for caller in callers
    ]
    for thread in threads:
        thread.start()
    try:
        for _ in range(kills):
            with server(data, database, workers=2, port=port) as running:
                wait_for_answers(told)
                time.sleep(chance(300) / 1000)
                running.kill()
        with server(data, database, workers=2, port=port):
            wait_for_answers(told)
            stop.set()
            for thread in threads:
                thread.join()
    finally:
        stop.set()


def wait_for_answers(told: Told) -> None:
    """Wait until the server that has just started gave a few answers."""
    wanted = told.answers + ANSWERS_BETWEEN_KILLS
    end = time.monotonic() + PATIENCE_SECONDS
    while told.answers < wanted:
        assert time.monotonic() < end, f"no answers come: {told.refusals[:3]}"
        time.sleep(0.01)


def report_until(stop: threading.Event, place: Server, story: Story) -> None:
    """Report one matter after the other; send each again, under its own id, until it is answered."""
    while not stop.is_set():
        client_id = str(uuid.uuid4())
        story.tried.add(client_id)
        while not send(place, client_id, story):
            story.retries += 1
            time.sleep(0.2)


def send(place: Server, client_id: str, story: Story) -> bool:
    """Send one report; tell whether an answer came."""
    headers = {"X-Forwarded-For": address()}
    try:
        code, content = ask(place, PATH, body=BODY.replace(MARK, client_id), headers=headers)
    except OSError:
        return False
    if code >= 300:
        story.refusals.append((code, content[:200]))
        time.sleep(0.2)
        return True
    story.acknowledged[client_id] = json.loads(content)["reference"]
    return True


def address() -> str:
    """Return the address of somebody else each time, so that no limit for one caller is met."""
    return f"10.{chance(256)}.{chance(256)}.{chance(256)}"


def compare(story: Story, kills: int, found: dict[str, list[Any]]) -> Outcome:
    references = {client_id: reference for _key, client_id, reference in found["matters"]}
    keys = sorted(key for key, _client_id, _reference in found["matters"])
    lost = [
        client_id
        for client_id, reference in story.acknowledged.items()
        if references.get(client_id) != reference
    ]
    is_doubled = len(references) != len(found["matters"])
    # Each matter has one line in the journal, and each line its matter: no half of an act is there.
    is_torn = sorted(map(str, found["lines"])) != keys
    return Outcome(
        kills=kills,
        acknowledged=len(story.acknowledged),
        retries=story.retries,
        lost=lost,
        doubled=["client ids"] * is_doubled + ["journal"] * is_torn,
        unknown=sorted(references.keys() - story.tried),
        refusals=story.refusals,
    )


def kills_wanted() -> int:
    return int(os.environ.get("LINLI_KILLS", "3"))
