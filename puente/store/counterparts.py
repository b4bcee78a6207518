"""Counterparts of segments: what the beads of an alignment link each of them with."""

from collections.abc import Iterable, Mapping

from puente.model.alignments import Bead
from puente.model.identifiers import SegmentId


def counterparts_of(beads: Iterable[Bead]) -> Mapping[SegmentId, tuple[SegmentId, ...]]:
    """The other side of the bead of each segment, for beads that have both sides."""
    return {
        segment: other
        for bead in beads
        for own, other in ((bead.source, bead.target), (bead.target, bead.source))
        for segment in own
        if other
    }


def changed_segments(before: Iterable[Bead], after: Iterable[Bead]) -> frozenset[SegmentId]:
    """The segments that have other counterparts than before: all that a search sees of a change."""
    old, new = counterparts_of(before), counterparts_of(after)
    return frozenset(each for each in old.keys() | new.keys() if old.get(each) != new.get(each))
