"""Train the shipped model of suggestions and measure it on the held-out texts.

    python -m benchmarks.suggesting.kinds            # measures what is shipped
    python -m benchmarks.suggesting.kinds --write    # trains it anew first, and writes model and report

Prints the figures and the confusion table of docs/guide/suggestions.md. Needs no database.
"""

from __future__ import annotations

import json
import sys
import time
from random import Random  # noqa: TID251  # seeded

from benchmarks.suggesting.held_out import clumsy, incidents, said
from linli.apps.matters.rules.kinds import kind_of
from linli.apps.matters.rules.states import DATA
from linli.apps.matters.rules.suggesting import (
    SHIPPED,
    Lesson,
    Measured,
    cold_texts,
    measure,
    whole_texts,
)
from linli.foundation.wording import Model, learn

CLUMSY_EACH = 2


def lessons() -> list[Lesson]:
    """Return every held-out wording as it is, and twice said clumsily."""
    dice = Random(20261125)
    return [
        Lesson(text, incident.kind, incident.lane)
        for incident in incidents()
        for wording in incident.wordings
        for text in (
            said(wording, dice),
            *(clumsy(wording, dice) for _each in range(CLUMSY_EACH)),
        )
    ]


def by_text(parts: int = 5) -> tuple[int, int, int]:
    """Return how a model does on each fifth of the shipped texts that learned without it."""
    texts = whole_texts()
    rest = [text for text in cold_texts() if text not in set(texts)]
    first = among = 0
    for part in range(parts):
        held = texts[part::parts]
        model = learn([*rest, *(text for text in texts if text not in held)])
        for words, kind in held:
            ranked = [fit.kind for fit in model.rank(words)[:3]]
            first += ranked[0] == kind
            among += kind in ranked
    return len(texts), first, among


def show(name: str, measured: Measured) -> None:
    count = measured.held_out
    print(
        f"{name}: {count} texts, first {measured.first / count:.1%}, "
        f"among three {measured.among_three / count:.1%}, lane {measured.lanes / count:.1%}"
    )


def main() -> None:
    if "--write" in sys.argv:
        SHIPPED.write_bytes(learn(cold_texts()).pack())
    model = Model.unpack(SHIPPED.read_bytes())
    held = lessons()
    started = time.perf_counter()
    measured = measure(model, held, learned=len(cold_texts()))
    each = (time.perf_counter() - started) / len(held) * 1000
    show("held out, as written and clumsy", measured)
    plain = measure(model, held[:: CLUMSY_EACH + 1], learned=measured.learned)
    show("of these as written", plain)
    print(f"{each:.2f} ms a text, {SHIPPED.stat().st_size / 1024:.0f} KB shipped")
    if "--write" in sys.argv:
        report = json.dumps(measured.as_json(), separators=(",", ":"))
        (DATA / "suggesting_report.json").write_text(report + "\n", encoding="utf-8")
    if "--folds" in sys.argv:
        count, first, among = by_text()
        print(
            f"shipped texts, each fifth without having learned it: {count} texts, "
            f"first {first / count:.1%}, among three {among / count:.1%}"
        )
    print("\n| kind | texts | right at once | taken for |\n|---|---|---|---|")
    for code, counts in measured.confusion.items():
        wrong = ", ".join(
            f"{kind_of(kind).name} {n}" for kind, n in sorted(counts.items()) if kind != code
        )
        total = sum(counts.values())
        print(f"| {kind_of(code).name} | {total} | {counts.get(code, 0)} | {wrong} |")


if __name__ == "__main__":
    main()
