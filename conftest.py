"""The shared cast is at hand in every test (see linli/apps/accounts/tests/cast.py)."""

from __future__ import annotations

pytest_plugins = ["linli.apps.accounts.tests.cast"]
