"""The code printed on a paper ballot: which vote, which elector, and letters nobody can guess.

>>> code = paper_code("K7M4Q2XD", 12, "a" * 64)
>>> read_paper_code(code.lower(), "K7M4Q2XD", "a" * 64)
12
"""

from __future__ import annotations

import hmac
from hashlib import sha256
from typing import Final

from linli.foundation.keys import CODE_LETTERS, read_code
from linli.foundation.refusals import Refused

NUMBER_LETTERS: Final = 4  # 32⁴, over a million electors
CHECK_LETTERS: Final = 8  # 40 bits


def paper_code(reference: str, number: int, salt: str) -> str:
    """Return what the ballot of elector `number` carries."""
    body = reference + _letters_of(number)
    return f"{body}{_check(body, salt)}"


def read_paper_code(text: str, reference: str, salt: str) -> int:
    """Return the number of the elector, or refuse a code of another vote or a forged one."""
    code = read_code(text[:80])
    body, check = code[:-CHECK_LETTERS], code[-CHECK_LETTERS:]
    known = body.startswith(reference) and len(body) == len(reference) + NUMBER_LETTERS
    if not known or not hmac.compare_digest(check, _check(body, salt)):
        raise Refused(
            "paper.forged",
            "这个票码不属于本次表决或有误。请重新扫码，仍不行请把选票交给社区核对。",
            field="code",
        )
    number = 0
    for letter in body[len(reference) :]:
        number = number * len(CODE_LETTERS) + CODE_LETTERS.index(letter)
    return number


def _letters_of(number: int) -> str:
    letters = []
    for _place in range(NUMBER_LETTERS):
        number, rest = divmod(number, len(CODE_LETTERS))
        letters.append(CODE_LETTERS[rest])
    return "".join(reversed(letters))


def _check(body: str, salt: str) -> str:
    digest = hmac.new(salt.encode(), body.encode(), sha256).digest()
    return "".join(CODE_LETTERS[byte % 32] for byte in digest[:CHECK_LETTERS])


def seal_of(salt: str, owners: tuple[str, ...], homes: tuple[str, ...]) -> str:
    """Return the seal of an elector: an owner who is told the salt's use can find the own line only."""
    text = "\n".join((*owners, "", *homes))
    return hmac.new(salt.encode(), text.encode(), sha256).hexdigest()
