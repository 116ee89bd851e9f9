"""Everything that changes a study: one verb, one actor, one transaction."""

from __future__ import annotations

from linli.apps.planning.actions.approving import (
    approve_study,
    mark_handed_over,
    take_force,
    withdraw_study,
)
from linli.apps.planning.actions.deciding import decide_proposal
from linli.apps.planning.actions.finishing import (
    finish_circle,
    finish_grids,
    finish_match,
    finish_sites,
)
from linli.apps.planning.actions.moving import keep_outlines, move_building, undo_move
from linli.apps.planning.actions.running import (
    BROKEN,
    begin_run,
    end_lost_runs,
    fail_run,
    report_progress,
    stop_run,
)
from linli.apps.planning.actions.studies import (
    add_note,
    cancel_study,
    remove_study,
    start_study,
)
from linli.apps.planning.actions.uploads import (
    FILE_ENDINGS,
    confirm_upload,
    discard_upload,
    keep_upload,
    purge_uploads,
    understand_upload,
)

__all__ = [
    "BROKEN",
    "FILE_ENDINGS",
    "add_note",
    "approve_study",
    "begin_run",
    "cancel_study",
    "confirm_upload",
    "decide_proposal",
    "discard_upload",
    "end_lost_runs",
    "fail_run",
    "finish_circle",
    "finish_grids",
    "finish_match",
    "finish_sites",
    "keep_outlines",
    "keep_upload",
    "mark_handed_over",
    "move_building",
    "purge_uploads",
    "remove_study",
    "report_progress",
    "start_study",
    "stop_run",
    "take_force",
    "understand_upload",
    "undo_move",
    "withdraw_study",
]
