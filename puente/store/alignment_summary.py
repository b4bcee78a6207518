"""Summary of an alignment: what is to be known of it without its beads."""

from collections import Counter

from puente.model.alignments import Alignment, AlignmentSummary, LinkStatus, Severity


def summarise(alignment: Alignment) -> AlignmentSummary:
    """Count the beads of an alignment, by status and gravest divergence."""
    gravest = list(Severity)
    found = Counter(
        min((each.severity for each in bead.divergences), key=gravest.index)
        for bead in alignment.beads
        if bead.divergences
    )
    statuses = Counter(bead.status for bead in alignment.beads)
    return AlignmentSummary(
        source_id=alignment.source_id,
        target_id=alignment.target_id,
        score=alignment.score,
        beads=len(alignment.beads),
        links=sum(bool(bead.source and bead.target) for bead in alignment.beads),
        confirmed=statuses[LinkStatus.CONFIRMED],
        stale=statuses[LinkStatus.STALE],
        divergences={severity: found[severity] for severity in gravest if found[severity]},
    )
