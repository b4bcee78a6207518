"""Two versions' segments to an alignment: n-to-m beads with confidence and reasons."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from puente.alignment.anchors import find_cuts
from puente.alignment.bead_order import order_beads
from puente.alignment.best_path import Link, best_path
from puente.alignment.features import Features, find_features
from puente.alignment.scoring import (
    PARAGRAPHS,
    SENTENCES,
    SHARED_NUMBERS,
    AlignOptions,
    Scores,
    SideFeatures,
    Similarity,
    compare,
    state_reasons,
    weigh_features,
)
from puente.alignment.warnings import are_in_one_language, scale_confidence, share_of_both
from puente.model.alignments import Alignment, Bead
from puente.model.identifiers import DocumentId
from puente.model.segments import Segment, SegmentKind

__all__ = ["PARAGRAPHS", "SENTENCES", "SHARED_NUMBERS", "AlignOptions", "Similarity", "align"]

_LARGEST_BLOCK = 1_500_000
"""Cells aligned in one piece: 1,225 x 1,225 segments take some 2 s and 200 MB."""
_LARGEST_UNCUT = 5_000_000
"""Cells above which texts without a certain cut are left unlinked: they are not translations."""

# The confidence of a link is the probability that it shares a true pair, by a logistic regression
# (`python -m tests.quality.confidence --fit`) over the noisy pairs of tests/quality and pairs of
# unrelated documents. The margin to the second-best segment added nothing (-0.13).
_LOG_ODDS_OF_NO_SCORE = -6.3
"""Log-odds of a link with score 0 whose neighbours are not linked to each other."""
_LOG_ODDS_BY_SCORE = 5.7
"""Added for a score of 1, and in proportion for others."""
_LOG_ODDS_BY_NEIGHBOUR = 3.3
"""Added for each side, before and after, where the neighbours are linked to each other."""
_MOST_LOG_ODDS = 30.0
"""Beyond these a link is as good as certain; the score of what was never compared is infinite."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    """A link with its score; a null link has that of the best link which was not made.

    What was never compared scores without end: that it has no counterpart is not sure at all.
    """

    link: Link
    score: float


def align(
    source: Sequence[Segment],
    target: Sequence[Segment],
    similarity: Similarity | None = None,
    options: AlignOptions = PARAGRAPHS,
) -> Alignment:
    """The beads of two versions; every segment is in exactly one.

    Texts in the same language are not versions: nothing is linked. An empty side has the id "".
    """
    # One order of the two sides, whoever is named first, makes the answer the same.
    if _order(source) > _order(target):
        beads = [
            replace(bead, source=bead.target, target=bead.source)
            for bead in _align(target, source, similarity, options)
        ]
    else:
        beads = _align(source, target, similarity, options)
    return Alignment(
        source_id=_document_id(source),
        target_id=_document_id(target),
        beads=order_beads(beads, source, target),
        score=share_of_both(beads, source, target),
    )


def _order(segments: Sequence[Segment]) -> list[tuple[str, str, str]]:
    return [(segment.language, segment.id, segment.text) for segment in segments]


def _document_id(segments: Sequence[Segment]) -> DocumentId:
    return segments[0].document_id if segments else DocumentId("")


def _align(
    source: Sequence[Segment],
    target: Sequence[Segment],
    similarity: Similarity | None,
    options: AlignOptions,
) -> list[Bead]:
    versions = _Versions.read(source, target, similarity, options)
    if are_in_one_language(source, target):
        found = _unlinked(range(len(source)), range(len(target)))
    else:
        found = _link_crossing(versions, _align_streams(versions))
    return scale_confidence(_beads(versions, found), source, target)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Versions:
    """Two versions ready to be compared."""

    source: SideFeatures
    target: SideFeatures
    weights: Features
    similarity: Similarity | None
    options: AlignOptions

    @classmethod
    def read(
        cls,
        source: Sequence[Segment],
        target: Sequence[Segment],
        similarity: Similarity | None,
        options: AlignOptions,
    ) -> "_Versions":
        left, right = (
            SideFeatures(segments=tuple(side), features=tuple(find_features(s) for s in side))
            for side in (source, target)
        )
        return cls(
            source=left,
            target=right,
            weights=weigh_features(left, right, options),
            similarity=similarity,
            options=options,
        )

    def scores(self, rows: Sequence[int], columns: Sequence[int]) -> Scores:
        """The scores of the beads that these source and target places can form."""
        left, right = self.source.take(rows), self.target.take(columns)
        return compare(left, right, self.weights, self.similarity, self.options)


def _align_streams(versions: _Versions) -> list[_Found]:
    """The links in the order of the texts; notes are a stream of their own, note to note."""
    found: list[_Found] = []
    for are_notes in (False, True):
        rows, columns = (
            [place for place, s in enumerate(side.segments) if _is_note(s) == are_notes]
            for side in (versions.source, versions.target)
        )
        for some_rows, some_columns in _blocks(versions, rows, columns):
            found += _align_block(versions, some_rows, some_columns)
    return found


def _is_note(segment: Segment) -> bool:
    return segment.kind is SegmentKind.FOOTNOTE


def _blocks(
    versions: _Versions, rows: Sequence[int], columns: Sequence[int]
) -> Iterator[tuple[Sequence[int], Sequence[int]]]:
    """The places in one piece, or cut where they are too many."""
    if len(rows) * len(columns) <= _LARGEST_BLOCK:
        yield rows, columns
        return
    left, right = versions.source.take(rows), versions.target.take(columns)
    cuts = find_cuts(left.features, right.features)
    if not cuts:
        yield rows, columns
        return
    # What stands twice in the whole may stand once in a piece, and cut it further.
    for start, end in pairwise([(0, 0), *cuts, (len(rows), len(columns))]):
        yield from _blocks(versions, rows[start[0] : end[0]], columns[start[1] : end[1]])


def _align_block(versions: _Versions, rows: Sequence[int], columns: Sequence[int]) -> list[_Found]:
    if not rows or not columns:
        return _unlinked(rows, columns)
    if len(rows) * len(columns) > _LARGEST_UNCUT:
        return _unlinked(rows, columns, score=math.inf)
    scores = versions.scores(rows, columns)
    best = scores[1, 1].max(axis=1), scores[1, 1].max(axis=0)
    found = []
    for source, target in best_path(scores):
        if source and target:
            score = scores[len(source), len(target)][source[0], target[0]]
        else:
            score = best[0][source[0]] if source else best[1][target[0]]
        link = tuple(rows[i] for i in source), tuple(columns[j] for j in target)
        found.append(_Found(link=link, score=float(score)))
    return found


def _unlinked(
    rows: Iterable[int], columns: Iterable[int], score: float = -math.inf
) -> list[_Found]:
    links: list[Link] = [((row,), ()) for row in rows]
    links += [((), (column,)) for column in columns]
    return [_Found(link=link, score=score) for link in links]


def _link_crossing(versions: _Versions, found: list[_Found]) -> list[_Found]:
    """The links, with what is unlinked on both sides and each other's best linked out of order."""
    rows = [each.link[0][0] for each in found if not each.link[1]]
    columns = [each.link[1][0] for each in found if not each.link[0]]
    if not rows or not columns or len(rows) * len(columns) > _LARGEST_UNCUT:
        return found
    singles = versions.scores(rows, columns)[1, 1]
    best = singles.argmax(axis=1)
    back = singles.argmax(axis=0)
    crossing = [
        _Found(link=((rows[i],), (columns[j],)), score=float(singles[i, j]))
        for i, j in enumerate(best.tolist())
        if back[j] == i and singles[i, j] >= versions.options.crossing_score
    ]
    taken = {(side, place) for each in crossing for side in (0, 1) for place in each.link[side]}
    kept = [
        each
        for each in found
        if all(each.link) or not any((s, p) in taken for s in (0, 1) for p in each.link[s])
    ]
    return kept + crossing


