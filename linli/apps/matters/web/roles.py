"""The capacities that the journal writes down, in words."""

from __future__ import annotations

from typing import Final

from django.utils.translation import gettext_lazy as _

ROLES: Final = {
    "reporter": _("反映人"),
    "resident": _("居民"),
    "grid_worker": _("网格员"),
    "grid_leader": _("网格长"),
    "building_head": _("楼栋长"),
    "steward": _("红色管家"),
    "branch_secretary": _("党支部书记"),
    "oc_director": _("业委会主任"),
    "property_manager": _("物业"),
    "community_secretary": _("社区"),
    "community_worker": _("社区"),
    "subdistrict_officer": _("街道"),
    "department_handler": _("承办部门"),
    "city_officer": _("市级"),
    "mediator": _("调解员"),
    "service_window_staff": _("服务窗口"),
    "deliberation": _("议事厅"),
    "system": _("系统"),
    "": _("反映人"),
}


def role_word(who: str) -> str:
    """Return the word for `role@area`; what is no role is somebody's name and stays."""
    role = who.partition("@")[0]
    return str(ROLES[role]) if role in ROLES else who
