"""Emergency first: which numbers to call, and what to do before reading on."""

from __future__ import annotations

from typing import Final

from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

NUMBERS: Final[dict[str, str | Promise]] = {
    "110": _("报警"),
    "119": _("火警、救援"),
    "120": _("急救"),
    "12356": _("心理援助热线"),
    "95598": _("供电抢修"),
}
ALL: Final = ("110", "119", "120", "12356")


def calls(numbers: tuple[str, ...] = ALL) -> list[tuple[str, str]]:
    """Return each number with what it is for."""
    return [(number, str(NUMBERS.get(number, gettext("紧急电话")))) for number in numbers]
