"""Facts of an alignment: its counts, and the counterparts that its beads give to segments."""

from collections import Counter
from collections.abc import Iterable, Mapping

from puente.model.alignments import Alignment, AlignmentSummary, Bead, LinkStatus, Severity
from puente.model.identifiers import SegmentId


def summarise(alignment: Alignment) -> AlignmentSummary:
    """Counts of the beads of an alignment, by status and gravest divergence."""
    found = Counter(map(gravest_of, alignment.beads))
    statuses = Counter(bead.status for bead in alignment.beads)
    return AlignmentSummary(
        source_id=alignment.source_id,
        target_id=alignment.target_id,
        score=alignment.score,
        beads=len(alignment.beads),
        links=sum(bool(bead.source and bead.target) for bead in alignment.beads),
        confirmed=statuses[LinkStatus.CONFIRMED],
        stale=statuses[LinkStatus.STALE],
        divergences={severity: found[severity] for severity in Severity if found[severity]},
    )


def gravest_of(bead: Bead) -> Severity | None:
    """The gravest severity among the divergences of a bead; None where it has none."""
    severities = {each.severity for each in bead.divergences}
    return next((each for each in Severity if each in severities), None)


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
