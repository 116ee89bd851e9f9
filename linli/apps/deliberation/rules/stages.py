"""The stages that every topic runs through in one order, and the ways in which it can end."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused


class Stage(StrEnum):
    PROPOSED = "proposed"
    COLLECTING_IDEAS = "collecting_ideas"
    OPTION_REVIEW = "option_review"
    IN_MEETING = "in_meeting"
    VOTING = "voting"
    PUBLICISING = "publicising"
    IN_WORK = "in_work"
    UNDER_REVIEW = "under_review"
    # Ends.
    CLOSED = "closed"  # the residents say that it is done
    NOT_CARRIED = "not_carried"  # voted down, or too few took part
    ROUTED = "routed"  # needs no deliberation: handed on at once
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


STAGES: Final = (
    Stage.PROPOSED,
    Stage.COLLECTING_IDEAS,
    Stage.OPTION_REVIEW,
    Stage.IN_MEETING,
    Stage.VOTING,
    Stage.PUBLICISING,
    Stage.IN_WORK,
    Stage.UNDER_REVIEW,
)
ENDS: Final = tuple(stage for stage in Stage if stage not in STAGES)
BEFORE_VOTE: Final = STAGES[: STAGES.index(Stage.VOTING)]
# From here on a vote stands behind the topic.
VOTED: Final = (*STAGES[STAGES.index(Stage.VOTING) :], Stage.CLOSED, Stage.NOT_CARRIED)


def after(stage: Stage) -> Stage:
    """Return the stage that follows; a stage is never left out, so nobody skips the vote.

    >>> after(Stage.IN_MEETING).value
    'voting'
    """
    return STAGES[STAGES.index(stage) + 1]


def require_stage(stage: str, *wanted: Stage) -> None:
    """Refuse an act that belongs to another stage."""
    if stage not in wanted:
        raise Refused(
            "topic.wrong_stage", "这个议题已经不在这一步，现在不能这样做。请刷新页面看最新进展。"
        )
