"""Demo accounts: the personas of the showcase community, and staff for every area of the city.

Nobody can sign in to them with a password; the personas have sign-in links in demo mode.
"""

from __future__ import annotations

import datetime as dt
import itertools
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Final

from linli.apps.accounts.models import Account, RoleGrant
from linli.apps.accounts.rules import Role
from linli.apps.places.queries import AreaRow, list_areas
from linli.foundation.areas import Level, ancestor
from linli.foundation.chance import Dice
from linli.foundation.keys import key_floor
from linli.platform import bulk

Report = Callable[[str, int, int], None]
SHOWCASE: Final = "南中社区"
NO_PASSWORD: Final = "!demo"  # noqa: S105  # the sign of a password that fits nothing
OPENED_DAYS_AGO: Final = 640
STEP: Final = "开设演示账号"

ACCOUNT: Final = (
    "id",
    "username",
    "email",
    "display_name",
    "language",
    "password",
    "community",
    "is_demo",
    "last_login",
    "opened_by",
    "deleted_at",
)
GRANT: Final = (
    "id",
    "account",
    "role",
    "area",
    "level",
    "organisation",
    "valid_from",
    "valid_to",
    "granted_by",
    "reason",
)


@dataclass(frozen=True, slots=True)
class Persona:
    """Somebody of the showcase community: the role, and over which level of area it is held."""

    username: str
    name: str
    role: Role | None = None
    level: Level = Level.CITY


PERSONAS: Final = (
    Persona("admin", "罗建平", Role.PLATFORM_ADMIN),
    Persona("data", "文静怡", Role.DATA_OFFICER),
    Persona("xie", "谢慧敏", Role.CITY_OFFICER),
    Persona("gan", "甘文斌", Role.SUBDISTRICT_OFFICER, Level.SUBDISTRICT),
    Persona("ou", "欧晓彤", Role.DEPARTMENT_HANDLER, Level.DISTRICT),
    Persona("liang", "梁丽华", Role.COMMUNITY_SECRETARY, Level.COMMUNITY),
    Persona("qin", "覃志强", Role.GRID_WORKER, Level.GRID),
    Persona("zhong", "钟翠兰", Role.BUILDING_HEAD, Level.GRID),
    Persona("zhi", "植永健", Role.PROPERTY_MANAGER, Level.COMMUNITY),
    Persona("lu", "卢国栋", Role.OC_DIRECTOR, Level.COMMUNITY),
    Persona("mai", "麦秀英", Role.VOLUNTEER, Level.COMMUNITY),
    Persona("mo", "莫小玲"),
    Persona("cen", "岑婆婆"),
    Persona("tan", "谭淑仪", Role.MEDIATOR, Level.SUBDISTRICT),
)
# Staff without a sign-in link: one over each area of the level, except where a persona works.
CITY_STAFF: Final = (
    (Role.SUBDISTRICT_OFFICER, Level.SUBDISTRICT),
    (Role.DEPARTMENT_HANDLER, Level.DISTRICT),
    (Role.COMMUNITY_SECRETARY, Level.COMMUNITY),
    (Role.SERVICE_WINDOW_STAFF, Level.COMMUNITY),
    (Role.GRID_WORKER, Level.GRID),
    (Role.MEDIATOR, Level.SUBDISTRICT),
)
REASONS: Final = {
    Role.COMMUNITY_SECRETARY: "社区换届任职",
    Role.GRID_WORKER: "社区聘用，网格调整后续任",
    Role.BUILDING_HEAD: "本栋居民推选",
    Role.OC_DIRECTOR: "业主大会选举并备案",
    Role.PROPERTY_MANAGER: "物业企业派驻",
    Role.VOLUNTEER: "志愿者登记",
    Role.MEDIATOR: "人民调解委员会聘任",
}


class Writer:
    """Collects accounts and grants, with keys that rise one by one."""

    def __init__(self, city_file: dict[str, Any], now: dt.datetime, dice: Dice) -> None:
        opened = now - dt.timedelta(days=OPENED_DAYS_AGO)
        self._keys = itertools.count(key_floor(opened))
        self._names = city_file["generators"]
        self._dice = dice
        self.now = now
        self.since = opened.date()
        self.admin: int | None = None
        self.accounts: list[tuple[object, ...]] = []
        self.grants: list[tuple[object, ...]] = []

    def name(self) -> str:
        """Return an invented name."""
        names = self._names
        return str(self._dice.choice(names["surnames"]) + self._dice.choice(names["given"]))

    def account(self, username: str | None, name: str, community: int | None) -> int:
        key = next(self._keys)
        self.accounts.append(
            (key, username, None, name, "", NO_PASSWORD, community, True, self.now, None, None)
        )
        return key

    def grant(self, account: int, role: Role, area: int, level: Level) -> None:
        reason = REASONS.get(role, "任职文件")
        given_by = self.admin if account != self.admin else None
        self.grants.append(
            (next(self._keys), account, role, area, level, 0, self.since, None, given_by, reason)
        )


def load(*, city_file: dict[str, Any], now: dt.datetime, dice: Dice, report: Report) -> None:
    """Open the demo accounts and give them their roles."""
    writer = Writer(city_file, now, dice)
    areas = {level: list_areas(level) for level in Level}
    home = next(area for area in areas[Level.COMMUNITY] if area.name == SHOWCASE)
    grid = next(area.code for area in areas[Level.GRID] if area.parent == home.code)
    taken = set(_personas(writer, home, grid))
    for role, level in CITY_STAFF:
        for area in areas[level]:
            if (role, area.code) not in taken:
                _staff(writer, role, area.code, level)
    report(STEP, 0, len(writer.accounts))
    bulk.insert(Account, ACCOUNT, writer.accounts)
    bulk.insert(RoleGrant, GRANT, writer.grants)
    report(STEP, len(writer.accounts), len(writer.accounts))


def _personas(writer: Writer, home: AreaRow, grid: int) -> Iterator[tuple[Role, int]]:
    """Open the personas' accounts; yield which role is held over which area."""
    for persona in PERSONAS:
        is_local = persona.role is None or persona.level in {Level.COMMUNITY, Level.GRID}
        account = writer.account(persona.username, persona.name, home.code if is_local else None)
        if persona.role is None:
            continue
        if persona.role is Role.PLATFORM_ADMIN:
            writer.admin = account
        area = ancestor(grid, persona.level)
        writer.grant(account, persona.role, area, persona.level)
        yield persona.role, area


def _staff(writer: Writer, role: Role, area: int, level: Level) -> None:
    is_local = level in {Level.COMMUNITY, Level.GRID}
    community = ancestor(area, Level.COMMUNITY) if is_local else None
    writer.grant(writer.account(None, writer.name(), community), role, area, level)


def tie_role(*, username: str, role: str, organisation: int) -> None:
    """Say for which organisation a persona holds a role; organisations' seeds call it."""
    RoleGrant.objects.filter(account__username=username, role=role).update(
        organisation=organisation
    )
