"""Places in a document as an address asks for them: `p12`, `17`, or `en-p7` of another version."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from puente.model.alignments import Alignment
from puente.model.documents import Language
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment

_PLACE = re.compile(rf"(?:({'|'.join(Language)})-)?((?:op-|pp-|p)?\d{{1,6}})")


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedPlace:
    """An anchor, and the version whose paragraph it names where that is said."""

    anchor: str
    version: Language | None

    def segment(self, segments: Iterable[Segment]) -> Segment | None:
        """The segment of the version that has the anchor, if one does."""
        names = {f"p{each.number}": each for each in segments}
        names |= {each.official_number: each for each in segments if each.official_number}
        return names.get(self.anchor)


def read_place(text: str) -> AskedPlace | None:
    """The place that a text names, if it names one."""
    found = _PLACE.fullmatch(text)
    if not found:
        return None
    return AskedPlace(anchor=found[2], version=Language(found[1]) if found[1] else None)


def counterpart(
    segment: Segment, own: Sequence[Segment], other: Sequence[Segment], alignment: Alignment
) -> Segment | None:
    """The translation of a segment in another version; else that of the nearest text before it."""
    known = {each.id: each for each in other}
    partners: dict[SegmentId, SegmentId] = {}
    for bead in alignment.beads:
        for mine, theirs in ((bead.source, bead.target), (bead.target, bead.source)):
            partners |= {each: theirs[0] for each in mine if theirs and theirs[0] in known}
    before = [each for each in own if each.ordinal <= segment.ordinal and each.id in partners]
    last = max(before, key=lambda each: each.ordinal, default=None)
    return known[partners[last.id]] if last else None
