"""How an organisation may be formed: standalone, joint or attached (单建、联建、挂建)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from linli.apps.organisations.rules.kinds import BRANCHES, Form, Kind
from linli.foundation.refusals import Refused

STANDALONE_MEMBERS_MIN: Final = 3
JOINT_UNITS_MIN: Final = 2
MEMBERS_MAX: Final = 200
UNITS_MAX: Final = 40
COMPOUNDS_MAX: Final = 40
NAME_LETTERS_MAX: Final = 80
HOSTS: Final = BRANCHES | {Kind.COMMUNITY_PARTY_ORG, Kind.ASSOCIATION_COMMITTEE}


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is known of a branch that is to be formed.

    `units` counts the units whose members share it: compounds, firms, or units named in words.
    """

    kind: Kind
    form: Form | None
    name: str
    members: int
    units: int
    compounds: int
    host_kind: Kind | None = None


def check_formation(plan: Proposal) -> None:
    """Refuse a branch that its form doesn't allow; an instructor is work coverage, not a form."""
    if not plan.name.strip() or len(plan.name) > NAME_LETTERS_MAX:
        raise Refused(
            "organisations.name",
            "请填写组织名称，不超过 %(most)s 个字。",
            field="name",
            most=NAME_LETTERS_MAX,
        )
    if plan.kind not in BRANCHES or plan.form is None:
        raise Refused(
            "organisations.form_missing", "请选择组建形式：单建、联建或挂建。", field="form"
        )
    if plan.kind is Kind.COMPOUND_BRANCH and plan.compounds == 0:
        raise Refused("organisations.no_compound", "请选择支部覆盖的小区。", field="compounds")
    _CHECKS[plan.form](plan)


def _check_standalone(plan: Proposal) -> None:
    if plan.members < STANDALONE_MEMBERS_MIN:
        raise Refused(
            "organisations.too_few_members",
            "单建至少要有 %(least)s 名正式党员，现在有 %(members)s 名；人数不够可以改为联建或挂建。",
            field="members",
            least=STANDALONE_MEMBERS_MIN,
            members=plan.members,
        )
    if plan.compounds > 1:
        raise Refused(
            "organisations.standalone_many_compounds",
            "单建支部只覆盖一个小区；几个小区共建请选联建。",
            field="compounds",
        )


def _check_joint(plan: Proposal) -> None:
    if plan.units < JOINT_UNITS_MIN:
        raise Refused(
            "organisations.too_few_units",
            "联建要列出至少 %(least)s 个党员所在的小区或单位，请补充；只有一个时请改为单建或挂建。",
            field="units",
            least=JOINT_UNITS_MIN,
        )


def _check_attached(plan: Proposal) -> None:
    if plan.host_kind not in HOSTS:
        raise Refused("organisations.no_host", "挂建要写明挂靠在哪个党组织，请选择。", field="host")


_CHECKS: Final = {
    Form.STANDALONE: _check_standalone,
    Form.JOINT: _check_joint,
    Form.ATTACHED: _check_attached,
}
