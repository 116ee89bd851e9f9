"""The rules of accounts on plain facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from linli.apps.accounts import rules
from linli.apps.accounts.models import ROLE_NAMES
from linli.apps.accounts.rules import GIVES, LAY_ROLES, STAFF_ROLES, Holding, Role
from linli.foundation.areas import Level, span
from linli.foundation.refusals import Refused

CODES = json.loads((Path(__file__).parent / "codes.json").read_text("utf-8"))


def test_the_roles_are_those_of_the_dossier_with_their_names() -> None:
    assert {role.value: str(name) for role, name in ROLE_NAMES.items()} == CODES["roles"]


def test_retention_is_that_of_the_dossier() -> None:
    kept = CODES["retention_defaults_days"]
    assert kept["account_inactive"] == rules.ACCOUNT_INACTIVE_DAYS
    assert kept["access_log"] == rules.ACCESS_LOG_DAYS


def test_a_role_is_lay_or_staff_or_a_device() -> None:
    assert LAY_ROLES | STAFF_ROLES | {Role.KIOSK_DEVICE} == set(Role)
    assert not LAY_ROLES & STAFF_ROLES


def test_nobody_but_the_platform_admin_gives_their_own_role_or_a_higher_one() -> None:
    for giver, given in GIVES.items():
        if giver != Role.PLATFORM_ADMIN:
            assert giver not in given
            assert Role.PLATFORM_ADMIN not in given
            assert Role.DATA_OFFICER not in given


def test_a_role_is_not_given_over_an_area_wider_than_ones_own() -> None:
    over = span(450403002004000, Level.COMMUNITY)
    wider = span(450403002000000, Level.SUBDISTRICT)
    holdings = (Holding(Role.COMMUNITY_SECRETARY, over),)

    assert rules.may_give(holdings, Role.GRID_WORKER, over)
    assert not rules.may_give(holdings, Role.GRID_WORKER, wider)
    assert not rules.may_give((), Role.GRID_WORKER, over)


@pytest.mark.parametrize(
    ("typed", "kept"), [(" Mo.Ling ", "mo.ling"), ("", None), ("  ", None), ("a1", "a1")]
)
def test_user_names_are_kept_in_lower_case(typed: str, kept: str | None) -> None:
    assert rules.clean_username(typed) == kept


@pytest.mark.parametrize("typed", ["a", "张三", "-ab", "a b", "x" * 31, "a@b"])
def test_user_names_that_cannot_be_read_out_are_refused(typed: str) -> None:
    with pytest.raises(Refused, match=r"account\.username_wrong"):
        rules.clean_username(typed)


@pytest.mark.parametrize("typed", ["", "  ", "\u200b", "\x00", "长" * 41])
def test_names_are_neither_empty_nor_endless(typed: str) -> None:
    with pytest.raises(Refused):
        rules.clean_name(typed)


def test_names_lose_control_characters_and_double_spaces() -> None:
    assert rules.clean_name(" 阿\u202e 婆\x07  婆 ") == "阿 婆 婆"
