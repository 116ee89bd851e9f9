"""The default of channels that need a contract with somebody: say on the console what would be sent."""

from __future__ import annotations

import sys

from linli.platform.messages import Message


class Console:
    """Prints the message without its recipient: nothing personal stands in a log."""

    def send(self, message: Message) -> None:
        sys.stderr.write(f"[message] {message.subject} {message.address}\n")
