"""Browser tests: the system's Chromium, a live server, a tiny city; phone or desktop, light or dark.

Without any Chromium these tests can't tell anything: under CI that is an error, elsewhere the run
says in red that it has proved less than it looks.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from playwright.sync_api import Browser, sync_playwright

from linli.apps.accounts.tests.cast import Cast, signed_in
from tests.browser.town import Town, make_town
from tests.browser.visitor import Look, Visitor

# Playwright's blocking API runs an event loop in this thread, which Django would take for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")

HERE = Path(__file__).parent
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
SHOTS = os.environ.get("LINLI_SHOTS", "")  # a folder: every visitor leaves pictures there
WARNING = (
    "NO CHROMIUM: {count} browser tests were left out. Install chromium "
    "(or set CHROMIUM to its path) before you trust this run."
)


def find_chromium() -> str | None:
    """Return the path of a Chromium: named, the system's, or Playwright's own."""
    named = os.environ.get("CHROMIUM")
    found = [path for name in NAMES if (path := shutil.which(name))]
    cache = Path(os.environ.get("PLAYWRIGHT_BROWSERS_PATH", Path.home() / ".cache/ms-playwright"))
    own = sorted(str(path) for path in cache.glob("chromium-*/chrome-linux*/chrome"))
    return next(iter([*([named] if named else []), *found, *reversed(own)]), None)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Mark the tests of this folder, and leave them out loudly where they can't run."""
    mine = [item for item in items if HERE in item.path.parents]
    for item in mine:
        item.add_marker(pytest.mark.browser)
        item.add_marker(pytest.mark.django_db(transaction=True))
    if not mine or find_chromium():
        return
    warning = WARNING.format(count=len(mine))
    if os.environ.get("CI"):
        raise pytest.UsageError(warning)
    items[:] = [item for item in items if item not in mine]
    config.hook.pytest_deselected(items=mine)
    config.stash[_left_out] = warning


_left_out = pytest.StashKey[str]()


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say it once more where nobody overlooks it."""
    if warning := config.stash.get(_left_out, ""):
        terminalreporter.section("BROWSER", sep="!", red=True, bold=True)
        terminalreporter.write_line(warning, red=True, bold=True)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=find_chromium(), args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        yield browser
        browser.close()


Open = Callable[..., Visitor]


@pytest.fixture
def town(cast: Cast) -> Town:
    """A normal day in the tiny city."""
    return make_town(cast)


@pytest.fixture
def visit(chromium: Browser, live_server: Any, request: pytest.FixtureRequest) -> Iterator[Open]:
    """Open a browser for somebody: `visit(look, account=...)`; every problem found fails the test."""
    opened: list[Visitor] = []

    def open_for(look: Look, *, account: Any = None) -> Visitor:
        context = chromium.new_context(base_url=live_server.url, **look.context())
        context.add_cookies([*look.cookies(live_server.url), *_session(account, live_server.url)])
        context.set_default_timeout(5000)
        shots = Path(SHOTS) / f"{request.node.name}-{look.name}" if SHOTS else None
        visitor = Visitor(context.new_page(), look, shots)
        opened.append(visitor)
        return visitor

    yield open_for
    problems = [problem for visitor in opened for problem in visitor.problems]
    for visitor in opened:
        visitor.page.context.close()
    assert problems == []


def _session(account: Any, url: str) -> list[Any]:
    if account is None:
        return []
    client = signed_in(account)
    name = settings.SESSION_COOKIE_NAME
    return [{"name": name, "value": client.cookies[name].value, "url": url}]
