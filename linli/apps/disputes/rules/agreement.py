"""What was agreed: its words, what each side has to do by when, and a fingerprint that both confirm."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from linli.apps.disputes.rules.texts import DUTY_LETTERS_MAX, TERMS_LETTERS_MAX, bounded
from linli.foundation.refusals import Refused

FORMS: Final = ("oral", "written")
# How a side confirms: spoken before the mediator, signed on paper (scan), or by its code or sign-in.
CONFIRMING: Final = ("spoken", "paper", "code", "online")
DUTIES_MAX: Final = 20
TERMS_LETTERS_MIN: Final = 6
DUE_DAYS_MAX: Final = 3660


@dataclass(frozen=True, slots=True)
class Duty:
    """What a side (by its number) has to do, by the end of a day."""

    side: int
    words: str
    due_on: dt.date


@dataclass(frozen=True, slots=True)
class Terms:
    form: str
    words: str
    duties: tuple[Duty, ...]

    def fingerprint(self) -> str:
        """Return the digest of what is agreed: what each side confirms is this, letter by letter."""
        whole = {
            "form": self.form,
            "words": self.words,
            "duties": [[duty.side, duty.words, duty.due_on.isoformat()] for duty in self.duties],
        }
        text = json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def clean_terms(
    form: str, words: str, duties: Sequence[Duty], *, sides: frozenset[int], today: dt.date
) -> Terms:
    """Return the terms cleaned, or refuse what cannot be kept or followed up."""
    if form not in FORMS:
        raise Refused("dispute.form_unknown", "请选择口头协议或书面协议。", field="form")
    if len(duties) > DUTIES_MAX:
        raise Refused("dispute.duties_too_many", "最多写%(most)s项，请合并一些。", most=DUTIES_MAX)
    text = bounded(words, most=TERMS_LETTERS_MAX, least=TERMS_LETTERS_MIN, field="words")
    return Terms(form, text, tuple(_duty(duty, sides, today) for duty in duties))


def _duty(duty: Duty, sides: frozenset[int], today: dt.date) -> Duty:
    if duty.side not in sides:
        raise Refused("dispute.duty_of_nobody", "请选择由哪一方来做。", field="duties")
    if not today <= duty.due_on <= today + dt.timedelta(days=DUE_DAYS_MAX):
        raise Refused(
            "dispute.duty_date",
            "完成的日期不能早于今天，也不能超过十年。请改一下。",
            field="duties",
        )
    words = bounded(duty.words, most=DUTY_LETTERS_MAX, least=2, field="duties")
    return Duty(duty.side, words, duty.due_on)


def require_confirming(way: str, form: str, *, is_own: bool, scan: str) -> None:
    """Refuse a confirmation that does not fit the form of the agreement or who records it."""
    fitting = {
        "spoken": not is_own and form == "oral",
        "paper": not is_own and form == "written" and bool(scan),
        "code": is_own,
        "online": is_own,
    }
    if not fitting.get(way, False):
        raise Refused(
            "dispute.confirming_unfit",
            "口头协议由调解员当面登记；书面协议请上传双方签名的扫描件，或由本人用查询码确认。",
            field="way",
        )
