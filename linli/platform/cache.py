"""A cache that all processes share, in one table of the database.

Django's own database cache counts its rows at each write and needs a command to make its table; this
one writes with a single statement, and before the table exists it simply remembers nothing.
"""

from __future__ import annotations

import base64
import pickle  # nosec B403  # see _read
import time
from typing import Any

from django.core.cache.backends.base import DEFAULT_TIMEOUT, BaseCache
from django.db import connection

from linli.platform.models import CacheLine

FOR_EVER = 1 << 40  # seconds since 1970


class SharedCache(BaseCache):
    """`CACHES["default"]["BACKEND"]` for more than one web process."""

    _table_exists = False

    def __init__(self, _location: str, params: dict[str, Any]) -> None:
        super().__init__(params)

    def get(self, key: Any, default: Any = None, version: int | None = None) -> Any:
        found = self.get_many([key], version)
        return found.get(key, default)

    def get_many(self, keys: Any, version: int | None = None) -> dict[Any, Any]:
        names = {self.make_and_validate_key(key, version=version): key for key in keys}
        if not self._is_ready():
            return {}
        lines = CacheLine.objects.filter(key__in=names, expires__gt=int(time.time()))
        return {names[name]: _read(value) for name, value in lines.values_list("key", "value")}

    def set(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> None:
        name = self.make_and_validate_key(key, version=version)
        if self._is_ready():
            CacheLine.objects.bulk_create(
                [CacheLine(key=name, value=_write(value), expires=self._expires(timeout))],
                update_conflicts=True,
                unique_fields=["key"],
                update_fields=["value", "expires"],
            )

    def add(
        self,
        key: Any,
        value: Any,
        timeout: Any = DEFAULT_TIMEOUT,
        version: int | None = None,
    ) -> bool:
        """Set `key` unless it is there already; tell whether it was set."""
        name = self.make_and_validate_key(key, version=version)
        if not self._is_ready():
            return True
        sql = (
            "INSERT INTO platform_cacheline (key, value, expires) VALUES (%s, %s, %s)"
            " ON CONFLICT (key) DO UPDATE SET value = excluded.value, expires = excluded.expires"
            " WHERE platform_cacheline.expires <= %s"
        )
        with connection.cursor() as cursor:
            values: list[str | int] = [
                name,
                _write(value),
                self._expires(timeout),
                int(time.time()),
            ]
            cursor.execute(sql, values)
            return bool(cursor.rowcount == 1)

    def touch(self, key: Any, timeout: Any = DEFAULT_TIMEOUT, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        if not self._is_ready():
            return False
        lines = CacheLine.objects.filter(key=name, expires__gt=int(time.time()))
        return bool(lines.update(expires=self._expires(timeout)))

    def delete(self, key: Any, version: int | None = None) -> bool:
        name = self.make_and_validate_key(key, version=version)
        if not self._is_ready():
            return False
        return bool(CacheLine.objects.filter(key=name)._raw_delete("default"))

    def clear(self) -> None:
        if self._is_ready():
            CacheLine.objects.all()._raw_delete("default")

    def _expires(self, timeout: Any) -> int:
        moment = self.get_backend_timeout(timeout)
        return FOR_EVER if moment is None else int(moment)

    def _is_ready(self) -> bool:
        """Tell whether the table exists; once it does, this is never asked again."""
        if not self._table_exists:
            tables = connection.introspection.table_names()
            type(self)._table_exists = CacheLine._meta.db_table in tables
        return self._table_exists


def _write(value: Any) -> str:
    return base64.b64encode(pickle.dumps(value, pickle.HIGHEST_PROTOCOL)).decode("ascii")


def _read(value: str) -> Any:
    # As in Django's own caches: whoever can write our database needs no pickle to do harm.
    return pickle.loads(base64.b64decode(value))  # noqa: S301  # nosec B301
