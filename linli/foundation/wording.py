"""Short Chinese texts sorted into kinds by a small linear model, without a segmenter and without arrays.

A text is its character sequences of one to three letters, hashed into rows of a table; a row holds a weight
for each kind. The sum of a text's rows, as shares that add up to one, says how well each kind fits, and
the same rows say which words spoke for it. Learning is multinomial logistic regression by stochastic
gradient descent, one pass an epoch, in time O(epochs × sequences × kinds).

>>> texts = [("楼道灯不亮", "lamp"), ("电梯停了", "lift"), ("楼梯灯坏了", "lamp"), ("电梯困人", "lift")]
>>> model = learn(texts)
>>> model.rank("单元门口的灯不亮")[0].kind
'lamp'
>>> model.words_for("单元门口的灯不亮", "lamp")
('灯不亮',)
"""

from __future__ import annotations

import math
import struct
import unicodedata
import zlib
from array import array
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final, Self

BUCKETS: Final = 1 << 14
LETTERS_MAX: Final = 300  # beyond these a text says nothing new about its kind
SEQUENCE_MAX: Final = 3
WORDS_MAX: Final = 4
MAGIC: Final = b"LLW1"
# What a letter must add, as a share of the kind's whole lead, to be shown as having spoken for it.
TELLING_SHARE: Final = 0.06

Rows = list[tuple[int, float]]


def plain(text: str) -> str:
    """Return `text` with one form for each letter, numbers as one 0, anything else as a blank.

    >>> plain("３栋2单元，灯坏了！")
    '0栋0单元 灯坏了 '
    """
    kept: list[str] = []
    for letter in unicodedata.normalize("NFKC", text).casefold()[:LETTERS_MAX]:
        mark = "0" if letter.isdecimal() else letter if letter.isalpha() else " "
        if mark not in {"0", " "} or kept[-1:] != [mark]:
            kept.append(mark)
    return "".join(kept)


def sequences(text: str) -> list[tuple[int, str]]:
    """Return where each sequence of one to three letters of a plain text begins, and the sequence."""
    found = []
    for start in range(len(text)):
        for size in range(1, SEQUENCE_MAX + 1):
            piece = text[start : start + size]
            if len(piece) < size or piece[-1] == " ":
                break
            found.append((start, piece))
    return found


