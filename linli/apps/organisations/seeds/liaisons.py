"""Leaders of subdistricts look after every compound without a property firm."""

from __future__ import annotations

from typing import Final

from linli.apps.organisations.models import Liaison, LiaisonCompound
from linli.apps.organisations.seeds.book import Book
from linli.apps.organisations.seeds.city import Ground
from linli.foundation.areas import Level, ancestor

COMPOUNDS_EACH: Final = 8
TASKS: Final = (
    "帮助建组织、建机制，逐步落实保洁、维修、停车、门岗",
    "协调引入物业或组织居民自管，跟进公共设施维修",
    "听取居民意见，协调单位共建，跟进老旧管线改造",
)


def write_liaisons(book: Book, ground: Ground) -> None:
    for community in ground.areas[Level.COMMUNITY]:
        above = ancestor(community.code, Level.SUBDISTRICT)
        without = [r for r in ground.compounds_of(community.code) if not ground.has_firm(r.id)]
        for start in range(0, len(without), COMPOUNDS_EACH):
            since = book.day(2022, 2025)
            liaison = book.key()
            leader = book.dice.choice(ground.cadres[above])
            task = book.dice.choice(TASKS)
            book.rows[Liaison].append(
                (liaison, leader, ground.offices[above], community.code, task, since)
            )
            for row in without[start : start + COMPOUNDS_EACH]:
                book.rows[LiaisonCompound].append((book.key(), liaison, row.id, since))
