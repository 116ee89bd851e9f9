"""Sessions in the database, each knowing its account and device, so that it can be ended from afar."""

from __future__ import annotations

import datetime as dt
from typing import Any, cast

from django.contrib.sessions.backends.db import SessionStore as DatabaseStore
from django.db.models import QuerySet

from linli.apps.accounts.models import AccountSession
from linli.foundation import clock
from linli.platform import prepared

DEVICE_KEY = "device"
MADE_KEY = "made_at"


class SessionStore(DatabaseStore):
    """Django's own store with three more columns, filled from the session itself."""

    @classmethod
    def get_model_class(cls) -> type[AccountSession]:
        return AccountSession

    def load(self) -> dict[str, Any]:
        """Return what the session holds; a session that is over holds nothing and gets a new key."""
        found = prepared.rows(
            "accounts.session", _lasting, key=self.session_key or "", now=clock.now()
        )
        if not found:
            self._session_key = None
            return {}
        return dict(self.decode(found[0][0]))

    def create_model_instance(self, data: dict[str, Any]) -> AccountSession:
        """Return the row; what it says of the device was put into the session at sign-in."""
        row = cast("AccountSession", super().create_model_instance(data))
        account = data.get("_auth_user_id")
        row.account = int(account) if account else None
        made = data.get(MADE_KEY)
        row.made_at = dt.datetime.fromisoformat(made) if made else None
        row.device = str(data.get(DEVICE_KEY, ""))[:80]
        return row


def _lasting(key: str, now: dt.datetime) -> QuerySet[AccountSession, Any]:
    return AccountSession.objects.filter(session_key=key, expire_date__gt=now).values_list(
        "session_data"
    )
