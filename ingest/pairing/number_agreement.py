"""Agreement of the numbers in two aligned documents."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

from puente.alignment.features import SYMBOL, find_features
from puente.alignment.scoring import SHARED_NUMBERS
from puente.model.alignments import Alignment
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment

_FEWEST_NUMBERED = 3
"""With fewer links that have numbers their agreement says nothing."""
_LEAST_CONFIDENCE = 0.5
_YEAR = re.compile(r"#(?:19|20)\d\d")


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberAgreement:
    """Agreement of the numbers in linked paragraphs.

    `shared` is the share of their numbers that stands on both sides, in the mean, None where there
    are too few; `contradicted` the share of the links with years or symbols that have others on
    either side.
    """

    shared: float | None
    contradicted: float


def compare_numbers(
    alignment: Alignment, source: Sequence[Segment], target: Sequence[Segment]
) -> NumberAgreement:
    """The agreement of the numbers in two aligned documents."""
    segments = {segment.id: segment for segment in (*source, *target)}
    shares, dated, contradicted = [], 0, 0
    for bead in alignment.beads:
        if not (bead.source and bead.target):
            continue
        share = dict(bead.reasons).get(SHARED_NUMBERS)
        if share is not None:
            shares.append(share)
        if bead.confidence >= _LEAST_CONFIDENCE:
            left, right = (_marks(side, segments) for side in (bead.source, bead.target))
            dated += bool(left or right)
            contradicted += bool(left - right and right - left)
    return NumberAgreement(
        shared=fmean(shares) if len(shares) >= _FEWEST_NUMBERED else None,
        contradicted=contradicted / max(1, dated),
    )


def _marks(ids: Sequence[SegmentId], segments: dict[SegmentId, Segment]) -> set[str]:
    """The years and the symbols of some segments."""
    return {
        key
        for each in ids
        for key in find_features(segments[each])
        if key.startswith(SYMBOL) or _YEAR.fullmatch(key)
    }
