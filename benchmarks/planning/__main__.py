"""Print the measures of the planning algorithms as ratios against their peers.

    python -m benchmarks.planning [--buildings 20000] [--only grids,redraw,circle,sites,match]

All times are processor seconds of this process unless they say wall; both sides of a ratio run in
the same process, one after the other.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import networkx as nx
import numpy as np

from linli.algorithms.circle import (
    build_network,
    catchments,
    home_minutes,
    node_minutes,
    prepare_what_if,
    tie,
    what_if,
)
from linli.algorithms.grids import GridRules, Reason, check, draw, redraw
from linli.algorithms.matching import Helpers, Needs, match
from linli.algorithms.sites import Reach, most_households
from linli.algorithms.warm import compile_kernels

from .city import City, Integers, make_city
from .peers import dense_assignment, metis, networkx_minutes, scipy_catchments


def timed(function: Callable[[], Any], repeat: int = 1) -> tuple[Any, float, float]:
    """The result, the least wall time and the least processor time of some runs."""
    best_wall = best_cpu = np.inf
    for _ in range(repeat):
        wall, cpu = time.perf_counter(), time.process_time()
        result = function()
        best_wall = min(best_wall, time.perf_counter() - wall)
        best_cpu = min(best_cpu, time.process_time() - cpu)
    return result, best_wall, best_cpu


def line(what: str, ours: str, peer: str = "", ratio: str = "") -> None:
    """One line of the table."""
    print(f"{what:44} {ours:>16} {peer:>16} {ratio:>9}", flush=True)


def compare(what: str, ours: float, peer: float, digits: int = 2) -> None:
    """A line with both figures and their ratio."""
    line(what, f"{ours:.{digits}f}", f"{peer:.{digits}f}", f"{ours / max(peer, 1e-12):.3f}")


def avoidable(city: City, grid: Integers, rules: GridRules) -> tuple[int, Any]:
    """Misfits without a proof, and the whole report."""
    report = check(city.buildings, city.edges, grid, replace(rules, search_effort=0.2))
    open_ones = sum(1 for item in report.exceptions if item.reason is Reason.NOT_PROVEN)
    certified = [item for item in report.exceptions if item.reason is not Reason.NOT_PROVEN]
    return open_ones + sum(1 for item in certified if item.reason is Reason.SEARCH), report


def drawn(city: City, rules: GridRules) -> Any:
    return draw(city.buildings, city.edges, rules, np.random.default_rng(1))


def redrawn(city: City, before: Integers, rules: GridRules) -> Any:
    return redraw(city.buildings, city.edges, before, rules, np.random.default_rng(2))


def bench_grids(city: City) -> None:
    """Drawing near the target and with the fewest grids."""
    for rules in (GridRules(), GridRules(fewest=True)):
        name = "fewest" if rules.fewest else "target"
        drawing, wall, cpu = timed(partial(drawn, city, rules), 2)
        peer, peer_wall, peer_cpu = timed(partial(metis, city, rules))
        grid = drawing.grid_of_building(len(city.buildings))
        ours_bad, ours = avoidable(city, grid, rules)
        peer_bad, theirs = avoidable(city, peer, rules)
        compare(f"{name}: wall s, 2 threads against METIS", wall, peer_wall)
        compare(f"{name}: processor s", cpu, peer_cpu)
        compare(f"{name}: grids", len(ours.names), len(theirs.names), 0)
        compare(f"{name}: grids over the lower bound", len(ours.names), drawing.fewest_possible, 0)
        line(
            f"{name}: exceptions (not proven)", f"{len(drawing.exceptions)} ({drawing.not_proven})"
        )
        line(f"{name}: avoidable misfits", str(ours_bad), str(peer_bad))
        line(f"{name}: torn grids", str(len(ours.torn)), str(len(theirs.torn)))
        compare(f"{name}: needless compound splits", len(ours.split_compounds), len(theirs.split_compounds), 0)  # fmt: skip
        compare(f"{name}: metres to the centre", ours.distance, theirs.distance, 1)
        compare(f"{name}: cut pairs", ours.cut_pairs, theirs.cut_pairs, 0)


def bench_redraw(city: City) -> None:
    """Households of 1 % and 0.2 % of buildings replaced by those of another building."""
    rules, count = GridRules(), len(city.buildings)
    before = draw(city.buildings, city.edges, rules, np.random.default_rng(1)).grid_of_building(
        count
    )
    peer_before = metis(city, rules)
    for share in (0.01, 0.002):
        generator = np.random.default_rng(5)
        rows = generator.choice(count, int(count * share), replace=False)
        households = city.buildings.households.copy()
        households[rows] = households[generator.integers(0, count, len(rows))]
        changed = replace(city, buildings=replace(city.buildings, households=households))
        result, wall, _ = timed(partial(redrawn, changed, before, rules), 3)
        after = metis(changed, rules)
        total = households.sum()
        compare(f"redraw {share:.1%}: households moved %", 100 * result.moved_households / total, 100 * moved(peer_before, after, households) / total)  # fmt: skip
        line(f"redraw {share:.1%}: wall s", f"{wall:.3f}")


def moved(before: Integers, after: Integers, households: Integers) -> int:
    """Households outside the largest overlap of old and new grids."""
    pairs, row = np.unique(np.stack([after, before], 1), axis=0, return_inverse=True)
    shared = np.bincount(row.ravel(), households)
    best = np.zeros(after.max() + 1)
    np.maximum.at(best, pairs[:, 0], shared)
    return int(households.sum() - best.sum())


def bench_circle(city: City) -> None:
    """Circle, what-if and catchments."""
    network = build_network(city.nodes, city.segments, city.metres)
    generator = np.random.default_rng(1)
    count = max(2, len(network) * 3760 // 147_000)
    centres = tie(network, network.position[generator.choice(len(network), count, replace=False)])
    at_nodes, _, cpu = timed(lambda: node_minutes(network, centres), 5)
    graph, sources = networkx_minutes(network, centres)
    _, _, peer = timed(lambda: nx.multi_source_dijkstra_path_length(graph, sources))
    compare(f"circle: {len(network)} nodes, {count} centres, s", cpu, peer, 4)
    homes = tie(network, city.buildings.position)
    prepared = prepare_what_if(network, homes, home_minutes(network, homes, at_nodes))
    place = tie(network, city.buildings.position[:1])
    _, _, cpu = timed(lambda: what_if(network, prepared, place, 15.0), 20)
    line("what if one centre opened: ms", f"{1000 * cpu:.3f}")
    nodes = generator.choice(len(network), 2000)
    _, _, cpu = timed(lambda: catchments(network, nodes, 15.0), 3)
    _, _, peer = timed(lambda: scipy_catchments(network, nodes[:100], 15.0 * network.pace))
    compare("catchments of 2,000 candidates: s", cpu, 20 * peer, 3)


def bench_sites(city: City) -> None:
    """First answer and proof for 500 candidates at 500 m."""
    network = build_network(city.nodes, city.segments, city.metres)
    generator = np.random.default_rng(1)
    sites = generator.choice(len(network), 500, replace=False)
    homes = tie(network, city.buildings.position)
    found = catchments(network, sites, 500 / network.pace)
    rows = [np.flatnonzero(np.isin(homes.node, found.node[a:b])) for a, b in zip(found.start[:-1], found.start[1:], strict=True)]  # fmt: skip
    start = np.cumsum([0, *(len(row) for row in rows)])
    home = np.concatenate(rows)
    reach = Reach(start, home, np.ones(len(home)), len(homes.node))
    households = city.buildings.households
    quick, _, cpu = timed(lambda: most_households(reach, households, 40, np.random.default_rng(1)))
    line("siting: first answer s, gap to its bound %", f"{cpu:.2f}", f"{100 * (quick.bound / quick.value - 1):.2f}")  # fmt: skip
    exact, wall, _ = timed(lambda: most_households(reach, households, 40, np.random.default_rng(1), 60.0))  # fmt: skip
    line("siting: proof s, gap of the first answer %", f"{wall:.2f}", f"{100 * (exact.value / quick.value - 1):.3f}", "optimal" if exact.optimal else "open")  # fmt: skip


def bench_match() -> None:
    """2,400 needs and 17,000 helpers."""
    generator = np.random.default_rng(1)
    needs, helpers = 2400, 17_000
    asked = Needs(generator.uniform(0, 20_000, (needs, 2)), 1 << generator.integers(0, 6, needs), np.full(needs, 9.0), np.full(needs, 10.0))  # fmt: skip
    offered = Helpers(generator.uniform(0, 20_000, (helpers, 2)), generator.integers(1, 64, helpers), np.zeros(helpers), np.full(helpers, 24.0), np.full(helpers, 2), np.zeros(helpers, np.int64))  # fmt: skip
    result, _, cpu = timed(lambda: match(asked, offered), 3)
    cost, _, peer = timed(lambda: dense_assignment(asked, offered))
    compare(f"matching: s, {len(result.proposals)} proposals", cpu, peer, 3)
    line("matching: dense table MB against arcs MB", f"{24 * 20 * needs / 1e6:.1f}", f"{cost.nbytes / 1e6:.1f}")  # fmt: skip


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--buildings", type=int, default=20_000)
    parser.add_argument("--only", default="grids,redraw,circle,sites,match")
    options = parser.parse_args()
    compile_kernels()
    only = options.only.split(",")
    city = make_city(options.buildings)
    print(f"{len(city.buildings)} buildings, {city.buildings.households.sum()} households, {city.cell.max() + 1} cells, {len(city.nodes)} nodes")  # fmt: skip
    line("measure", "ours", "peer", "ratio")
    for name, run in (("grids", bench_grids), ("redraw", bench_redraw), ("circle", bench_circle), ("sites", bench_sites)):  # fmt: skip
        if name in only:
            run(city)
    if "match" in only:
        bench_match()
    line("peak memory of this process, MB", f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}")  # fmt: skip


if __name__ == "__main__":
    main()
