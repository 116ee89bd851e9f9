"""`python -m linli.algorithms grids draw …`: the planning commands on files, without a database."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from linli.algorithms.commands import register
from linli.foundation.refusals import Refused


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is a sentence on the error stream and exit code 2."""
    parser = argparse.ArgumentParser(prog="python -m linli.algorithms", description=__doc__)
    register(parser.add_subparsers(dest="command", required=True))
    options = parser.parse_args(arguments)
    try:
        return int(options.run(options))
    except Refused as refusal:
        sentence = refusal.sentence % refusal.params if refusal.params else refusal.sentence
        sys.stderr.write(f"{refusal.code}: {sentence}\n")
        return 2


if __name__ == "__main__":
    sys.exit(main())
