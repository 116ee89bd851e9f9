"""What the worker does with tables, as the person who handed them in may today."""

from __future__ import annotations

import datetime as dt

from linli.apps.accounts import queries as accounts
from linli.apps.registers import actions
from linli.apps.registers.models import Intake, Outgoing
from linli.platform.access import Actor, system
from linli.platform.jobs import job

LEASE_SECONDS = 600


def _actor(account: int, now: dt.datetime) -> Actor:
    return accounts.actor_for(account, now, channel="import")


@job("registers.check", lease_seconds=LEASE_SECONDS, attempts_max=2, atomic=False)
def check(*, intake: int, now: dt.datetime) -> None:
    """Look at a table."""
    account = Intake.objects.values_list("made_by", flat=True).get(pk=intake)
    actions.check(actor=_actor(account, now), pk=intake, now=now)


@job("registers.store", lease_seconds=LEASE_SECONDS, attempts_max=2, atomic=False)
def store(*, intake: int, now: dt.datetime) -> None:
    """Store a confirmed table."""
    account = Intake.objects.values_list("made_by", flat=True).get(pk=intake)
    actions.store(actor=_actor(account, now), pk=intake, now=now)


@job("registers.undo", lease_seconds=LEASE_SECONDS, attempts_max=2, atomic=False)
def undo(*, intake: int, now: dt.datetime) -> None:
    """Make everything what it was before a table."""
    account = Intake.objects.values_list("made_by", flat=True).get(pk=intake)
    actions.undo(actor=_actor(account, now), pk=intake, now=now)


@job("registers.take", lease_seconds=LEASE_SECONDS, attempts_max=2, atomic=False)
def take(*, outgoing: int, now: dt.datetime) -> None:
    """Write a register into a file."""
    account = Outgoing.objects.values_list("made_by", flat=True).get(pk=outgoing)
    actions.make_ready(actor=_actor(account, now), pk=outgoing, now=now)


@job("registers.sweep", every=dt.timedelta(hours=6))
def sweep(*, now: dt.datetime) -> None:
    """Let go of what has served its time."""
    actions.sweep(actor=system("registers"), now=now)
