"""The order in which the beads of an alignment are kept and shown."""

from collections.abc import Iterable, Sequence

from puente.model.alignments import Bead
from puente.model.segments import Segment


def order_beads(
    beads: Iterable[Bead], source: Sequence[Segment], target: Sequence[Segment]
) -> tuple[Bead, ...]:
    """The beads by source; one without a source follows the bead before it in the target."""
    sources = {segment.id: place for place, segment in enumerate(source)}
    targets = {segment.id: place for place, segment in enumerate(target)}
    keyed: list[tuple[tuple[int, int], Bead]] = []
    last = -1
    for bead in sorted(beads, key=lambda b: targets[b.target[0]] if b.target else -1):
        if bead.source:
            keyed.append(((sources[bead.source[0]], 0), bead))
            if bead.target:
                last = sources[bead.source[0]]
        else:
            keyed.append(((last, 1 + targets[bead.target[0]]), bead))
    return tuple(bead for _, bead in sorted(keyed, key=lambda each: each[0]))
