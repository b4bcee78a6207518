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

# Yearly resolutions repeat each other word for word and differ in their numbers and dates: linked
# paragraphs of true pairs share 0.67 to 1.00 of their numbers, of the same with other dates 0.05
# to 0.47, of other editions in tests/bench/pairing.py 0.12 to 0.63.
_LEAST_SHARED = 0.57
_FEWEST_NUMBERED = 3
"""With fewer links that have numbers their agreement says nothing."""
# Of links with a year or a symbol on each side, none that the other has, there are 0 to 0.02 in the
# ten true pairs among real documents and seeds (one, where a translator wrote 1973 for 1983), 0.05
# to 0.33 in other editions of tests/bench/pairing.py, 0.89 and more where every year is one later.
_MOST_CONTRADICTED = 0.04
_MOST_CONTRADICTED_OF_SYMBOL = 0.25
"""Of two documents that bear one symbol."""
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

    def is_one_text(self, *, have_one_symbol: bool) -> bool:
        """Test for versions of one text against editions of different years."""
        if have_one_symbol:
            return self.contradicted <= _MOST_CONTRADICTED_OF_SYMBOL
        is_shared = self.shared is None or self.shared >= _LEAST_SHARED
        return is_shared and self.contradicted <= _MOST_CONTRADICTED


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
