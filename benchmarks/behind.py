"""Linli's own settings with an empty view: what our whole middleware costs a visitor, and nothing else."""

from __future__ import annotations

from linli.config.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.empty"
