"""The planning commands of `linli`. Array libraries are loaded only when a command runs."""

from __future__ import annotations

import argparse
from typing import Any

DATUM_HELP = "coordinate system if the file doesn't say: wgs84, cgcs2000, gcj02, bd09"


def register(subparsers: argparse._SubParsersAction[Any]) -> None:
    """Add `grids`, `circle`, `sites`, `match` and `kernels` to a program's sub-commands.

    Each sets `run` on the parsed options: a function that takes them and returns an exit code.
    """
    add_grids(subparsers.add_parser("grids", help="draw, redraw and check grids (划分网格)"))
    add_circle(subparsers.add_parser("circle", help="fifteen-minute circle (十五分钟服务圈)"))
    add_sites(subparsers.add_parser("sites", help="choose sites of service centres (选址)"))
    add_match(subparsers.add_parser("match", help="match helpers to needs (匹配)"))
    warm = subparsers.add_parser("kernels", help="compile the kernels ahead of time (预编译)")
    warm.set_defaults(run=run_kernels)


def add_grids(parser: argparse.ArgumentParser) -> None:
    """`linli grids draw|redraw|check`."""
    actions = parser.add_subparsers(dest="action", required=True)
    for name, text in (("draw", "draw"), ("redraw", "redraw after a change"), ("check", "check")):
        action = actions.add_parser(name, help=f"{text} grids")
        action.add_argument("buildings", help="file of buildings with households, or OSM PBF")
        action.add_argument("--areas", help="file of community polygons")
        action.add_argument("--barriers", nargs="*", default=[], help="rivers, main roads")
        action.add_argument("--low", type=int, default=300)
        action.add_argument("--high", type=int, default=500)
        action.add_argument("--target", type=int, help="default 420, or the middle of the range")
        action.add_argument("--fewest", action="store_true", help="as few grids as possible")
        action.add_argument("--reach", type=float, default=250.0, help="metres between neighbours")
        action.add_argument("--seed", type=int, default=1)
        action.add_argument("--datum", help=DATUM_HELP)
        if name != "check":
            action.add_argument("--out", required=True, help="file to write")
        if name == "redraw":
            action.add_argument("--best-shape", action="store_true")
        action.set_defaults(run=run_grids)


def add_circle(parser: argparse.ArgumentParser) -> None:
    """`linli circle`."""
    parser.add_argument("buildings")
    parser.add_argument("centres", help="file of service centres")
    parser.add_argument("--streets", help="file of street lines or OSM PBF; else straight lines")
    parser.add_argument("--areas", help="file of community polygons")
    parser.add_argument("--barrier-free", action="store_true", help="no stairs, slower pace")
    parser.add_argument("--open", metavar="LON,LAT", help="what if a centre opened here")
    parser.add_argument("--datum", help=DATUM_HELP)
    parser.add_argument("--out", help="file to write with minutes for every building")
    parser.set_defaults(run=run_circle)


def add_sites(parser: argparse.ArgumentParser) -> None:
    """`linli sites`."""
    parser.add_argument("buildings")
    parser.add_argument("candidates", help="file of possible sites; a capacity column if any")
    parser.add_argument("--streets", help="file of street lines or OSM PBF; else straight lines")
    kind = parser.add_mutually_exclusive_group(required=True)
    kind.add_argument("--most", type=int, metavar="P", help="most households with P sites")
    kind.add_argument("--all", action="store_true", help="fewest sites for all households")
    kind.add_argument("--median", type=int, metavar="P", help="shortest ways with P sites")
    parser.add_argument("--minutes", type=float, default=15.0)
    parser.add_argument("--seconds", type=float, default=30.0, help="limit of the exact search")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--datum", help=DATUM_HELP)
    parser.add_argument("--out", help="file to write with the chosen sites")
    parser.set_defaults(run=run_sites)


def add_match(parser: argparse.ArgumentParser) -> None:
    """`linli match`."""
    parser.add_argument("needs", help="CSV: id, lon, lat, skills, hours, and start and end hour")
    parser.add_argument("helpers", help="CSV: id, lon, lat, skills, hours, and start and end hour")
    parser.add_argument("--metres", type=float, default=2000.0, help="longest way")
    parser.add_argument("--candidates", type=int, default=20, help="most helpers looked at a need")
    parser.add_argument("--datum", help=DATUM_HELP)
    parser.add_argument("--out", required=True, help="CSV of proposals with their reasons")
    parser.set_defaults(run=run_match)


def run_grids(options: argparse.Namespace) -> int:
    """Run `grids`."""
    from linli.algorithms.files import grid_commands

    return grid_commands.run(options)


def run_circle(options: argparse.Namespace) -> int:
    """Run `circle`."""
    from linli.algorithms.files import circle_command

    return circle_command.run(options)


def run_sites(options: argparse.Namespace) -> int:
    """Run `sites`."""
    from linli.algorithms.files import sites_command

    return sites_command.run(options)


def run_match(options: argparse.Namespace) -> int:
    """Run `match`."""
    from linli.algorithms.files import match_command

    return match_command.run(options)


def run_kernels(options: argparse.Namespace) -> int:
    """Run `kernels`."""
    del options
    from linli.algorithms.warm import compile_kernels

    compile_kernels()
    return 0
