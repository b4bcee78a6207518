"""Scores of every possible bead of two runs of segments, by words, numbers, lengths and labels."""

import math
import re
from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from puente.alignment.features import NUMBER, Features, document_frequencies
from puente.alignment.index_ranges import places_of_runs
from puente.model.segments import Segment, SegmentKind
from puente.text.tokenization import EXPANSION

Matrix: TypeAlias = NDArray[np.float32]
Similarity: TypeAlias = Callable[[Sequence[str], Sequence[str]], Matrix]
"""The cosines of two lists of texts, one row for each of the first."""
Move: TypeAlias = tuple[int, int]
"""Numbers of source and target segments that a bead joins."""
Scores: TypeAlias = Mapping[Move, Matrix]
"""For every move the score of the bead that starts at a source and a target segment."""

SHARED_NUMBERS = "numbers shared"
"""The reason that says which share of a link's numbers stands on both sides."""

MOVES: tuple[Move, ...] = ((1, 1), (1, 2), (2, 1), (2, 2), (1, 3), (3, 1))
_SIZES = (1, 2, 3)
_MOST_CELLS = 4_000_000
"""Cells of the matrices of features that are held at a time: 16 MB."""
_STRETCH = 256
"""Texts that are compared with each other at a time."""
_LARGEST_DEVIATION = 6.0
_HEADINGS = frozenset({SegmentKind.HEADING, SegmentKind.TITLE})
_LABEL = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True, kw_only=True)
class AlignOptions:
    """The weights of a bead's score, in which a segment without a counterpart is worth 0.

    score = gain * similarity - cost of the move - length_weight * (log ratio / length_spread)^2
    + what kinds and labels say, where similarity mixes the cosine of the shared features with
    `cosine_share` of the encoder's, if there is one.
    """

    gain: float
    link_cost: float
    merge_cost: float
    square_cost: float
    triple_cost: float
    cosine_share: float
    length_weight: float
    length_spread: float
    short: float
    """Characters added to both lengths: short texts may differ more."""
    rarity: float
    """Power of the inverse document frequency."""
    number_gain: float
    unshared: float
    """Share of its weight that a key keeps which the other document lacks."""
    kind_cost: float = 0.6
    label_weight: float = 0.3
    crossing_score: float
    """Least score of two segments that are linked out of order."""

    def move_cost(self, move: Move) -> float:
        """Cost of a bead of these sizes before anything is compared."""
        match sorted(move):
            case [1, 1]:
                return self.link_cost
            case [1, 2]:
                return self.merge_cost
            case [2, 2]:
                return self.square_cost
            case _:
                return self.triple_cost


PARAGRAPHS = AlignOptions(
    gain=3.16,
    link_cost=0.41,
    merge_cost=0.49,
    square_cost=2.9,
    triple_cost=1.28,
    cosine_share=0.22,
    length_weight=0.295,
    length_spread=0.393,
    short=11.0,
    rarity=1.12,
    number_gain=1.34,
    unshared=0.2,
    crossing_score=1.06,
)
"""Tuned by random search over the noisy pairs of tests/quality, four of nine documents held out."""

