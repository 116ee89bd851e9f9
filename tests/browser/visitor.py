"""A person in front of a screen: taps are counted, and every page can be audited."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import ConsoleMessage, Locator, Page

GRAVE = ("serious", "critical")
REFUSED = "status of 422"  # what Chromium notes when a form is shown again with its faults: no fault of ours
# By night a page differs in its colours alone, so that is what is looked at a second time.
OF_COLOURS = ("color-contrast", "link-in-text-block")
Scheme = Literal["light", "dark"]
# What a finger and an eye need, for the simulated time of a task: read and find, then tap; type.
TAP_SECONDS = 1.6
LETTER_SECONDS = 0.35  # pinyin with candidates, one Chinese letter
PHOTO_SECONDS = 6.0


@dataclass(frozen=True)
class Look:
    """The screen and the settings of a visitor."""

    name: str
    width: int = 390
    height: int = 844
    is_phone: bool = True
    schemes: tuple[Scheme, ...] = ("light", "dark")  # in which an audit looks at a page
    is_large: bool = False
    language: str = "zh-CN"
    javascript: bool = True

    def context(self) -> dict[str, Any]:
        return {
            "viewport": {"width": self.width, "height": self.height},
            "is_mobile": self.is_phone,
            "has_touch": self.is_phone,
            "locale": self.language,
            "java_script_enabled": self.javascript,
            "color_scheme": self.schemes[0],
            "reduced_motion": "reduce",
        }

    def cookies(self, url: str) -> list[Any]:
        return [{"name": "linli_size", "value": "large", "url": url}] if self.is_large else []


PHONE = Look("phone")
PHONE_DARK = Look("phone-dark", schemes=("dark",))
PHONE_LARGE = Look("phone-large", is_large=True)
PHONE_PLAIN = Look("phone-plain", javascript=False)
DESKTOP = Look("desktop", width=1280, height=900, is_phone=False)
DESKTOP_DARK = Look("desktop-dark", width=1280, height=900, is_phone=False, schemes=("dark",))


@dataclass
class Visitor:
    """One person's browser."""

    page: Page
    look: Look
    shots: Path | None
    taps: int = 0
    letters: int = 0
    photos: int = 0
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.page.on("console", self._on_console)
        self.page.on("pageerror", lambda error: self.problems.append(str(error)))

    def _on_console(self, message: ConsoleMessage) -> None:
        if message.type == "error" and REFUSED not in message.text:
            where = message.location.get("url") or self.page.url
            self.problems.append(f"{self.page.url}: {message.text} {where}")

    @property
    def seconds(self) -> float:
        """Return the time that a person would have needed for what was done so far."""
        return self.taps * TAP_SECONDS + self.letters * LETTER_SECONDS + self.photos * PHOTO_SECONDS

    def goto(self, path: str) -> None:
        self.page.goto(path)

    def tap(self, target: Locator) -> None:
        """Tap once; what is tapped must be big enough for a finger."""
        box = target.bounding_box()
        least = 44 if self.look.is_phone else 24
        if box is not None and box["height"] + 0.5 < least:
            self.problems.append(f"{self.page.url}: {target} is {box['height']} px high")
        self.taps += 1
        if self.look.is_phone:
            target.tap()
        else:
            target.click()

    def button(self, name: str) -> Locator:
        return self.page.get_by_role("button", name=name).first

    def link(self, name: str) -> Locator:
        return self.page.get_by_role("link", name=name).first

    def write(self, label: str, words: str) -> None:
        """Tap the field and type."""
        self.taps += 1
        self.letters += len(words)
        self.page.get_by_label(label).first.fill(words)

    def take_photo(self, label: str, file: Path) -> None:
        self.taps += 1
        self.photos += 1
        self.page.get_by_label(label).first.set_input_files(str(file))

    def sees(self, words: str) -> None:
        """Wait until the words can be seen on the page."""
        self.page.get_by_text(words).first.wait_for(state="visible")

    def audit(self, name: str) -> None:
        """Look at the page by day and by night: pictures, findings of axe, sideways scrolling."""
        for scheme in self.look.schemes:
            self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            if self.shots is not None:
                self.shots.mkdir(parents=True, exist_ok=True)
                picture = self.shots / f"{name}-{scheme}.png"
                self.page.screenshot(path=str(picture), full_page=True)
            if self.look.javascript:
                only = [] if scheme == self.look.schemes[0] else list(OF_COLOURS)
                self._audit(f"{name} ({self.look.name}, {scheme})", only)
        self.page.emulate_media(color_scheme=self.look.schemes[0], reduced_motion="reduce")

    def _audit(self, name: str, only: list[str]) -> None:
        wide = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        if self.page.evaluate(wide) > 1:
            self.problems.append(f"{name}: the page scrolls sideways")
        wanted: dict[str, Any] = {
            "resultTypes": ["violations"]
        }  # axe need not describe what is right
        if only:
            wanted["runOnly"] = only
        for finding in Axe().run(self.page, options=wanted).response["violations"]:
            if finding["impact"] in GRAVE:
                where = [node["target"] for node in finding["nodes"]][:3]
                self.problems.append(f"{name}: {finding['id']} {finding['impact']} {where}")
