"""`linli`: the command line.

Each sub-command is one function here that parses, calls one platform function or action, and
prints. What goes wrong is said in one sentence on the error stream, with exit status 1.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from linli.algorithms import commands as planning
from linli.config import serving

Handler = Callable[[argparse.Namespace], int]


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "linli.config.settings")
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    handler: Handler = getattr(chosen, "handler", None) or chosen.run
    from django.core.exceptions import ImproperlyConfigured
    from django.db import DatabaseError

    from linli.foundation.refusals import Refused

    try:
        return handler(chosen)
    except Refused as refusal:
        print(_in_words(refusal), file=sys.stderr)
    except ImproperlyConfigured as error:
        print(f"linli: {error}", file=sys.stderr)
    except DatabaseError as error:
        print(f"linli: 数据库 database: {str(error).strip()}", file=sys.stderr)
    except ModuleNotFoundError as error:
        print(
            f"linli: {error.name} 尚未安装 is not installed. 规划命令需要数组库：请运行 make planning。"
            " Planning needs the array libraries: run make planning.",
            file=sys.stderr,
        )
    except KeyboardInterrupt:
        return 130
    return 1


def _in_words(refusal: BaseException) -> str:
    return f"linli: {refusal}"


def build_parser() -> argparse.ArgumentParser:
    """Return the parser with every command; `linli COMMAND --help` explains one."""
    parser = argparse.ArgumentParser(
        prog="linli",
        description="Linli 邻里: run, fill, save and check one city. Settings come from the "
        "environment; docs/operations/settings.md lists them.",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND", required=True)
    _add(commands, "migrate", _migrate, "bring the database to this version's tables")
    demo = _add(commands, "demo", _demo, "load the fictional demo city into an empty database")
    demo.add_argument(
        "--scale",
        choices=("seed", "realistic", "stress"),
        default="seed",
        help="matters a year: seed 2,430 resolved, realistic 60,000, stress 600,000 (default seed)",
    )
    demo.add_argument("--seed", type=int, default=450400, help="the same number, the same city")
    run = _add(commands, "run", _run, "migrate, load the demo city when LINLI_DEMO=1, and serve")
    serve = _add(commands, "serve", _serve, "serve pages and API and work off the jobs")
    for command in (run, serve):
        command.add_argument("--host", default="127.0.0.1", help="address to listen at")
        command.add_argument("--port", type=int, default=8000, help="port to listen at")
        command.add_argument("--workers", type=int, default=1, help="web processes (default 1)")
    worker = _add(
        commands, "worker", _worker, "work off the jobs until stopped (serve does it too)"
    )
    worker.add_argument(
        "--beside", action="store_true", help="stop when the process that started it is gone"
    )
    _add(commands, "check", _check, "say whether the installation is whole: tables, guards, rules")
    backup = _add(commands, "backup", _backup, "write database and files to one archive")
    backup.add_argument("target", type=Path, help="archive to write, such as linli.backup")
    restore = _add(commands, "restore", _restore, "bring an archive back into an empty database")
    restore.add_argument("source", type=Path, help="archive that `linli backup` wrote")
    _add_registers(commands)
    admin = _add(commands, "admin", _admin, "open the account of a city's first administrator")
    admin.add_argument("username", help="user name to sign in with")
    admin.add_argument("--name", required=True, help="how to call this person")
    admin.add_argument("--area", required=True, help="division code of the city, such as 4504")
    verify = _add(commands, "verify", _verify, "recheck the bundle of an owners' vote")
    verify.add_argument("bundle", help="file from the result page of the vote")
    verify.add_argument("--fingerprint", help="as posted with the notice")
    verify.add_argument("--head", help="as posted during the vote")
    planning.register(commands)
    return parser


def _add_registers(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    known = ("areas", "compounds", "buildings", "homes", "organisations")
    importing = _add(commands, "import", _import, "bring a register in from a table, or undo that")
    importing.add_argument(
        "register",
        nargs="?",
        choices=known,
        help="what the rows are",
    )
    importing.add_argument(
        "file", nargs="?", type=Path, help="XLSX, CSV (UTF-8 or GB18030), GeoJSON or GeoPackage"
    )
    importing.add_argument(
        "--confirm", action="store_true", help="store; without it only a dry run"
    )
    importing.add_argument("--undo", type=int, metavar="NUMBER", help="take a stored table back")
    exporting = _add(commands, "export", _export, "write a register to a file")
    exporting.add_argument("register", choices=known, help="which register")
    exporting.add_argument("file", type=Path, help="ends in .xlsx, .csv or .geojson")


def _add(
    commands: argparse._SubParsersAction[argparse.ArgumentParser],
    name: str,
    handler: Handler,
    summary: str,
) -> argparse.ArgumentParser:
    command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:])
    command.set_defaults(handler=handler)
    return command


def _start_django() -> None:
    import django

    django.setup()


def _migrate(_arguments: argparse.Namespace) -> int:
    _start_django()
    serving.migrate()
    return 0


def _demo(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.demo.load import load_city

    load_city(scale=arguments.scale, seed=arguments.seed)
    return 0


def _run(arguments: argparse.Namespace) -> int:
    _start_django()
    from django.conf import settings

    serving.migrate()
    if settings.DEMO:
        from linli.config.demo.load import is_loaded, load_city

        if not is_loaded():
            load_city(scale="seed", seed=450400)
    return _serve(arguments)


def _serve(arguments: argparse.Namespace) -> int:
    _start_django()
    serving.serve(host=arguments.host, port=arguments.port, workers=arguments.workers)
    return 0


def _worker(arguments: argparse.Namespace) -> int:
    _start_django()
    serving.work(is_beside=arguments.beside)
    return 0


def _check(_arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.checking import problems

    found = problems()
    for problem in found:
        print(f"✗ {problem}")
    if not found:
        print("✓ 一切正常 all is well")
    return 1 if found else 0


def _backup(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.progress import showing
    from linli.platform.backup import backup

    with showing() as report:
        backup(arguments.target, progress=report)
    print(f"✓ {arguments.target}")
    return 0


def _restore(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.progress import showing
    from linli.platform.backup import restore

    with showing() as report:
        restore(arguments.source, progress=report)
    print("✓ 已恢复 restored")
    return 0


def _import(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.importing import import_register, undo_import
    from linli.foundation.refusals import Refused

    if arguments.undo is not None:
        return undo_import(arguments.undo)
    if arguments.register is None or arguments.file is None:
        raise Refused("import.what", "请写明底册和文件，例如 linli import homes homes.xlsx。")
    return import_register(arguments.register, arguments.file, confirm=arguments.confirm)


def _export(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.config.importing import export_register

    return export_register(arguments.register, arguments.file)


def _verify(arguments: argparse.Namespace) -> int:
    """Run the one file that everybody can download; it needs neither Django nor a database."""
    import runpy

    program = Path(__file__).parents[1] / "apps" / "votes" / "data" / "verify_vote.py"
    given = [
        f"--{name}={found}"
        for name in ("fingerprint", "head")
        if (found := getattr(arguments, name))
    ]
    sys.argv = [program.name, *given, "--", arguments.bundle]
    return int(runpy.run_path(str(program))["main"]())


def _admin(arguments: argparse.Namespace) -> int:
    _start_django()
    from linli.apps.accounts.actions import open_first_admin
    from linli.apps.places.rules import read_area_code
    from linli.foundation import clock
    from linli.platform.access import system

    opened = open_first_admin(
        actor=system("linli admin"),
        username=arguments.username,
        display_name=arguments.name,
        area=read_area_code(arguments.area),
        now=clock.now(),
    )
    print(f"✓ {opened.account.username}  {opened.password}")
    print(
        "  首次登录后请修改密码并设置两步验证。 Change it and set up a second factor at first sign-in."
    )
    return 0
