"""`linli circle` on files."""

from __future__ import annotations

import argparse

import numpy as np

from linli.algorithms.circle import (
    BARRIER_FREE_METRES_A_MINUTE,
    DETOUR,
    LIMITS_MINUTES,
    WALKING_METRES_A_MINUTE,
    Access,
    Network,
    crow_metres,
    home_minutes,
    node_minutes,
    prepare_what_if,
    shares,
    tie,
    what_if,
)
from linli.algorithms.files.city import City, read_city, read_network
from linli.algorithms.files.read import read_table
from linli.algorithms.files.say import say, tell
from linli.algorithms.files.write import write_table
from linli.algorithms.kernels import Floats
from linli.foundation.refusals import Refused

LIMIT = LIMITS_MINUTES[-1]


def run(options: argparse.Namespace) -> int:
    """Print households within 5, 10 and 15 minutes; write the minutes of every building."""
    city = read_city(options.buildings, datum=options.datum, areas=options.areas)
    tell(city.warnings)
    centres = read_centres(city, options.centres, options.datum)
    if options.streets is None:
        pace = BARRIER_FREE_METRES_A_MINUTE if options.barrier_free else WALKING_METRES_A_MINUTE
        minutes = crow_metres(city.buildings.position, centres) * DETOUR / pace
        tell([f"没有路网：按直线距离 × {DETOUR} 估算。"])
        if options.open:
            raise Refused("circle.open", "假设开设新站点（--open）需要路网（--streets）。")
    else:
        network = read_network(
            options.streets, city.plane, datum=options.datum, barrier_free=options.barrier_free
        )
        homes = tie(network, city.buildings.position)
        minutes = on_streets(city, network, homes, centres)
        if options.open:
            ask_what_if(city, network, homes, minutes, options.open)
    report(city, minutes)
    if options.out:
        shown = np.where(np.isfinite(minutes), np.round(minutes, 1), np.nan)
        write_table(options.out, city.table, {"minutes": shown})
        say(f"已写入 {options.out}")
    return 0


def read_centres(city: City, path: str, datum: str | None) -> Floats:
    """Positions of the centres in metres; none is a result, not a mistake."""
    table = read_table(path, datum=datum)
    if len(table) == 0:
        tell(["没有服务站点：所有住户都不可达。"])
        return np.empty((0, 2))
    return city.plane.points(table.points())


def on_streets(city: City, network: Network, homes: Access, centres: Floats) -> Floats:
    """Minutes on the street network; where no street is near, the straight line with a detour."""
    tied = tie(network, centres)
    if len(centres) and (tied.node < 0).any():
        tell([f"{int((tied.node < 0).sum())} 个站点附近没有道路，未计入。"])
    if (homes.node < 0).any():
        tell([f"{int((homes.node < 0).sum())} 栋楼附近没有道路，按直线距离 × {DETOUR} 估算。"])
    direct = crow_metres(city.buildings.position, centres)
    return home_minutes(network, homes, node_minutes(network, tied), direct)


def ask_what_if(city: City, network: Network, homes: Access, minutes: Floats, place: str) -> None:
    """Print what one more centre would change."""
    try:
        lon, lat = (float(item) for item in place.split(","))
    except ValueError as error:
        raise Refused("circle.place", "位置应写成“经度,纬度”，例如 111.31,23.48。") from error
    position = city.plane.points(np.array([[lon, lat]]))
    prepared = prepare_what_if(network, homes, minutes)
    rows, nearer = what_if(network, prepared, tie(network, position), LIMIT)
    households = city.buildings.households
    gained = int(households[rows[minutes[rows] > LIMIT]].sum())
    say(
        f"若在 {place} 开设：{int(households[rows].sum())} 户更近，新增 {LIMIT:.0f} 分钟内 {gained} 户。"
    )
    minutes[rows] = nearer


def report(city: City, minutes: Floats) -> None:
    """Print the table by area."""
    say("社区  户数  " + "  ".join(f"{limit:.0f}分钟内" for limit in LIMITS_MINUTES) + "  不可达")
    rows = shares(minutes, city.buildings.households, city.community)
    for row in rows:
        within = "  ".join(str(count) for count in row.within)
        say(f"{row.area}  {row.households}  {within}  {row.unreached}")
    total = int(city.buildings.households.sum())
    reached = int(city.buildings.households[minutes <= LIMIT].sum())
    share = 100 * reached / max(1, total)
    say(f"{LIMIT:.0f} 分钟内可达 {reached}/{total} 户（{share:.1f}%）。")
