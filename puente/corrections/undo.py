"""The last change of an alignment, and the alignment without it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from puente.alignment.bead_order import order_beads
from puente.model.alignments import Alignment, Bead, Correction
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment


def replaced_links(before: Alignment, after: Alignment) -> tuple[Bead, ...]:
    """The links in whose place others stand, as a correction keeps them: without divergences.

    Those quote the text, which a correction outlives; they are found anew.
    """
    kept = set(after.beads)
    return tuple(replace(each, divergences=()) for each in before.beads if each not in kept)


def last_change(
    alignment: Alignment, corrections: Sequence[Correction], author: str
) -> Correction | None:
    """The last correction, if it can be undone and an author has made it; else None.

    It cannot where it replaced nothing, or where the documents were aligned anew since and other
    segments are linked in the place of those links.
    """
    last = corrections[-1] if corrections else None
    if last is None or last.author != author or not last.replaced:
        return None
    ids = _ids(last.replaced)
    standing = _ids(each for each in alignment.beads if not ids.isdisjoint(_ids([each])))
    return last if standing == ids else None


def without_change(
    alignment: Alignment, change: Correction, source: Sequence[Segment], target: Sequence[Segment]
) -> Alignment:
    """The alignment with the links that a change replaced, in the place of those that it made."""
    ids = _ids(change.replaced)
    kept = (each for each in alignment.beads if ids.isdisjoint(_ids([each])))
    return replace(alignment, beads=order_beads((*kept, *change.replaced), source, target))


def _ids(beads: Iterable[Bead]) -> set[SegmentId]:
    return {each for bead in beads for each in (*bead.source, *bead.target)}