def bucket_of(piece: str) -> int:
    return zlib.crc32(piece.encode()) % BUCKETS


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a kind fits: shares of all kinds add up to one."""

    kind: str
    share: float


@dataclass(frozen=True, slots=True)
class Lessons:
    """How to learn: passes over the texts, step, and how strongly weights are held near zero."""

    epochs: int = 8
    step: float = 1.0
    hold: float = 1e-5
    sharpness: float = 8.0


USUAL: Final = Lessons()


@dataclass(frozen=True)
class Model:
    """Weights of each kind for each bucket, in whole steps of `unit`; `commonness` weighs a bucket."""

    kinds: tuple[str, ...]
    weights: array[int]  # signed bytes, bucket after bucket
    unit: float
    commonness: array[int]  # unsigned bytes: 255 tells much, 0 nothing
    sharpness: float

    @cached_property
    def _rows(self) -> dict[int, tuple[int, ...]]:
        return {}

    def _row(self, bucket: int) -> tuple[int, ...]:
        row = self._rows.get(bucket)
        if row is None:
            width = len(self.kinds)
            row = tuple(self.weights[bucket * width : (bucket + 1) * width])
            self._rows[bucket] = row
        return row

    def _weighed(self, pieces: Iterable[str]) -> Rows:
        buckets = dict.fromkeys(bucket_of(piece) for piece in pieces)
        return _weighed(buckets, self.commonness, self.sharpness)

    def worths(self, text: str) -> dict[int, float]:
        """Return what each bucket of `text` is worth, of length one: likeness is the sum of products."""
        rows = self._weighed(piece for _at, piece in sequences(plain(text)))
        return {bucket: worth / self.sharpness for bucket, worth in rows}

    def rank(self, text: str) -> list[Fit]:
        """Return every kind with its share, the best first."""
        totals = [0.0] * len(self.kinds)
        for bucket, worth in self._weighed(piece for _at, piece in sequences(plain(text))):
            row = self._row(bucket)
            totals = [total + worth * weight for total, weight in zip(totals, row, strict=True)]
        shares = _shares([total * self.unit for total in totals])
        order = sorted(range(len(shares)), key=lambda place: -shares[place])
        return [Fit(self.kinds[place], shares[place]) for place in order]

    def words_for(self, text: str, kind: str) -> tuple[str, ...]:
        """Return the words of `text` that spoke for `kind`, the most telling first.

        A letter counts what the sequences over it add for this kind beyond the mean of all kinds.
        """
        if kind not in self.kinds:
            return ()
        told, place = plain(text), self.kinds.index(kind)
        found = sequences(told)
        worths = dict(self._weighed(piece for _at, piece in found))
        letters = [0.0] * len(told)
        for start, piece in found:
            bucket = bucket_of(piece)
            row = self._row(bucket)
            speaks = worths.get(bucket, 0.0) * (row[place] - sum(row) / len(row)) * self.unit
            for at in range(start, start + len(piece)):
                letters[at] += speaks / len(piece)
        return _stretches(told, letters)

    def pack(self) -> bytes:
        """Return the model as a few hundred kilobytes."""
        names = ",".join(self.kinds).encode()
        head = struct.pack("<4sIff", MAGIC, len(names), self.unit, self.sharpness)
        return head + zlib.compress(
            names + self.commonness.tobytes() + self.weights.tobytes(), level=9
        )

    @classmethod
    def unpack(cls, packed: bytes) -> Self:
        """Return a packed model; `ValueError` when it is none of ours."""
        size = struct.calcsize("<4sIff")
        if len(packed) < size or packed[:4] != MAGIC:
            raise ValueError("not a packed model")
        _magic, length, unit, sharpness = struct.unpack("<4sIff", packed[:size])
        body = zlib.decompress(packed[size:])
        kinds = tuple(body[:length].decode().split(","))
        commonness, weights = array("B"), array("b")
        commonness.frombytes(body[length : length + BUCKETS])
        weights.frombytes(body[length + BUCKETS :])
        if len(weights) != BUCKETS * len(kinds):
            raise ValueError("a packed model of another size")
        return cls(kinds, weights, unit, commonness, sharpness)


def _weighed(buckets: Iterable[int], commonness: Sequence[int], sharpness: float) -> Rows:
    """Return each bucket with its worth; the worths of a text have the length `sharpness`."""
    worths = [(bucket, commonness[bucket]) for bucket in buckets if commonness[bucket]]
    length = math.sqrt(sum(worth * worth for _bucket, worth in worths)) or 1.0
    return [(bucket, sharpness * worth / length) for bucket, worth in worths]


def _shares(totals: Sequence[float]) -> list[float]:
    most = max(totals)
    raised = [math.exp(total - most) for total in totals]
    whole = sum(raised)
    return [each / whole for each in raised]


def _stretches(told: str, letters: Sequence[float]) -> tuple[str, ...]:
    """Return stretches of letters that each tell enough, at least two letters long."""
    least = TELLING_SHARE * sum(letter for letter in letters if letter > 0)
    found: list[tuple[float, str]] = []
    start = 0
    while start < len(told):
        end = start
        while end < len(told) and told[end] not in " 0" and letters[end] > least:
            end += 1
        if end - start > 1:
            found.append((sum(letters[start:end]), told[start:end]))
        start = max(end, start) + 1
    best = sorted(found, key=lambda each: -each[0])[:WORDS_MAX]
    return tuple(dict.fromkeys(word for _worth, word in best))


def learn(texts: Sequence[tuple[str, str]], lessons: Lessons = USUAL) -> Model:
    """Return a model that learned from pairs of text and kind; the same texts give the same model."""
    assert texts, "nothing to learn from"
    kinds = tuple(sorted({kind for _text, kind in texts}))
    found = [
        (tuple(dict.fromkeys(bucket_of(piece) for _at, piece in sequences(plain(text)))), kind)
        for text, kind in texts
    ]
    commonness = _commonness([buckets for buckets, _kind in found])
    samples = [
        (_weighed(buckets, commonness, lessons.sharpness), kinds.index(kind))
        for buckets, kind in found
    ]
    table = _descend(samples, len(kinds), lessons)
    return _packed(table, kinds, commonness, lessons.sharpness)


def _commonness(texts: Sequence[tuple[int, ...]]) -> array[int]:
    """Return the inverse frequency of each bucket in bytes; what was never seen tells nothing."""
    seen = Counter(bucket for text in texts for bucket in text)
    most = math.log(1 + len(texts))
    worths = array("B", bytes(BUCKETS))
    for bucket, count in seen.items():
        worths[bucket] = max(1, round(255 * math.log((1 + len(texts)) / count) / most))
    return worths


def _descend(
    samples: Sequence[tuple[Rows, int]], width: int, lessons: Lessons
) -> dict[int, list[float]]:
    """Return a row of weights for each bucket that was seen."""
    table: dict[int, list[float]] = {}
    for epoch in range(lessons.epochs):
        order = sorted(range(len(samples)), key=lambda place: _shuffled(epoch, place))
        step = lessons.step / (1 + epoch / 3) / lessons.sharpness**2
        for place in order:
            rows, kind = samples[place]
            _step(table, rows, kind, width, step)
        shrink = 1 - lessons.hold * len(samples) * step
        for bucket, row in table.items():
            table[bucket] = [weight * shrink for weight in row]
    return table


def _shuffled(epoch: int, place: int) -> int:
    """Return where a text stands in a pass: another order each time, the same in each run."""
    return zlib.crc32(struct.pack("<II", epoch, place))


def _step(table: dict[int, list[float]], rows: Rows, kind: int, width: int, step: float) -> None:
    totals = [0.0] * width
    for bucket, worth in rows:
        row = table.get(bucket)
        if row is not None:
            totals = [total + worth * weight for total, weight in zip(totals, row, strict=True)]
    shares = _shares(totals)
    shares[kind] -= 1
    wrong = [(place, share) for place, share in enumerate(shares) if abs(share) > 1e-3]
    for bucket, worth in rows:
        row = table.setdefault(bucket, [0.0] * width)
        for place, share in wrong:
            row[place] -= step * worth * share


def _packed(
    table: dict[int, list[float]], kinds: tuple[str, ...], commonness: array[int], sharpness: float
) -> Model:
    most = max((abs(weight) for row in table.values() for weight in row), default=1.0) or 1.0
    (unit,) = struct.unpack("<f", struct.pack("<f", most / 127))  # as precise as it is packed
    weights = array("b", bytes(BUCKETS * len(kinds)))
    for bucket, row in table.items():
        start = bucket * len(kinds)
        weights[start : start + len(kinds)] = array("b", [round(weight / unit) for weight in row])
    return Model(kinds, weights, unit, commonness, sharpness)


def group_alike(texts: Sequence[str], *, share: float = 0.4, size: int = 5) -> list[int]:
    """Return for each text the place of the first that it repeats, its own when it is new.

    A text repeats a group when more than `share` of its sequences of `size` letters occur there, so that
    what is held out from learning has not been learned in nearly the same words.

    >>> group_alike(["三栋楼道灯坏了好几天", "电梯又停了没人修", "八栋楼道灯坏了好几天"])
    [0, 1, 0]
    """
    seen: dict[str, int] = {}
    groups: list[int] = []
    for place, text in enumerate(texts):
        told = plain(text)
        pieces = {told[at : at + size] for at in range(max(len(told) - size + 1, 1))}
        met = Counter(seen[piece] for piece in pieces if piece in seen)
        group, count = met.most_common(1)[0] if met else (place, 0)
        if count <= share * len(pieces):
            group = place
        for piece in pieces:
            seen.setdefault(piece, group)
        groups.append(group)
    return groups
