"""`python -m linli` is the command line too."""

from __future__ import annotations

import sys

from linli.config.command import main

sys.exit(main())
