"""Decisions about persons, shares and help lists, on plain facts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.refusals import Refused

NAME_LETTERS_MAX: Final = 40
NOTE_LETTERS_MAX: Final = 200
COMPANY_LETTERS_MAX: Final = 80
BIRTH_YEAR_MIN: Final = 1900
BIRTH_YEAR_MAX: Final = 2100
DENOMINATOR_MAX: Final = 10_000
HOLDERS_MAX: Final = 50
HELP_DAYS_MAX: Final = 366
CHILD_YEARS: Final = 14
CLAIMS_OPEN_MAX: Final = 5

# Words that label a person (ethics rule E-02). They may stand in no text kept about anybody.
LABELS: Final = (
    "重点人员",
    "重点人群",
    "缠访",
    "闹访",
    "难缠",
    "刁民",
    "不稳定",
    "欠费户",
    "老赖",
    "钉子户",
    "黑名单",
    "信用差",
)
_PHONE: Final = re.compile(r"\+?[0-9][0-9 -]{4,18}[0-9]")


@dataclass(frozen=True, slots=True)
class Share:
    """One holder's part of a home: a person's key, or a company's name, and a fraction."""

    person: int | None
    company: str
    numerator: int
    denominator: int


class HolderKind(StrEnum):
    """How a clerk names the holder of a share."""

    REGISTERED = "registered"
    NEW = "new"
    COMPANY = "company"


@dataclass(frozen=True, slots=True)
class Holder:
    """A holder as a clerk writes them: `parts` of the home, the whole being the sum of all parts."""

    kind: HolderKind
    name: str
    phone: str
    parts: int


def check_holders(holders: Sequence[Holder]) -> None:
    """Refuse no holder, too many, and parts that no fraction can hold."""
    if not 1 <= len(holders) <= HOLDERS_MAX:
        raise Refused(
            "person.holders_number",
            "一套房要有1到%(most)s位业主，请核对。",
            field="holders",
            most=HOLDERS_MAX,
        )
    whole = sum(holder.parts for holder in holders)
    if any(holder.parts < 1 for holder in holders) or whole > DENOMINATOR_MAX:
        raise Refused("person.share_wrong", "份额要写成分数，例如二分之一。", field="holders")


def check_shares(shares: Sequence[Share]) -> None:
    """Refuse shares that do not make up the whole home exactly."""
    if not 1 <= len(shares) <= HOLDERS_MAX:
        raise Refused(
            "person.holders_number",
            "一套房要有1到%(most)s位业主，请核对。",
            field="holders",
            most=HOLDERS_MAX,
        )
    if any((share.person is None) == (not share.company) for share in shares):
        raise Refused("person.holder_unclear", "每份产权写一个人或一个单位。", field="holders")
    if len({share.denominator for share in shares}) > 1:
        raise Refused(
            "person.denominators_differ", "同一套房的份额请用相同的分母。", field="holders"
        )
    holders = [(share.person, share.company) for share in shares]
    if len(set(holders)) < len(holders):
        raise Refused("person.holder_twice", "同一位业主写了两次，请合并份额。", field="holders")
    whole = shares[0].denominator
    if not 1 <= whole <= DENOMINATOR_MAX or any(share.numerator < 1 for share in shares):
        raise Refused("person.share_wrong", "份额要写成分数，例如二分之一。", field="holders")
    if sum(share.numerator for share in shares) != whole:
        raise Refused(
            "person.shares_not_whole", "各份额加起来要正好是一套房，请核对。", field="holders"
        )


def clean_person_name(name: str) -> str:
    """Return the name trimmed, or refuse an empty or endless one."""
    kept = " ".join("".join(letter for letter in name if letter.isprintable()).split())
    if not kept or len(kept) > NAME_LETTERS_MAX:
        raise Refused(
            "person.name_wrong",
            "姓名写1到%(most)s个字，请改一下。",
            field="name",
            most=NAME_LETTERS_MAX,
        )
    check_no_label(kept)
    return kept


def clean_company(name: str) -> str:
    """Return the name of a company or office trimmed, or refuse an empty or endless one."""
    kept = " ".join(name.split())
    if not kept or len(kept) > COMPANY_LETTERS_MAX:
        raise Refused(
            "person.company_wrong",
            "单位写全称，最多%(most)s个字，请改一下。",
            field="holders",
            most=COMPANY_LETTERS_MAX,
        )
    return kept


def clean_phone(phone: str) -> str:
    """Return the number trimmed, or refuse what no telephone could dial."""
    kept = phone.strip()
    if kept and not _PHONE.fullmatch(kept):
        raise Refused("person.phone_wrong", "电话只写数字，例如 0774-2020000。", field="phone")
    return kept


def check_birth_year(year: int | None, *, today: dt.date) -> None:
    if year is not None and not BIRTH_YEAR_MIN <= year <= today.year:
        raise Refused(
            "person.birth_year_wrong", "出生年份写四位数字，例如 1985。", field="birth_year"
        )


def is_child(birth_year: int | None, *, today: dt.date) -> bool:
    """Tell whether somebody may still be under fourteen; only the year is known, so it errs young."""
    return birth_year is not None and today.year - birth_year <= CHILD_YEARS


def check_no_label(text: str) -> None:
    """Refuse words that label a person instead of describing a matter."""
    for label in LABELS:
        if label in text:
            raise Refused(
                "person.label_forbidden",
                "“%(label)s”是给人贴标签的话，不能写。请写具体的事情。",
                label=label,
            )


def clean_note(text: str, *, code: str, sentence: str, field: str) -> str:
    """Return a short sentence trimmed and free of labels, or refuse an empty or endless one."""
    kept = " ".join(text.split())
    if not kept or len(kept) > NOTE_LETTERS_MAX:
        raise Refused(code, sentence, field=field)
    check_no_label(kept)
    return kept


def check_help_term(starts: dt.date, ends: dt.date | None) -> dt.date:
    """Return the end of an entry on a help list; without one, or with a far one, it is refused."""
    if ends is None:
        raise Refused(
            "person.help_without_end", "帮扶名单必须写到期日，请选一个日期。", field="valid_to"
        )
    if not starts < ends:
        raise Refused(
            "person.help_term_reversed", "到期日要晚于开始日，请改一下日期。", field="valid_to"
        )
    if (ends - starts).days > HELP_DAYS_MAX:
        raise Refused(
            "person.help_term_too_long",
            "一次最多登记一年，到期可以再同意，请把到期日改近。",
            field="valid_to",
        )
    return ends


def check_lives_since(day: dt.date, *, today: dt.date) -> None:
    if day > today or day.year < BIRTH_YEAR_MIN:
        raise Refused(
            "person.lives_since_wrong", "入住日期不能晚于今天，请改一下。", field="lives_since"
        )
