"""`linli import` and `linli export`: registers as tables, as somebody who sits at the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from linli.apps.registers import actions, queries
from linli.apps.registers.actions.outgoing import content_of, sorts_of
from linli.apps.registers.models import Intake
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.platform.access import system

ACTOR: Final = system("linli import")


def import_register(register: str, file: Path, *, confirm: bool) -> int:
    """Bring `file` in, say what came of it, and return the exit status."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(
            "import.file", "读不到文件%(file)s：请检查路径和权限。", file=str(file)
        ) from error
    intake = actions.bring_in(
        actor=ACTOR,
        register=register,
        name=file.name,
        content=content,
        confirm=confirm,
        now=clock.now(),
    )
    _print_faults(intake)
    print(
        _("新增%(added)s，修改%(changed)s，不变%(unchanged)s，有误%(wrong)s。")
        % {
            "added": intake.added,
            "changed": intake.changed,
            "unchanged": intake.unchanged,
            "wrong": intake.wrong,
        }
    )
    if intake.faults:
        print(_("没有存入任何一行：请改正后重新导入。"))
    elif confirm:
        print(_("已存入。整批撤销：linli import --undo %(pk)s") % {"pk": intake.pk})
    else:
        print(_("这是试运行，没有存入；确认无误后加上 --confirm。"))
    return 1 if intake.faults else 0


def undo_import(pk: int) -> int:
    """Make everything what it was before the table `pk`, say what came of it."""
    actions.ask_undo(actor=ACTOR, pk=pk, now=clock.now())
    intake = actions.undo(actor=ACTOR, pk=pk, now=clock.now())
    if intake is None:
        raise Refused("import.undo", "这次导入没有存入过，或者已经撤销。")
    _print_faults(intake)
    print(_("没有撤销任何一行。") if intake.faults else _("已经撤销，底册和导入以前一样。"))
    return 1 if intake.faults else 0


def export_register(register: str, file: Path) -> int:
    """Write a register to `file`, in the format that its name ends with."""
    chosen = queries.get_register(actor=ACTOR, name=register)
    sort = file.suffix.lower().removeprefix(".")
    if sort not in sorts_of(chosen):
        known = "、".join(sorts_of(chosen))
        raise Refused("export.sort", "文件名请以其中之一结尾：%(known)s。", known=known)
    rows = list(chosen.rows(ACTOR))
    file.write_bytes(content_of(chosen, sort, rows))
    print(_("已写出%(rows)s行。") % {"rows": len(rows)})
    return 0


def _print_faults(intake: Intake) -> None:
    for fault in intake.faults:
        sentence = _(fault["sentence"])
        where = _("第%(row)s行 %(column)s：") % {
            "row": fault["row"],
            "column": _(fault["column"]) if fault["column"] else "",
        }
        print(where + (sentence % fault["params"] if fault["params"] else sentence))
