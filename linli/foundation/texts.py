"""Words that people type, made safe to keep and to show."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

# Direction marks and joiners may hide or turn round what a reader sees; emoji joiners are kept.
_HIDDEN: Final = re.compile("[\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]")
_BAD: Final = frozenset({"Cc", "Cs", "Co", "Cn"})  # control, half, private, unassigned
_BLANK_LINES: Final = re.compile(r"\n{3,}")
_SPACES: Final = re.compile(r"[^\S\n]+")


def clean(text: str) -> str:
    r"""Return `text` composed, without control, direction and half characters, and trimmed.

    >>> clean(" 灯\x00 坏\u202e了 \r\n\r\n\r\n\r\n快修 ")
    '灯 坏了\n\n快修'
    """
    plain = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n"))
    plain = _HIDDEN.sub("", plain)
    kept = "".join(
        letter for letter in plain if letter in "\n\t" or unicodedata.category(letter) not in _BAD
    )
    lines = (line.strip() for line in _SPACES.sub(" ", kept).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip()


# What is said of a person instead of what happened; such words are kept nowhere (ethics rule E-02).
LABELS: Final = re.compile(
    "重点人员|缠访|难缠|闹访|不稳定|欠费户|黑名单|刁民|老赖|钉子户|无理取闹|精神病|惯犯|素质低"
)


def label_in(text: str) -> str | None:
    """Return the first words in `text` that label a person.

    >>> label_in("楼上是老赖")
    '老赖'
    """
    found = LABELS.search(text)
    return found.group() if found else None
