"""The English of Linli: `update` the catalogues from the code, `check` them, `compile` them.

The Chinese sentences in the code are the keys. Each package keeps its English in
`locale/en/LC_MESSAGES/django.po`; the compiled `.mo` files beside them are built, never committed.

    python scripts/translations.py update [package …]    add new keys, drop those no longer used
    python scripts/translations.py check [package …]     fail on anything missing, unused or wrong
    python scripts/translations.py compile               build the .mo files
"""

from __future__ import annotations

import argparse
import ast
import re
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import polib
from django.conf import settings
from django.utils.translation.template import templatize

ROOT: Final = Path(__file__).resolve().parents[1]
HOUSE: Final = ROOT / "linli"
CALLS: Final = frozenset(
    {
        "_",
        "gettext",
        "gettext_lazy",
        "gettext_noop",
        "ngettext",
        "ngettext_lazy",
        "Refused",
        "Column",
    }
)
CHINESE: Final = re.compile(r"[\u3400-\u9fff]")
LITERAL: Final = r"u?(?:'(?:[^'\\]|\\.)*'|\"(?:[^\"\\]|\\.)*\")"
IN_TEMPLATE: Final = re.compile(
    rf"\b(n?gettext|_)\(\s*({LITERAL})(?:\s*,\s*({LITERAL}))?", re.DOTALL
)
PLACEHOLDER: Final = re.compile(r"%\((\w+)\)[sd]|\{(\w*)\}")
# Floors without a catalogue of their own give their sentences to the floor that shows them.
HOSTS: Final = {"foundation": "platform", "algorithms": "platform", "config": "interface"}
HEADER: Final = {
    "Project-Id-Version": "Linli",
    "Language": "en",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=utf-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}


@dataclass(frozen=True, slots=True, order=True)
class Message:
    """A sentence of the code; `plural` is empty when it has one form only."""

    text: str
    plural: str
    file: str