def _beads(versions: _Versions, found: Sequence[_Found]) -> list[Bead]:
    """The links as beads; those between linked neighbours are surer."""
    linked = {
        (source, target) for each in found for source in each.link[0] for target in each.link[1]
    }
    beads = []
    for each in found:
        source, target = each.link
        if source and target:
            neighbours = ((source[0] - 1, target[0] - 1) in linked) + (
                (source[-1] + 1, target[-1] + 1) in linked
            )
            confidence = _confidence(each.score, neighbours)
            compared = state_reasons(versions.source.take(source), versions.target.take(target))
            reasons = (("score", each.score), ("neighbours", float(neighbours)), *compared)
        else:
            confidence, reasons = 1 - _confidence(each.score, 0), ()
        beads.append(
            Bead(
                source=tuple(versions.source.segments[place].id for place in source),
                target=tuple(versions.target.segments[place].id for place in target),
                confidence=confidence,
                reasons=tuple((name, round(value, 3)) for name, value in reasons),
            )
        )
    return beads


def _confidence(score: float, neighbours: int) -> float:
    """The confidence of a link with so many linked neighbours, 0 to 2."""
    log_odds = (
        _LOG_ODDS_OF_NO_SCORE + _LOG_ODDS_BY_SCORE * score + _LOG_ODDS_BY_NEIGHBOUR * neighbours
    )
    return 1 / (1 + math.exp(-max(-_MOST_LOG_ODDS, min(_MOST_LOG_ODDS, log_odds))))
