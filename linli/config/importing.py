"""`linli import`: a register from a CSV file, as somebody who sits at the machine."""

from __future__ import annotations

from pathlib import Path
from typing import Final

from django.utils.translation import gettext as _

from linli.apps.places import actions
from linli.foundation import clock
from linli.foundation.refusals import Refused
from linli.foundation.tables import decode
from linli.platform.access import system

REGISTERS: Final = {
    "areas": actions.import_areas,
    "buildings": actions.import_buildings,
    "homes": actions.import_homes,
}


def import_register(register: str, file: Path, *, confirm: bool) -> int:
    """Bring `file` in, say what came of it, and return the exit status."""
    try:
        content = file.read_bytes()
    except OSError as error:
        raise Refused(
            "import.file", "读不到文件%(file)s：请检查路径和权限。", file=str(file)
        ) from error
    report = REGISTERS[register](
        actor=system("linli import"), text=decode(content), now=clock.now(), confirm=confirm
    )
    for fault in report.faults:
        sentence = _(fault.sentence) % fault.params if fault.params else _(fault.sentence)
        print(_("第%(row)s行 %(column)s：") % {"row": fault.row, "column": fault.column} + sentence)
    print(
        _("新增%(added)s，修改%(changed)s，不变%(unchanged)s，有误%(wrong)s。")
        % {
            "added": report.added,
            "changed": report.changed,
            "unchanged": report.unchanged,
            "wrong": len(report.faults),
        }
    )
    if report.faults:
        print(_("没有存入任何一行：请改正后重新导入。"))
    elif not confirm:
        print(_("这是试运行，没有存入；确认无误后加上 --confirm。"))
    return 1 if report.faults else 0
