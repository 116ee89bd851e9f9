"""What can be done with persons, homes and help lists."""

from __future__ import annotations

from linli.apps.people.actions.claims import (
    claim_residence,
    confirm_claim,
    decline_claim,
    withdraw_claim,
)
from linli.apps.people.actions.help_lists import end_help, join_help_list, offer_help
from linli.apps.people.actions.homes import end_residence, enter_owners, record_owners
from linli.apps.people.actions.looking import view_help_list, view_owners, view_residents
from linli.apps.people.actions.persons import correct_person, erase_person, register_person

__all__ = [
    "claim_residence",
    "confirm_claim",
    "correct_person",
    "decline_claim",
    "end_help",
    "end_residence",
    "enter_owners",
    "erase_person",
    "join_help_list",
    "offer_help",
    "record_owners",
    "register_person",
    "view_help_list",
    "view_owners",
    "view_residents",
    "withdraw_claim",
]
