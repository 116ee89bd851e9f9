"""Words to begin an answer with: holes for what differs from matter to matter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from linli.apps.matters.rules.kinds import all_groups, kinds_by_code
from linli.apps.matters.rules.texts import NOTE_LETTERS_MAX, bounded, clean_note
from linli.foundation.refusals import Refused

HOLES: Final = ("地点", "日期", "单位", "类别")
TITLE_LETTERS_MAX: Final = 30
HOLE: Final = re.compile(r"[{｛]\s*([^{}｛｝]{0,12}?)\s*[}｝]")


def clean_reply(text: str) -> str:
    """Return the words of a template; a hole that Linli cannot fill is refused."""
    kept = clean_note(text, least=4)
    for found in HOLE.finditer(kept):
        if found.group(1) not in HOLES:
            raise Refused(
                "matters.reply_hole",
                "“%(hole)s”填不了。大括号里只能写：%(holes)s。",
                field="text",
                hole=found.group(),
                holes="、".join(HOLES),
            )
    return kept


def clean_title(title: str) -> str:
    return bounded(title, most=TITLE_LETTERS_MAX, field="title", least=2)


def clean_scope(kind: str) -> str:
    """Return a kind, the letter of a group, or nothing for all kinds."""
    if kind and kind not in kinds_by_code() and kind not in {group.code for group in all_groups()}:
        raise Refused("matters.kind_unknown", "没有这个类别，请从列表里选。", field="kind")
    return kind


def fill(text: str, facts: Mapping[str, str]) -> str:
    """Return the words with their holes filled; what is not known stays for the writer to see."""
    filled = HOLE.sub(lambda found: facts.get(found.group(1)) or found.group(), text)
    return filled[:NOTE_LETTERS_MAX]
