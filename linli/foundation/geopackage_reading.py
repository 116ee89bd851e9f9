"""A GeoPackage (OGC 12-128r18) that somebody hands in, read as GeoJSON features; standard library only.

The file is a database and may be hostile: nothing in it is run. Only tables are read (no views),
no function is called, and what takes too long is broken off.
"""

from __future__ import annotations

import sqlite3
import struct
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from linli.foundation.features import DEGREES, Feature, broken, other_system

MAGIC: Final = b"SQLite format 3\x00"
CELL_BYTES_MAX: Final = 4 * 1024 * 1024
STEPS_AT_ONCE: Final = 100_000
STEPS_MAX: Final = 500  # times STEPS_AT_ONCE: some seconds
ALLOWED: Final = frozenset({sqlite3.SQLITE_SELECT, sqlite3.SQLITE_READ})
ENVELOPE_BYTES: Final = {0: 0, 1: 32, 2: 48, 3: 48, 4: 64}
BROKEN: Final = (AttributeError, KeyError, TypeError, ValueError, RecursionError)
KINDS: Final = {
    1: "Point",
    2: "LineString",
    3: "Polygon",
    4: "MultiPoint",
    5: "MultiLineString",
    6: "MultiPolygon",
}
LAYER: Final = """
SELECT g.table_name, g.column_name, s.organization_coordsys_id
FROM gpkg_geometry_columns g
JOIN gpkg_contents c ON c.table_name = g.table_name
JOIN gpkg_spatial_ref_sys s ON s.srs_id = g.srs_id
JOIN sqlite_master m ON m.name = g.table_name
WHERE c.data_type = 'features' AND m.type = 'table' ORDER BY g.table_name
"""


def read_geopackage(content: bytes, *, most: int) -> list[Feature]:
    """Return the first `most` features of the first layer that holds any.

    Raises
    ------
    Refused
        `map.broken`, `map.system` with what to do next.
    """
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "in.gpkg"
        path.write_bytes(content)
        base = sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)
        try:
            _bolt(base)
            for table, column, system in base.execute(LAYER).fetchall():
                found = list(_features(base, table, column, most))
                if found and system not in DEGREES:
                    raise other_system()
                if found:
                    return found
        except (*BROKEN, sqlite3.Error, struct.error) as error:
            raise broken() from error
        finally:
            base.close()
    return []


def _bolt(base: sqlite3.Connection) -> None:
    """Let nothing be done but read tables, for a few seconds."""
    base.execute("PRAGMA trusted_schema = OFF")
    base.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, CELL_BYTES_MAX)
    steps = iter(range(STEPS_MAX))
    base.set_progress_handler(lambda: next(steps, None) is None, STEPS_AT_ONCE)
    base.set_authorizer(_permit)


def _permit(act: int, name: str | None, *_: object) -> int:
    is_fine = act in ALLOWED or (act == sqlite3.SQLITE_PRAGMA and name == "table_xinfo")
    return sqlite3.SQLITE_OK if is_fine else sqlite3.SQLITE_DENY


def _features(base: sqlite3.Connection, table: str, column: str, most: int) -> Iterator[Feature]:
    """Yield the rows of a layer; columns that would have to be computed are left alone."""
    columns = base.execute(f"PRAGMA table_xinfo({_quoted(table)})").fetchall()
    names = [name for _, name, _, _, _, _, hidden in columns if not hidden]
    listed = ", ".join(map(_quoted, names))
    rows = base.execute(f"SELECT {listed} FROM {_quoted(table)} LIMIT ?", (most,))  # noqa: S608
    for row in rows:
        values = dict(zip(names, row, strict=True))
        geometry = values.pop(column)
        told = {name: value for name, value in values.items() if not isinstance(value, bytes)}
        yield {
            "type": "Feature",
            "properties": told,
            "geometry": _geometry(geometry) if isinstance(geometry, bytes) else None,
        }


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _geometry(blob: bytes) -> dict[str, Any] | None:
    """Return the geometry in a blob: a header, perhaps an envelope, then WKB."""
    magic, _version, flags, _system = struct.unpack_from("<2sBBi", blob)
    if magic != b"GP":
        raise ValueError(magic)
    if flags & 0b1_0000:  # empty
        return None
    return _Wkb(blob, 8 + ENVELOPE_BYTES[flags >> 1 & 0b111]).geometry()


class _Wkb:
    """Well-known binary, read from front to back; heights and measures are passed over."""

    def __init__(self, content: bytes, at: int) -> None:
        self._content, self._at, self._order = content, at, "<"

    def geometry(self) -> dict[str, Any]:
        self._order = "<" if self._content[self._at : self._at + 1] == b"\x01" else ">"
        self._at += 1
        more, code = divmod(self._number(), 1000)
        width = 2 + (0, 1, 1, 2)[more] if 0 <= more <= 3 else 0
        return {"type": KINDS[code], "coordinates": self._inside(code, width)}

    def _inside(self, code: int, width: int) -> Any:
        if not width:
            raise ValueError(code)
        if code == 1:
            return self._spot(width)
        if code == 2:
            return self._line(width)
        if code == 3:
            return [self._line(width) for _ in range(self._number())]
        return [self.geometry()["coordinates"] for _ in range(self._number())]

    def _number(self) -> int:
        (found,) = struct.unpack_from(f"{self._order}I", self._content, self._at)
        self._at += 4
        return int(found)

    def _line(self, width: int) -> list[tuple[float, float]]:
        return [self._spot(width) for _ in range(self._number())]

    def _spot(self, width: int) -> tuple[float, float]:
        found = struct.unpack_from(f"{self._order}{width}d", self._content, self._at)
        self._at += 8 * width
        return found[0], found[1]
