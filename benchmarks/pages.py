"""Pages and API over HTTP with few and with very many matters, each as a share of two empty views.

One empty view stands behind the whole middleware of Linli, as every page does; the other is bare: what
Django and the server alone do without any middleware.

python -m benchmarks.pages 10000 1000000        on the empty database of LINLI_DATABASE
"""

from __future__ import annotations

import datetime as dt
import json
import os
import sys
from pathlib import Path

from django.db import connection

from benchmarks import matters  # sets Django up
from benchmarks.measure import MARK, Rate, Server, ask, empty_view, memory, rate, server
from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.tests.cast import signed_in
from linli.apps.matters.models import Matter
from linli.foundation.areas import Level, ancestor

WORKERS = 2
SECRETARY = 4


def sign_in(community: int) -> dict[str, str]:
    """Make an account the secretary of `community`; return the headers of its signed-in browser."""
    account = Account.objects.get(pk=SECRETARY)
    if not RoleGrant.objects.filter(account=account).exists():
        RoleGrant.objects.create(
            id=1,
            account=account,
            role="community_secretary",
            area_id=community,
            level=Level.COMMUNITY,
            reason="measuring",
            valid_from=dt.date(2024, 1, 1),
        )
    session = signed_in(account).cookies["sessionid"].value
    token = "a" * 32  # a browser that has been here before brings its token along
    return {"Cookie": f"sessionid={session}; csrftoken={token}"}


def measured(running: Server, grids: list[int]) -> dict[str, Rate]:
    """Return the rate of each page and call that people use all day."""
    community = ancestor(grids[10], Level.COMMUNITY)
    secretary = sign_in(community)
    mine = Matter.objects.filter(community=community).order_by("-id")
    references = mine.values_list("reference", flat=True)
    under_way, closed = (references.filter(is_open=each)[0] for each in (True, False))
    body = json.dumps({
        "client_id": MARK,
        "kind": "A01",
        "words": "1栋2单元楼道灯坏了好几天，晚上看不见台阶。",
        "spot": {"area": str(grids[3])},
    })  # fmt: skip
    found = {
        "list (page)": ("/matters/?scope=all", secretary, None),  # 20 rows at every size
        "list of work (page)": ("/matters/", secretary, None),  # longer where more is open
        "matter under way (page)": (f"/matters/{under_way}/", secretary, None),  # five forms
        "matter closed (page)": (f"/matters/{closed}/", secretary, None),
        "public list (page)": ("/public/matters/", {}, None),
        "first page": ("/", {}, None),
        "submit (API)": ("/api/matters", {}, body),
    }
    rates = {}
    for name, (path, headers, content) in found.items():
        code, answer = ask(running, path, body=content, headers=headers)
        assert code in {200, 201}, f"{path}: {code} {answer[:300]!r}"
        rates[name] = rate(running, path, body=content, headers=headers)
    return rates


def main(sizes: list[int]) -> None:
    data, database = Path(os.environ["LINLI_DATA"]), os.environ.get("LINLI_DATABASE", "")
    grids = matters.prepare()
    have = 0
    seen: dict[str, list[Rate]] = {}
    for size in sizes:
        matters.fill(have, size, grids)
        have = size
        empty, bare = (empty_view(data, workers=WORKERS, is_bare=each) for each in (False, True))
        print(f"{connection.vendor}, {size} matters, {WORKERS} workers")
        print(f"  {'empty view':24} {empty}   behind our middleware")
        print(f"  {'empty view, bare':24} {bare}   no middleware")
        with server(data, database, workers=WORKERS) as running:
            for name, found in measured(running, grids).items():
                seen.setdefault(name, []).append(found)
                share, of_bare = (found.per_second / each.per_second for each in (empty, bare))
                print(f"  {name:24} {found}   {share:5.1%}, {of_bare:5.1%} of bare", flush=True)
            *each, parent = (f"{size_mb:.0f}" for size_mb in memory(running))
            sizes_mb = f"{', '.join(each)} MB, of their parent {parent} MB"
            print(f"  memory of each web worker: {sizes_mb}", flush=True)
    if len(sizes) > 1:
        print(f"at {sizes[-1]} matters as a share of {sizes[0]}: rate, and CPU of web and database")
        for name, rates in seen.items():
            first, last = rates[0], rates[-1]
            print(
                f"  {name:24} {last.per_second / first.per_second:5.2f} {last.cpu / first.cpu:5.2f}"
            )


if __name__ == "__main__":
    main([int(text) for text in sys.argv[1:]] or [10_000, 1_000_000])
