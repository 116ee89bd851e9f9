"""The command line: every command explains itself and says in one sentence what went wrong."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from linli.config.command import build_parser, main

COMMANDS = next(action.choices for action in build_parser()._actions if action.choices)


@pytest.mark.parametrize("name", COMMANDS)
def test_each_command_explains_itself(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([name, "--help"])

    assert left.value.code == 0
    assert name in capsys.readouterr().out


def test_a_command_is_required(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as left:
        main([])

    assert left.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["import", "export"])
def test_every_register_can_be_named(name: str) -> None:
    from linli.apps.registers.queries import REGISTERS

    assert isinstance(COMMANDS, dict)
    choices = next(own.choices for own in COMMANDS[name]._actions if own.dest == "register")
    assert set(choices) == set(REGISTERS)


@pytest.mark.django_db
def test_the_demo_is_not_mixed_with_records(capsys: pytest.CaptureFixture[str]) -> None:
    from linli.foundation import clock
    from linli.foundation.keys import new_key
    from linli.platform.models import JournalLine

    now = clock.now()
    JournalLine.objects.create(
        id=new_key(now), at=now, verb="test.act", subject_kind="test", subject=1, channel="web"
    )

    assert main(["demo"]) == 1
    assert "demo.not_empty" in capsys.readouterr().err


def test_a_wrong_setting_stops_with_a_sentence(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "linli", "check"],
        check=False,
        capture_output=True,
        text=True,
        cwd=Path(__file__).parents[3],
        env={**os.environ, "LINLI_DATA": str(tmp_path), "LINLI_DATABASE": "mysql://x/y"},
    )

    assert done.returncode == 1
    assert "mysql" in done.stderr
    assert "Traceback" not in done.stderr
