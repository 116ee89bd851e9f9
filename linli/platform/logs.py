"""What a log line may hold: no code by which a resident follows a matter, no signed link."""

from __future__ import annotations

import logging
import re
from typing import Final

# Addresses whose last part opens something to whoever holds it.
SECRET_PARTS: Final = re.compile(r"/(follow|files|photos|accounts/[\w/-]*key|demo/as)/[^/\s?]+")


class WithoutCodes(logging.Filter):
    """Cuts the secret part out of every address before a line is written."""

    def filter(self, record: logging.LogRecord) -> bool:
        record.msg = SECRET_PARTS.sub(r"/\1/…", record.getMessage())
        record.args = None
        return True
