"""Violence comes first: it is told where to get help, and it is never mediated away.

Words are matched, never people. A hint may be wrong: whoever says that nobody was hit or threatened
goes on. Whoever says that somebody was is given help and no mediation.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

from linli.apps.disputes.rules.kinds import VIOLENCE
from linli.apps.disputes.rules.states import DATA
from linli.foundation.refusals import Refused
from linli.foundation.texts import clean

# Answers to `violence` where the kind itself does not ask: the page after a hint does.
CALM: Final = "no"


@dataclass(frozen=True, slots=True)
class Danger:
    numbers: tuple[str, ...]
    words: re.Pattern[str]
    unless: re.Pattern[str]


@cache
def danger() -> Danger:
    row: dict[str, Any] = json.loads((DATA / "danger.json").read_text(encoding="utf-8"))
    return Danger(
        tuple(row["numbers"]),
        re.compile("|".join(row["words"])),
        re.compile("|".join(row["unless"])),
    )


def sounds_dangerous(words: str) -> bool:
    """Tell whether the words speak of violence or threats.

    >>> sounds_dangerous("他昨晚又动手打人"), sounds_dangerous("楼上漏水，谈过没动手")
    (True, False)
    """
    text = clean(words[:4000])
    return bool(danger().words.search(danger().unless.sub("", text)))


def refuse_violence(words: str, said: str) -> None:
    """Refuse mediation where somebody was hit, threatened or kept from leaving.

    `said` is what was answered when asked: yes, no, or nothing yet.
    """
    if said == "yes":
        raise Refused(
            "dispute.violence",
            "有人动手、威胁或者不让出门，这不是调解能解决的。请先到安全的地方，拨打110；"
            "家庭暴力可以向公安申请告诫书、向法院申请人身安全保护令，妇女热线12338，法律援助12348。",
        )
    if said != CALM and sounds_dangerous(words):
        raise Refused(
            "dispute.danger",
            "您写的话里可能有人受到伤害或威胁。有危险请先拨打110。没有人动手或威胁，请说明后再继续。",
            field=f"answer_{VIOLENCE}",
        )
