"""One way to compile our own loops: cached on disk, without the interpreter's lock, never in a request."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any, ParamSpec, TypeVar, cast

import numba
import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Indices = NDArray[np.int32]
Bytes = NDArray[np.int8]
Flags = NDArray[np.bool_]

P = ParamSpec("P")
R = TypeVar("R")

HERE = Path(__file__).parent


def cache_folder(sources: Path, base: str | None) -> Path:
    """The folder for machine code, named after all kernels: a change in any makes a new one.

    Numba itself compares only the file of the outermost function, and would go on using old code
    of a function called from there.

    Parameters
    ----------
    sources : Path
        Folder whose Python files hold kernels.
    base : str or None
        Where to put the folder; beside the sources if they can be written, else with the
        temporary files.
    """
    digest = hashlib.sha256()
    for path in sorted(sources.rglob("*.py")):
        content = path.read_bytes()
        if b"kernel(" in content or b"kernel\n" in content:
            digest.update(content)
    beside = sources / "__pycache__"
    fallback = beside if os.access(sources, os.W_OK) else Path(tempfile.gettempdir())
    return Path(base or fallback) / f"linli-kernels-{digest.hexdigest()[:16]}"


numba.config.CACHE_DIR = str(  # type: ignore[attr-defined]  # made at run time
    cache_folder(HERE, os.environ.get("NUMBA_CACHE_DIR"))
)


def kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function of arrays and numbers; the machine code is kept for the next start.

    Parameters
    ----------
    function : callable
        Plain loops over NumPy arrays, numbers and named tuples of them.

    Returns
    -------
    callable
        The same function, compiled at its first call and read from the cache afterwards. It
        releases the interpreter's lock, so two threads can run it at once.
    """
    compiled: Any = numba.njit(cache=True, nogil=True, error_model="numpy")(function)
    return cast("Callable[P, R]", compiled)


def inner_kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that only other kernels call and that neither makes nor returns an array.

    It counts no references to its arrays, which stay alive with its caller. That makes small
    functions of many arrays several times faster; Numba refuses one that allocates.
    """
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": False}
    compiled: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    return cast("Callable[P, R]", compiled)


def allocating_kernel(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function that only other kernels call and that makes arrays."""
    options: dict[str, Any] = {"no_cpython_wrapper": True, "no_cfunc_wrapper": True, "_nrt": True}
    compiled: Any = numba.njit(nogil=True, error_model="numpy", **options)(function)
    return cast("Callable[P, R]", compiled)