def _word(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case _:
            return ""


def _text(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_python(source: str) -> Iterator[tuple[str, str]]:
    """Yield (sentence, its plural form or "") of each call that takes a sentence."""
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or _word(node.func) not in CALLS:
            continue
        name, texts = _word(node.func), [_text(argument) for argument in node.args[:2]]
        if name == "Refused":
            sentences = [_text(word.value) for word in node.keywords if word.arg == "sentence"]
            yield from ((text, "") for text in (*texts[1:], *sentences))
        elif name == "Column":  # the first heading is the one that is shown
            headings = node.args[1] if len(node.args) > 1 else None
            if isinstance(headings, ast.Tuple) and headings.elts:
                yield _text(headings.elts[0]), ""
        elif texts:
            yield texts[0], (texts[1] if name.startswith("n") and len(texts) > 1 else "")


def in_template(source: str) -> Iterator[tuple[str, str]]:
    """Yield the same of a template."""
    for name, text, plural in IN_TEMPLATE.findall(templatize(source)):
        form = ast.literal_eval(plural) if plural and name == "ngettext" else ""
        yield ast.literal_eval(text), form


def package_of(file: Path) -> Path:
    """Return the folder whose catalogue holds the sentences of `file`."""
    parts = file.relative_to(HOUSE).parts
    if parts[0] == "apps":
        return HOUSE / "apps" / parts[1]
    return HOUSE / HOSTS.get(parts[0], parts[0])


def sources() -> Iterator[Path]:
    left_out = {"tests", "migrations", "locale"}
    for file in sorted([*HOUSE.rglob("*.py"), *HOUSE.rglob("*.html"), *HOUSE.rglob("*.txt")]):
        is_text = file.suffix == ".txt" and "templates" not in file.parts
        if not is_text and not left_out.intersection(file.parts):
            yield file


def collect(only: Iterable[str]) -> dict[Path, dict[str, Message]]:
    """Return the sentences of each package, keyed by their text; `only` names packages."""
    wanted = set(only)
    found: dict[Path, dict[str, Message]] = {}
    for file in sources():
        package = package_of(file)
        if len(file.relative_to(HOUSE).parts) < 2 or (
            wanted and package.name not in wanted
        ):  # linli/__init__.py
            continue
        messages = found.setdefault(package, {})
        text = file.read_text(encoding="utf-8")
        for sentence, plural in (in_python if file.suffix == ".py" else in_template)(text):
            if CHINESE.search(sentence) and sentence not in messages:
                name = file.relative_to(ROOT).as_posix()
                messages[sentence] = Message(sentence, plural, name)
    return {package: messages for package, messages in found.items() if messages}


def catalogue(package: Path) -> Path:
    return package / "locale" / "en" / "LC_MESSAGES" / "django.po"


def load(file: Path) -> polib.POFile:
    if file.exists():
        return polib.pofile(str(file), wrapwidth=100)
    empty = polib.POFile(wrapwidth=100)
    empty.metadata = dict(HEADER)
    return empty


def renew(package: Path, messages: dict[str, Message]) -> int:
    """Write the catalogue anew, keep what is translated, and return how many still are not."""
    old = {entry.msgid: entry for entry in load(catalogue(package))}
    new = polib.POFile(wrapwidth=100)
    new.metadata = dict(HEADER)
    for message in sorted(messages.values(), key=lambda one: (one.file, one.text)):
        kept = old.get(message.text)
        entry = polib.POEntry(msgid=message.text, occurrences=[(message.file, "")])
        if message.plural:
            entry.msgid_plural = message.plural
            entry.msgstr_plural = (kept and kept.msgstr_plural) or {0: "", 1: ""}
        else:
            entry.msgstr = kept.msgstr if kept else ""
        new.append(entry)
    catalogue(package).parent.mkdir(parents=True, exist_ok=True)
    new.save(str(catalogue(package)))
    return len(new.untranslated_entries())


def placeholders(text: str) -> list[str]:
    return sorted({named or braced for named, braced in PLACEHOLDER.findall(text)})


def _faults(entry: polib.POEntry) -> Iterator[str]:
    if not entry.translated():
        yield f"not translated: {entry.msgid}"
        return
    for form in [entry.msgstr, *entry.msgstr_plural.values()]:
        if form and not set(placeholders(form)) <= set(placeholders(entry.msgid)):
            yield f"unknown placeholder: {entry.msgid} → {form}"
    longest = entry.msgstr or entry.msgstr_plural.get(1, "")
    if placeholders(longest) != placeholders(entry.msgid):
        yield f"placeholders differ: {entry.msgid} → {longest}"


def faults(package: Path, messages: dict[str, Message]) -> Iterator[str]:
    """Yield what is wrong with the catalogue of `package`."""
    entries = {entry.msgid: entry for entry in load(catalogue(package)) if not entry.obsolete}
    yield from (f"missing: {text}" for text in sorted(messages.keys() - entries.keys()))
    yield from (f"no longer used: {text}" for text in sorted(entries.keys() - messages.keys()))
    for text in sorted(messages.keys() & entries.keys()):
        yield from _faults(entries[text])


def conflicts(packages: Iterable[Path]) -> Iterator[str]:
    """Yield sentences that two packages translate differently: only one of them would be seen."""
    seen: dict[str, tuple[str, str]] = {}
    for package in packages:
        for entry in load(catalogue(package)):
            name, said = seen.setdefault(entry.msgid, (package.name, entry.msgstr))
            if entry.msgstr and said and said != entry.msgstr:
                yield f"{name} and {package.name} differ on {entry.msgid}: {said} / {entry.msgstr}"


def update(only: list[str]) -> int:
    for package, messages in collect(only).items():
        left = renew(package, messages)
        print(f"{package.relative_to(HOUSE)}: {len(messages)} sentences, {left} to translate")
    return 0


def check(only: list[str]) -> int:
    found = collect(only)
    wrong = 0
    for package, messages in found.items():
        for fault in faults(package, messages):
            wrong += 1
            print(f"{package.relative_to(HOUSE)}: {fault}")
    for conflict in conflicts(found):
        wrong += 1
        print(conflict)
    print(f"{sum(map(len, found.values()))} sentences, {wrong} faults")
    return 1 if wrong else 0


def build(_only: list[str]) -> int:
    for file in sorted(HOUSE.rglob("locale/*/LC_MESSAGES/*.po")):
        polib.pofile(str(file)).save_as_mofile(str(file.with_suffix(".mo")))
    return 0


def main() -> int:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("act", choices=["update", "check", "compile"])
    parser.add_argument("packages", nargs="*", help="names such as matters; all when none is given")
    given = parser.parse_args()
    settings.configure(USE_I18N=True)
    return {"update": update, "check": check, "compile": build}[given.act](given.packages)


if __name__ == "__main__":
    sys.exit(main())
