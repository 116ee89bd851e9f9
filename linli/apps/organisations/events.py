"""What has happened to organisations."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class BranchFormed:
    organisation: int
    area: int
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class OrganisationClosed:
    organisation: int
    on: dt.date
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class Appointed:
    appointment: int
    person: int
    organisation: int
    post: str
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class AppointmentEnded:
    appointment: int
    person: int
    organisation: int
    post: str
    on: dt.date
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class CoverageChanged:
    organisation: int
    on: dt.date
    now: dt.datetime


@dataclass(frozen=True, slots=True)
class CommitteeStepped:
    organisation: int
    state: str
    now: dt.datetime
