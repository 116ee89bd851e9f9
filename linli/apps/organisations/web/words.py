"""What the pages say of kinds of organisation: what each answers for, and its sign."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from linli.apps.organisations.models import labels
from linli.apps.organisations.rules.kinds import Kind

ANSWERS_FOR: Final = {
    Kind.GRID_TEAM: _("日常走访，受理您反映的事，带您找对人。"),
    Kind.STEWARD_TEAM: _("楼道灯、小修小补，替不方便出门的人代办。"),
    Kind.PROPERTY_FIRM: _("保洁、绿化、公共设施维修、停车和门岗。"),
    Kind.OWNERS_COMMITTEE: _("代表业主监督物业，管好公共收益和维修资金。"),
    Kind.PROPERTY_MANAGEMENT_COMMITTEE: _("还没有业委会时，组织业主共同决定小区的事。"),
    Kind.COMPOUND_BRANCH: _("召集大家议事，协调小区里的难事。"),
    Kind.OC_BRANCH: _("帮助业委会依法办事。"),
    Kind.BUILDING_GROUP: _("楼里的党员，就近帮忙、传话。"),
    Kind.GRID_BRANCH: _("网格里的党员，组织巡查和志愿服务。"),
    Kind.COMMUNITY_OFFICE: _("社区的事都可以问；别处推给您的，也先找这里。"),
    Kind.MEDIATION_COMMITTEE: _("邻里有了纠纷，免费调解。"),
    Kind.SUBDISTRICT_OFFICE: _("社区解决不了的，由街道(镇)协调。"),
}
ICONS: Final = {
    Kind.GRID_TEAM: "footprints",
    Kind.STEWARD_TEAM: "hand-heart",
    Kind.PROPERTY_FIRM: "wrench",
    Kind.OWNERS_COMMITTEE: "users",
    Kind.PROPERTY_MANAGEMENT_COMMITTEE: "users",
    Kind.COMPOUND_BRANCH: "flag",
    Kind.OC_BRANCH: "flag",
    Kind.BUILDING_GROUP: "building",
    Kind.GRID_BRANCH: "flag",
    Kind.COMMUNITY_OFFICE: "house",
    Kind.MEDIATION_COMMITTEE: "handshake",
    Kind.SUBDISTRICT_OFFICE: "landmark",
}
PLACE_KINDS: Final = {
    "compound": _("小区"),
    "building": _("楼栋"),
    "area": _("网格"),
    "firm": _("物业企业"),
}
LEVELS: Final = {
    "community_organisation": _("社区党组织"),
    "branch": _("小区党支部"),
    "groups": _("楼栋党小组(覆盖九成楼栋)"),
    "key_household": _("党员中心户"),
}
OTHER_ICON: Final = "landmark"


def kind_word(code: str) -> str:
    return str(dict(labels.KINDS).get(Kind(code), code))


def listed(names: Iterable[str], *, between: str = "、") -> str:
    """Return names one after another, with the marks of the reader's language."""
    is_english = (get_language() or "").startswith("en")
    return {"、": ", ", "；": "; "}[between].join(names) if is_english else between.join(names)


def in_language(name: str, name_en: str) -> str:
    """Return the name in the reader's language, the Chinese one when there is no other."""
    return name_en if name_en and (get_language() or "").startswith("en") else name
