"""What in public words tells who somebody is: numbers, addresses of homes, names of neighbours.

Only pointed out, never a block: the writer decides. Letters are matched, so a finding may be wrong;
`tests/personal_words.json` holds what is found, what isn't, and texts held out to measure both.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from linli.foundation.surnames import NAMES, NEVER_A_NAME

LETTERS_MAX: Final = 10_000  # what lies behind is not looked at


class Kind(StrEnum):
    IDENTITY = "identity"
    CARD = "card"
    PHONE = "phone"
    EMAIL = "email"
    PLATE = "plate"
    ROOM = "room"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Finding:
    """Letters `start` to `end` of a text, and what may stand `instead` of them."""

    kind: Kind
    start: int
    end: int
    words: str
    instead: str


Found = Iterator[tuple[int, int, str]]

_GAP: Final = "[ -]?"
# A number that an office or a shop gave is no telephone and no card of a person.
_GIVEN_NUMBER: Final = re.compile(
    "(订单|单|编|流水|运单|快递|户|表|工单|发票|设备|批)号[为是:]? ?$|编码[为是:]? ?$"
)
_IDENTITY: Final = re.compile(rf"(?<![0-9])[1-9](?:{_GAP}[0-9]){{16}}{_GAP}[0-9Xx](?![0-9A-Za-z])")
_CARD: Final = re.compile(rf"(?<![0-9])[3-69](?:{_GAP}[0-9]){{15,18}}(?![0-9])")
_CARD_BEGINS: Final = re.compile("62|60|4|5[1-5]|35|37|9")
_MOBILE: Final = re.compile(
    rf"(?<![0-9])(?:(?:\+|00)?86{_GAP})?(1[3-9](?:{_GAP}[0-9]){{9}})(?![0-9])"
)
_GROUPS: Final = frozenset(
    {(11,), (3, 4, 4), (3, 8), (4, 3, 4), (4, 4, 3), (5, 6), (7, 4), (1,) * 11}
)
_LANDLINE: Final = re.compile(
    r"(?<![0-9])\(?0[1-9][0-9]{1,2}\)?[ -]?[2-9][0-9]{2,3} ?-?[0-9]{4}(?![0-9])"
)
_LOCAL: Final = re.compile(
    "(?:电话|座机|打)(?:是|为|号码)?:? ?([2-8][0-9]{2,3}[ -]?[0-9]{4})(?![0-9])"
)
_EMAIL: Final = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9._%+-]{0,63}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,4}"
)
_PLATE: Final = re.compile(
    "[京津沪渝冀豫云辽黑湘皖鲁新苏浙赣鄂桂甘晋蒙陕吉闽贵粤青藏川宁琼][A-Z][ ·•.-]?(?=[A-Z]*[0-9])"
    "(?:[A-HJ-NP-Z0-9]{5,6}|[A-HJ-NP-Z0-9]{4}[挂学警港澳])(?![A-Z0-9])",
    re.IGNORECASE,
)
_NUMBER_OF_ROOM: Final = "[0-9]{1,2}(?:0[1-9]|[12][0-9]|30)"
_BUILDING: Final = "[0-9]{1,3} ?(?:栋|幢|座|号楼)"
_ROOM: Final = re.compile(
    rf"(?<![0-9A-Za-z-])(?P<house>{_BUILDING} ?)?(?P<entry>[0-9一二三四五六]{{1,2}} ?单元 ?)?"
    rf"(?<![0-9]){_NUMBER_OF_ROOM}(?P<word> ?(?:号房|室|房(?![东租屋产价管])))?(?![0-9])"
)
_NO_ROOM: Final = re.compile(" ?[元块年月日号点分米平公度户个盏人次%路栋弄天斤升张辆份件.:/]")
_DASHED: Final = re.compile(
    rf"(?<![0-9-])[0-9]{{1,3}}-(?:[0-9]{{1,2}}-)?{_NUMBER_OF_ROOM}(?![0-9-])"
)
_YEAR: Final = re.compile("(?:19|20)[0-9]{2}$")
_OFFICE: Final = re.compile(
    "(居委会|中心|办公楼?|会议|物业|活动|医院|学校|警务|业委会|值班|监控|配电|水泵)(的|在)?$"
)


def plain(text: str) -> str:
    """Return `text` with wide letters, digits, dashes and blanks made narrow, letter for letter.

    >>> plain("138－1234　5678")
    '138-1234 5678'
    """
    return "".join(_narrow(letter) for letter in text)


def _narrow(letter: str) -> str:
    if letter in "‐‑‒–—―－﹣":
        return "-"
    if letter.isspace() and letter != "\n":
        return " "
    made = unicodedata.normalize("NFKC", letter)
    return made if len(made) == 1 else letter


def is_identity_number(digits: str) -> bool:
    """Return whether 18 digits have the check digit of GB 11643 and a day of birth.

    >>> is_identity_number("11010519491231002X"), is_identity_number("110105194912310021")
    (True, False)
    """
    weighted = sum(int(digit) * pow(2, 17 - at, 11) for at, digit in enumerate(digits[:17]))
    if "10X98765432"[weighted % 11] != digits[17].upper():
        return False
    try:
        dt.date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
    except ValueError:
        return False
    return True


def is_card_number(digits: str) -> bool:
    """Return whether digits begin like a bank card and have its check digit (ISO/IEC 7812, Luhn).

    >>> is_card_number("6222021234567890128"), is_card_number("6222021234567890123")
    (True, False)
    """
    doubled = (int(digit) * (1 + at % 2) for at, digit in enumerate(reversed(digits)))
    is_checked = sum(value // 10 + value % 10 for value in doubled) % 10 == 0
    return is_checked and _CARD_BEGINS.match(digits) is not None


def _digits(words: str) -> str:
    return re.sub("[ -]", "", words)


def _identities(text: str) -> Found:
    for found in _IDENTITY.finditer(text):
        if is_identity_number(_digits(found[0])):
            yield (*found.span(), "某证件号")


def _cards(text: str) -> Found:
    for found in _CARD.finditer(text):
        is_given = _GIVEN_NUMBER.search(text[: found.start()])
        if not is_given and is_card_number(_digits(found[0])):
            yield (*found.span(), "某卡号")


def _phones(text: str) -> Found:
    for found in _MOBILE.finditer(text):
        groups = tuple(len(group) for group in re.split("[ -]", found[1]))
        if groups in _GROUPS and not _GIVEN_NUMBER.search(text[: found.start()]):
            yield (*found.span(), "某号码")
    for found in _LANDLINE.finditer(text):
        if not _GIVEN_NUMBER.search(text[: found.start()]):
            yield (*found.span(), "某号码")
    for found in _LOCAL.finditer(text):
        yield (*found.span(1), "某号码")


def _emails(text: str) -> Found:
    for found in _EMAIL.finditer(text):
        yield (*found.span(), "某邮箱")


def _plates(text: str) -> Found:
    for found in _PLATE.finditer(text):
        yield (*found.span(), "某车牌")


def _rooms(text: str) -> Found:
    for found in _ROOM.finditer(text):
        is_placed = found["house"] or found["entry"]
        is_counted = not found["word"] and _NO_ROOM.match(text, found.end())
        is_office = not found["house"] and _OFFICE.search(text[: found.start()])
        if (is_placed or found["word"]) and not is_counted and not is_office:
            yield (*found.span(), f"{(found['house'] or '').strip()}某户")
    for found in _DASHED.finditer(text):
        is_day = _YEAR.search(found[0]) or _NO_ROOM.match(text, found.end())
        if not is_day and (found[0].count("-") == 2 or _GIVES_A_HOME.match(text, found.end())):
            yield (*found.span(), "某户")


_GIVES_A_HOME: Final = re.compile(" ?(?:室|房|的住户|住户|业主|家|租户)")


def _names(text: str) -> Found:
    for pattern in NAMES:
        for found in pattern.finditer(text):
            if not NEVER_A_NAME.match(found["name"]):
                title = found.groupdict().get("title") or "人"
                yield (*found.span("all"), f"某{title}")


# The surest first: what one has found, the next ones leave alone.
_LOOKS: Final[tuple[tuple[Kind, Callable[[str], Found]], ...]] = (
    (Kind.EMAIL, _emails),
    (Kind.IDENTITY, _identities),
    (Kind.CARD, _cards),
    (Kind.PHONE, _phones),
    (Kind.PLATE, _plates),
    (Kind.ROOM, _rooms),
    (Kind.NAME, _names),
)


def find_personal(text: str) -> tuple[Finding, ...]:
    """Return what in `text` may tell who somebody is, in the order of the text.

    >>> [(found.kind.value, found.words) for found in find_personal("3栋的李阿姨,电话138 1234 5678")]
    [('name', '李阿姨'), ('phone', '138 1234 5678')]
    >>> find_personal("3栋路灯晚上7:30就灭了,花了1200元")
    ()
    """
    narrow = plain(text[:LETTERS_MAX])
    kept: list[Finding] = []
    for kind, look in _LOOKS:
        for start, end, instead in look(narrow):
            if all(end <= other.start or start >= other.end for other in kept):
                kept.append(Finding(kind, start, end, text[start:end], instead))
    return tuple(sorted(kept, key=lambda found: found.start))


def replaced(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` with "某…" in the place of each finding."""
    return _with(text, [(found.start, found.end, found.instead) for found in findings])


def removed(text: str, findings: Iterable[Finding]) -> str:
    """Return `text` without the letters of the findings."""
    return _with(text, [(found.start, found.end, "") for found in findings])


def _with(text: str, changes: list[tuple[int, int, str]]) -> str:
    for start, end, words in reversed(changes):
        text = text[:start] + words + text[end:]
    return text
