"""`linli sites` on files."""

from __future__ import annotations

import argparse
from typing import Any

import numpy as np
from scipy.spatial import cKDTree

from linli.algorithms.circle import (
    DETOUR,
    WALKING_METRES_A_MINUTE,
    Access,
    Network,
    catchments,
    tie,
)
from linli.algorithms.files.city import City, read_city, read_network
from linli.algorithms.files.read import Table, numbers, read_table
from linli.algorithms.files.say import say, tell
from linli.algorithms.files.write import write_table
from linli.algorithms.kernels import Floats, Integers
from linli.algorithms.sites import Reach, SitePlan, fewest_sites, most_households, shortest_ways

CAPACITY = ("capacity", "容量")


def run(options: argparse.Namespace) -> int:
    """Print the chosen sites with their bound and write them."""
    city = read_city(options.buildings, datum=options.datum)
    tell(city.warnings)
    table = read_table(options.candidates, datum=options.datum)
    places = city.plane.points(table.points()) if len(table) else np.empty((0, 2))
    if options.streets:
        reach = on_streets(city, places, options)
    else:
        tell([f"没有路网：按直线距离 × {DETOUR} 估算。"])
        reach = by_distance(city.buildings.position, places, options.minutes)
    plan = choose(city, table, reach, options)
    total = int(city.buildings.households.sum())
    proof = "已证明最优" if plan.optimal else "时限内未证明最优"
    say(
        f"选定 {len(plan.chosen)} 个站点；目标值 {plan.value:.0f}，界 {plan.bound:.0f}（{proof}）。"
    )
    say(f"住户 {total}，任何候选都不可达 {plan.unreached}。")
    say("候选行：" + "、".join(str(row + 1) for row in plan.chosen))
    if options.out:
        columns = {name: column[plan.chosen] for name, column in table.columns.items()}
        write_table(options.out, Table(table.geometry[plan.chosen], columns), {})
        say(f"已写入 {options.out}")
    return 0


def choose(city: City, table: Table, reach: Reach, options: argparse.Namespace) -> SitePlan:
    """One of the three questions."""
    households = city.buildings.households
    generator = np.random.default_rng(options.seed)
    if options.most:
        return most_households(reach, households, options.most, generator, options.seconds)
    if options.all:
        return fewest_sites(reach, households, generator, options.seconds)
    column = table.find(CAPACITY)
    capacity = None if column is None else numbers(column, "capacity").astype(np.int64)
    return shortest_ways(reach, households, options.median, capacity, options.seconds)


def on_streets(city: City, places: Floats, options: argparse.Namespace) -> Reach:
    """Homes within the minutes of each candidate on the streets."""
    network = read_network(options.streets, city.plane, datum=options.datum)
    homes, sites = tie(network, city.buildings.position), tie(network, places)
    return reach_on(network, homes, sites, options.minutes)


def reach_on(network: Network, homes: Access, sites: Access, limit: float) -> Reach:
    """Homes within so many minutes of each site, the ways from and to the streets counted."""
    found = catchments(network, np.maximum(sites.node, 0), limit)
    order = np.argsort(homes.node, kind="stable")
    first = np.searchsorted(homes.node[order], np.arange(len(network) + 1))
    count = first[found.node + 1] - first[found.node]
    ends = np.cumsum(count)
    at = np.repeat(first[found.node] - ends + count, count) + np.arange(count.sum())
    home = order[at]
    site = np.repeat(np.repeat(np.arange(len(sites.node)), np.diff(found.start)), count)
    metres = np.repeat(found.metres, count) + homes.metres[home] + sites.metres[site]
    minutes = metres / network.pace
    keep = (minutes <= limit) & (sites.node[site] >= 0)
    return pack(site[keep], home[keep], minutes[keep], (len(sites.node), len(homes.node)))


def by_distance(homes: Floats, places: Floats, minutes: float) -> Reach:
    """Homes within the minutes of each candidate as the crow flies, with a detour."""
    if len(places) == 0:
        return Reach(np.zeros(1, np.int64), np.empty(0, np.int64), np.empty(0), len(homes))
    limit = minutes * WALKING_METRES_A_MINUTE / DETOUR
    rows: Any = cKDTree(homes).query_ball_point(places, limit)
    site = np.repeat(np.arange(len(places)), [len(row) for row in rows])
    home = np.concatenate([np.array(row, np.int64) for row in rows])
    metres = np.hypot(*(homes[home] - places[site]).T)
    cost = metres * DETOUR / WALKING_METRES_A_MINUTE
    return pack(site, home, cost, (len(places), len(homes)))


def pack(site: Integers, home: Integers, cost: Floats, shape: tuple[int, int]) -> Reach:
    """Pairs sorted by site in compressed rows."""
    order = np.lexsort((home, site))
    start = np.searchsorted(site[order], np.arange(shape[0] + 1))
    return Reach(start, home[order], cost[order], shape[1])
