"""The Chinese words for the codes that the tables hold; their English is in `locale`."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import TYPE_CHECKING, Final, TypeVar

from django.utils.translation import gettext_lazy as _

from linli.apps.organisations.rules.committees import State
from linli.apps.organisations.rules.kinds import Form, Kind, Line, Post, SecretarySource

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Code = TypeVar("Code", bound=StrEnum)

KINDS: Final = {
    Kind.COMMUNITY_PARTY_ORG: _("社区党组织"),
    Kind.GRID_BRANCH: _("网格党支部"),
    Kind.COMPOUND_BRANCH: _("小区党支部"),
    Kind.OC_BRANCH: _("业委会党支部"),
    Kind.FIRM_ORG: _("物业企业党组织"),
    Kind.BUILDING_GROUP: _("楼栋党小组"),
    Kind.ASSOCIATION_COMMITTEE: _("行业协会党委"),
    Kind.CITY_OFFICE: _("市级部门办公室"),
    Kind.SUBDISTRICT_OFFICE: _("街道(镇)办事处"),
    Kind.COMMUNITY_OFFICE: _("社区居委会"),
    Kind.GRID_TEAM: _("网格服务队"),
    Kind.DEPARTMENT: _("职能部门"),
    Kind.UTILITY: _("公共服务单位"),
    Kind.CONFERENCE_UNIT: _("联席会议成员单位"),
    Kind.PROPERTY_FIRM: _("物业企业"),
    Kind.OWNERS_COMMITTEE: _("业主委员会"),
    Kind.PROPERTY_MANAGEMENT_COMMITTEE: _("物业管理委员会"),
    Kind.STEWARD_TEAM: _("红色管家队"),
    Kind.TRADE_ASSOCIATION: _("行业协会"),
    Kind.SERVICE_WINDOW: _("党群服务中心窗口"),
    Kind.SERVICE_DESK: _("平台值班"),
    Kind.MEDIATION_COMMITTEE: _("人民调解委员会"),
}
FORMS: Final = {
    Form.STANDALONE: _("单建"),
    Form.JOINT: _("联建"),
    Form.ATTACHED: _("挂建"),
}
LINES: Final = {
    Line.BRANCH: _("小区党支部"),
    Line.COMMITTEE_BRANCH: _("业委会党支部"),
    Line.FIRM: _("物业服务"),
    Line.COMMITTEE: _("业主自治"),
    Line.GROUP: _("楼栋党小组"),
    Line.STEWARD: _("代办服务"),
    Line.GRID_BRANCH: _("网格党支部"),
    Line.GRID_TEAM: _("网格服务"),
    Line.FIRM_ORG: _("物业企业党组织"),
    Line.OFFICE: _("属地管理"),
}
POSTS: Final = {
    Post.SECRETARY: _("党支部书记"),
    Post.DEPUTY_SECRETARY: _("党支部副书记"),
    Post.BRANCH_COMMITTEE_MEMBER: _("支部委员"),
    Post.BRANCH_MEMBER: _("支部党员"),
    Post.GROUP_LEADER: _("党小组组长"),
    Post.DIRECTOR: _("业委会主任"),
    Post.DEPUTY_DIRECTOR: _("业委会副主任"),
    Post.COMMITTEE_MEMBER: _("业委会委员"),
    Post.COMMUNITY_SECRETARY: _("社区书记"),
    Post.COMMUNITY_WORKER: _("社区工作者"),
    Post.GRID_LEADER: _("网格长"),
    Post.GRID_WORKER: _("网格员"),
    Post.BUILDING_HEAD: _("楼栋长"),
    Post.KEY_HOUSEHOLD: _("党员中心户"),
    Post.STEWARD_LEADER: _("红色管家队长"),
    Post.STEWARD: _("红色管家队员"),
    Post.PROPERTY_MANAGER: _("物业经理"),
    Post.ADVISER: _("党建指导员"),
    Post.INSTRUCTOR: _("小区党建指导员"),
    Post.LIAISON: _("联络员"),
    Post.HANDLER: _("经办人"),
    Post.OFFICER: _("干部"),
    Post.MEDIATOR: _("调解员"),
    Post.WINDOW_STAFF: _("窗口人员"),
}
SOURCES: Final = {
    SecretarySource.COMMUNITY_CADRE: _("社区干部"),
    SecretarySource.COMPOUND_MEMBER: _("小区党员"),
    SecretarySource.OWN_MEMBER: _("本单位党员"),
}
STATES: Final = {
    State.PREPARING: _("筹备中"),
    State.ELECTED: _("已选出"),
    State.FILED: _("已备案"),
    State.ACTIVE: _("履职中"),
    State.TERM_ENDED: _("任期届满"),
    State.RECALLED: _("已被罢免"),
}


def choices(words: Mapping[Code, StrPromise]) -> list[tuple[str, StrPromise]]:
    """Return a field's choices: plain texts, so that migrations don't know our enumerations."""
    return [(code.value, word) for code, word in words.items()]


def plain(codes: Iterable[StrEnum]) -> list[str]:
    """Return the codes as plain texts in a fixed order, for constraints."""
    return sorted(code.value for code in codes)