SENTENCES = replace(
    PARAGRAPHS,
    link_cost=0.36,
    merge_cost=0.41,
    square_cost=2.6,
    triple_cost=1.12,
    length_weight=0.38,
    length_spread=0.62,
    short=9.5,
    number_gain=0.85,
    unshared=0.29,
    crossing_score=0.9,
)
"""Tuned by random search on disturbed news sentences and sentences of the documents tuned on
(tests/quality/sentence_alignment.py): one sentence has few words to share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SideFeatures:
    """Segments of one side with their features."""

    segments: tuple[Segment, ...]
    features: tuple[Features, ...]

    def __len__(self) -> int:
        return len(self.segments)

    def take(self, places: Iterable[int]) -> "SideFeatures":
        """The texts at these places."""
        chosen = tuple(places)
        return SideFeatures(
            segments=tuple(self.segments[place] for place in chosen),
            features=tuple(self.features[place] for place in chosen),
        )


def weigh_features(source: SideFeatures, target: SideFeatures, options: AlignOptions) -> Features:
    """The weight of every key for two documents."""
    here, there = document_frequencies(source.features), document_frequencies(target.features)
    total = len(source) + len(target)
    weights = {}
    for key in here.keys() | there.keys():
        share = 1.0 if key in here and key in there else options.unshared
        gain = options.number_gain if key.startswith(NUMBER) else 1.0
        # One more than there are: two versions of one paragraph have words to compare too.
        rarity = math.log((total + 1) / (here[key] + there[key]))
        weights[key] = share * gain * rarity**options.rarity
    return weights


def compare(
    source: SideFeatures,
    target: SideFeatures,
    weights: Features,
    similarity: Similarity | None,
    options: AlignOptions,
) -> Scores:
    """The score of every possible bead of two runs of segments."""
    lengths = [_lengths(side.segments) for side in (source, target)]
    similarities = _lexical_cosines(source, target, weights)
    if similarity:
        cosines = _encoder_cosines(source, target, lengths, similarity)
        share = options.cosine_share
        similarities = {
            move: (1 - share) * lexical + share * cosines[move]
            for move, lexical in similarities.items()
        }
    agreement = _agreement(source.segments, target.segments, options)
    scores = {}
    for move, matrix in similarities.items():
        height, width = matrix.shape
        deviation = _deviation(lengths, move, options)
        score = options.gain * matrix - options.move_cost(move) + agreement[:height, :width]
        scores[move] = np.asarray(score - options.length_weight * deviation, np.float32)
    return scores


def state_reasons(source: SideFeatures, target: SideFeatures) -> tuple[tuple[str, float], ...]:
    """Reasons for or against a bead of these two, each with its strength from 0 to 1.

    The ratio of the lengths comes always, shared numbers where a side has some, and labels where
    both sides have one.
    """
    lengths = [float(_lengths(side.segments).sum()) for side in (source, target)]
    reasons = [("length ratio", min(lengths) / max(1.0, *lengths))]
    numbers = [
        {key for found in side.features for key in found if key.startswith(NUMBER)}
        for side in (source, target)
    ]
    if numbers[0] or numbers[1]:
        shared = len(numbers[0] & numbers[1]) / len(numbers[0] | numbers[1])
        reasons.append((SHARED_NUMBERS, shared))
    labels = [_label(side.segments[0].label) for side in (source, target)]
    if labels[0] and labels[1]:
        reasons.append(("same label", float(labels[0] == labels[1])))
    return tuple(reasons)


def _lexical_cosines(
    source: SideFeatures, target: SideFeatures, weights: Features
) -> dict[Move, Matrix]:
    """The cosines of the features of every bead's two sides."""
    shared = set().union(*source.features) & set().union(*target.features)
    columns = {key: column for column, key in enumerate(sorted(shared))}
    sides = [_Vectors.of(side.features, weights, columns) for side in (source, target)]
    dots = _dots(sides[0], sides[1], len(columns))
    squares = [{size: _sums(side.rest, size) for size in _SIZES} for side in sides]
    width = max(1, _MOST_CELLS // (len(source) + len(target)))
    for start in range(0, len(columns), width):
        for side, sums in zip(sides, squares, strict=True):
            rows = side.rows(start, start + width)
            for size in _SIZES:
                sums[size] += (_sums(rows, size) ** 2).sum(axis=1)
    norms = [
        {size: np.asarray(np.sqrt(sums[size]) + 1e-6, np.float32) for size in _SIZES}
        for sums in squares
    ]
    return {
        move: _windows(dots, move) / np.outer(norms[0][move[0]], norms[1][move[1]])
        for move in MOVES
    }


@dataclass(frozen=True, slots=True, kw_only=True)
class _Vectors:
    """Weighted features of texts: those that both sides have by column, the square of the rest."""

    places: NDArray[np.int32]
    columns: NDArray[np.int32]
    values: Matrix
    rest: Matrix

    @classmethod
    def of(
        cls, features: Sequence[Features], weights: Features, columns: Mapping[str, int]
    ) -> "_Vectors":
        rest = np.zeros(len(features), np.float32)
        places, taken, values = array("i"), array("i"), array("f")
        for place, found in enumerate(features):
            for key, value in found.items():
                if key in columns:
                    places.append(place)
                    taken.append(columns[key])
                    values.append(value * weights[key])
                else:
                    rest[place] += (value * weights[key]) ** 2
        order = np.argsort(np.array(taken, np.int32), kind="stable")
        return cls(
            places=np.array(places, np.int32)[order],
            columns=np.array(taken, np.int32)[order],
            values=np.array(values, np.float32)[order],
            rest=rest,
        )

    def rows(self, start: int, end: int) -> Matrix:
        """Values of every text in these columns, shape (texts, end - start)."""
        rows = np.zeros((len(self.rest), end - start), np.float32)
        some = slice(*np.searchsorted(self.columns, (start, end)).tolist())
        rows[self.places[some], self.columns[some] - start] = self.values[some]
        return rows


def _dots(left: _Vectors, right: _Vectors, columns: int) -> Matrix:
    """The products of every two texts, summed over the columns that both have.

    A matrix product of what is nearly all zeros took 80 ms instead of 2 on a busy machine.
    """
    shape = len(left.rest), len(right.rest)
    dots = np.zeros(shape[0] * shape[1], np.float32)
    sharing = np.bincount(right.columns, minlength=columns)
    starts = np.cumsum(sharing) - sharing
    counts = sharing[left.columns]
    parts = np.cumsum(counts) // _MOST_CELLS
    for part in np.unique(parts).tolist():
        some = slice(*np.searchsorted(parts, (part, part + 1)).tolist())
        taken = places_of_runs(starts[left.columns[some]], counts[some])
        cells = np.repeat(left.places[some].astype(np.int64) * shape[1], counts[some])
        values = np.repeat(left.values[some], counts[some]) * right.values[taken]
        dots += np.bincount(cells + right.places[taken], values, len(dots))
    return dots.reshape(shape)


def _encoder_cosines(
    source: SideFeatures, target: SideFeatures, lengths: Sequence[Matrix], similarity: Similarity
) -> dict[Move, Matrix]:
    """The encoder's cosines of every bead, 0 for a pair at random and 1 for equal meaning.

    The vector of joined segments is taken to be the sum of theirs, weighted by length.
    """
    texts = [[segment.text for segment in side.segments] for side in (source, target)]
    cosines = similarity(texts[0], texts[1])
    norms = [
        _joined_norms(side, length, similarity) for side, length in zip(texts, lengths, strict=True)
    ]
    dots = cosines * np.outer(*lengths)
    random = float(np.median(cosines)) if cosines.size else 0.0
    found = {}
    for move in MOVES:
        joined = _windows(dots, move) / np.outer(norms[0][move[0]], norms[1][move[1]])
        found[move] = np.asarray((joined - random) / (1 - random + 1e-6), np.float32)
    return found


def _joined_norms(
    texts: Sequence[str], lengths: Matrix, similarity: Similarity
) -> dict[int, Matrix]:
    """The lengths of the encoder's vectors of every one, two and three neighbours joined.

    Only neighbours are compared: all texts with all would be 335 GiB for 300,000 lines.
    """
    found: dict[int, list[Matrix]] = {size: [] for size in _SIZES}
    for start in range(0, len(texts), _STRETCH):
        some = slice(start, start + _STRETCH + max(_SIZES) - 1)
        gram = similarity(texts[some], texts[some]) * np.outer(lengths[some], lengths[some])
        for size in _SIZES:
            squares = np.diagonal(_windows(gram, (size, size)))[:_STRETCH]
            found[size].append(np.sqrt(np.maximum(squares, 1e-6)))
    return {size: np.concatenate(norms) for size, norms in found.items()}


def _lengths(segments: Sequence[Segment]) -> Matrix:
    """The lengths of texts, as long as they would be in Spanish."""
    lengths = [len(segment.text) / EXPANSION[segment.language] for segment in segments]
    return np.array(lengths, np.float32)


def _deviation(lengths: Sequence[Matrix], move: Move, options: AlignOptions) -> NDArray[Any]:
    """Squared difference of the two lengths of every bead, in units of the expected spread."""
    logs = [
        np.log(_sums(side, size) + options.short) for side, size in zip(lengths, move, strict=True)
    ]
    spreads = np.subtract.outer(*logs) / options.length_spread
    return np.asarray(np.minimum(spreads**2, _LARGEST_DEVIATION))


def _agreement(
    source: Sequence[Segment], target: Sequence[Segment], options: AlignOptions
) -> Matrix:
    """Score of every two segments by kinds and labels; a bead is judged by its first two."""
    kinds = [np.array([_kind_class(s.kind) for s in side]) for side in (source, target)]
    # Numbers for labels: an array of texts gives each the room of the longest.
    known: dict[str, int] = {"": 0}
    labels = [
        np.array([known.setdefault(_label(s.label), len(known)) for s in side])
        for side in (source, target)
    ]
    told = np.logical_and.outer(*(side != 0 for side in labels))
    same_label = np.equal.outer(*labels)
    differ = np.not_equal.outer(*kinds)
    says = told * np.where(same_label, options.label_weight, -options.label_weight)
    return np.asarray(says - options.kind_cost * differ, np.float32)


def _kind_class(kind: SegmentKind) -> str:
    """Headings, table rows and notes are translated as such; other kinds are one."""
    if kind in _HEADINGS:
        return "heading"
    return kind.value if kind in (SegmentKind.TABLE_ROW, SegmentKind.FOOTNOTE) else "text"


def _label(label: str | None) -> str:
    """Number or letter of a list label, "" for none and for bullets: "12." equals "(12)"."""
    return ".".join(_LABEL.findall(label or "")).casefold()


def _sums(values: Matrix, size: int) -> Matrix:
    """The sums of every `size` neighbours along the first axis."""
    count = max(0, len(values) - size + 1)
    total = values[:count].copy()
    for start in range(1, size):
        total += values[start : start + count]
    return total


def _windows(matrix: Matrix, move: Move) -> Matrix:
    """The sums of every window of the matrix that is as large as the move."""
    return _sums(_sums(matrix, move[0]).T, move[1]).T
