"""Who may read a file: the app that owns the record says so."""

from __future__ import annotations

from collections.abc import Callable

from linli.platform.access import Actor
from linli.platform.models import StoredFile

FileGuard = Callable[[Actor, StoredFile], bool]

_guards: dict[str, FileGuard] = {}


def register_guard(kind: str, guard: FileGuard) -> None:
    """Let `guard` decide about the files of `kind`; call it from the app's `ready()`."""
    _guards[kind] = guard


def may_read(actor: Actor, file: StoredFile) -> bool:
    """Tell whether `actor` may read `file`. What belongs to nothing, or to no known kind, nobody may."""
    if file.owner is None:
        return False
    if file.is_public or actor.is_system:
        return True
    guard = _guards.get(file.kind)
    return guard is not None and guard(actor, file)
