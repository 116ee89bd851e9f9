"""The house stays easy to see: what the import contracts cannot hold is held here."""

from __future__ import annotations

import ast
import inspect
import re
from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import grimp
import pytest
from django.apps import apps
from django.conf import settings
from django.db.models import ForeignKey

ROOT = Path(__file__).parents[1]
LINLI = ROOT / "linli"
SOURCE = sorted(path for path in LINLI.rglob("*.py") if "migrations" not in path.parts)
TEMPLATES = sorted(LINLI.rglob("*.html"))
DOORS = {"actions", "queries", "events"}  # what one app may use of another
LINES_PER_FILE_MAX = 400
LINES_PER_FUNCTION_MAX = 60
LINES_PER_TEMPLATE_MAX = 150
LINES_PER_README_MAX = 40


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def app_of(module: str) -> str | None:
    parts = module.split(".")
    return parts[2] if parts[:2] == ["linli", "apps"] and len(parts) > 2 else None


def test_apps_meet_only_at_their_doors() -> None:
    graph = grimp.build_graph("linli", exclude_type_checking_imports=True, cache_dir=None)
    trespass = [
        f"{importer} → {imported}"
        for importer in sorted(graph.modules)
        for imported in sorted(graph.find_modules_directly_imported_by(importer))
        if (home := app_of(importer)) and (other := app_of(imported)) and home != other
        if imported.split(".")[3:4] and imported.split(".")[3] not in DOORS
        if not {"tests", "seeds"} & set(importer.split("."))
    ]
    assert trespass == []


def test_foreign_keys_point_down_the_house() -> None:
    order = list(settings.LINLI_APPS)
    upward = [
        f"{model._meta.label}.{field.name} → {field.related_model._meta.label}"
        for model in apps.get_models()
        if model._meta.app_label in order
        for field in model._meta.get_fields()
        if isinstance(field, ForeignKey) and field.related_model._meta.app_label in order
        if order.index(field.related_model._meta.app_label) > order.index(model._meta.app_label)
    ]
    assert upward == []


@pytest.mark.parametrize("path", SOURCE, ids=named)
def test_files_and_functions_fit_on_the_desk(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    long = [
        node.name
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        if (node.end_lineno or 0) - node.lineno >= LINES_PER_FUNCTION_MAX
    ]

    assert text.count("\n") <= LINES_PER_FILE_MAX
    assert long == []


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_templates_are_short_and_carry_no_inline_code(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.count("\n") <= LINES_PER_TEMPLATE_MAX
    html = re.sub(r"\{%.*?%\}", "", text, flags=re.DOTALL)
    assert not re.search(r"<style|<script(?![^>]*\bsrc=)|\bstyle=|\son[a-z]+=\"|javascript:", html)


def actions_of_apps() -> list[tuple[str, Callable[..., object]]]:
    """Return every public function behind the doors `linli.apps.*.actions`."""
    found: list[tuple[str, Callable[..., object]]] = []
    for app in settings.LINLI_APPS:
        name = f"linli.apps.{app}.actions"
        door = import_module(name) if find_spec(name) else None
        found += [
            (f"{app}.{verb}", act)
            for verb, act in (vars(door).items() if door else ())
            if inspect.isfunction(act) and act.__module__.startswith(name) and verb[0] != "_"
        ]
    return found


ACTIONS = dict(actions_of_apps())


@pytest.mark.parametrize("name", ACTIONS)
def test_actions_are_keyword_only_and_name_their_actor(name: str) -> None:
    act = ACTIONS[name]
    parameters = inspect.signature(act).parameters.values()

    assert {own.kind for own in parameters} <= {inspect.Parameter.KEYWORD_ONLY}, name
    assert "actor" in {own.name for own in parameters}, f"{name}: who acts?"


def test_no_module_is_named_for_nothing() -> None:
    vague = {"utils", "util", "helpers", "helper", "manager", "managers", "misc", "common"}

    assert [named(path) for path in SOURCE if path.stem in vague] == []


def test_nobody_keeps_a_copy_of_the_clock() -> None:
    """A `now` imported while a test holds the clock still would stand still for good."""
    copies = [
        f"{named(path)}:{node.lineno}"
        for path in SOURCE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "linli.foundation.clock"
        if any(name.name == "now" for name in node.names)
    ]
    assert copies == []


def test_no_signals_and_no_business_in_save() -> None:
    found = [
        named(path)
        for path in SOURCE
        if "tests" not in path.parts
        if re.search(r"django\.db\.models\.signals|def save\(self", path.read_text("utf-8"))
    ]
    assert found == []


@pytest.mark.parametrize("app", settings.LINLI_APPS)
def test_each_app_has_a_short_readme(app: str) -> None:
    readme = LINLI / "apps" / app / "README.md"

    assert readme.exists()
    assert readme.read_text(encoding="utf-8").count("\n") <= LINES_PER_README_MAX


def test_the_architecture_page_names_every_app() -> None:
    page = (ROOT / "ARCHITECTURE.md").read_text(encoding="utf-8")

    assert [app for app in settings.LINLI_APPS if f"`{app}`" not in page] == []


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    read = set(re.findall(r'"(LINLI_[A-Z_]+)"', (LINLI / "config/settings.py").read_text("utf-8")))
    page = (ROOT / "docs/operations/settings.md").read_text(encoding="utf-8")
    listed = set(re.findall(r"`(LINLI_[A-Z_]+)`", page))

    assert read == listed


def test_every_command_is_documented() -> None:
    from linli.config.command import build_parser

    page = (ROOT / "docs/operations/commands.md").read_text(encoding="utf-8")
    choices = next(action.choices for action in build_parser()._actions if action.choices)

    assert [name for name in choices if f"`linli {name}" not in page] == []


def test_nothing_in_the_house_names_a_registry_or_a_machine() -> None:
    locks = [*ROOT.glob("requirements/*.txt"), ROOT / "frontend/package-lock.json"]

    assert [
        named(path) for path in locks if re.search(r"https?://\S+", without_funding(path))
    ] == []


def without_funding(path: Path) -> str:
    """Return the text of a lock without the addresses where authors ask for funding."""
    text = path.read_text(encoding="utf-8")
    return re.sub(r'"(url|funding)": (\{[^}]*\}|"[^"]*")', "", text)
