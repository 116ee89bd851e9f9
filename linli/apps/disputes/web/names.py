"""The short words of a kind of dispute in the reader's language."""

from __future__ import annotations

from linli.apps.disputes.rules.kinds import Kind
from linli.interface.names import is_chinese, named, picked


def kind_short(kind: Kind) -> str:
    """Return the few words of a tile."""
    return kind.short if is_chinese() else named(kind)


def kind_note(kind: Kind) -> str:
    return picked(kind.note, kind.note_en)
