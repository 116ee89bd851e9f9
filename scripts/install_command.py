"""Make this checkout importable from its environment and put `linli` beside its `python`."""

from __future__ import annotations

import sys
import sysconfig
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def main() -> None:
    (Path(sysconfig.get_path("purelib")) / "linli.pth").write_text(f"{ROOT}\n")
    command = Path(sys.executable).parent / "linli"
    command.write_text(
        f"#!{sys.executable}\nimport sys\nfrom linli.config.command import main\nsys.exit(main())\n"
    )
    command.chmod(0o755)


if __name__ == "__main__":
    main()
