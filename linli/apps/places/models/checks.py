"""Conditions that several tables of the territory share."""

from __future__ import annotations

from django.db.models import CheckConstraint, Q

COMMUNITY_TAIL = 10**3

POINT = Q(lon__gte=-180, lon__lte=180, lat__gte=-90, lat__lte=90)


def check(name: str, condition: Q, sentence: str) -> CheckConstraint:
    """Return the constraint `places_<name>` that says `sentence` when broken."""
    return CheckConstraint(
        name=f"places_{name}", condition=condition, violation_error_message=sentence
    )


def point_on_earth(table: str) -> CheckConstraint:
    return check(f"{table}_point", POINT, "经纬度不在地球上，请重新在地图上点选位置。")


def written(table: str, field: str = "name") -> CheckConstraint:
    return check(f"{table}_{field}_written", ~Q(**{field: ""}), "名称不能为空，请填写名称。")
