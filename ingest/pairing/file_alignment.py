"""Alignment of two versions that stand in one file, by the rows in which it sets them."""

from collections.abc import Iterator, Sequence

from puente.alignment.aligner import align
from puente.alignment.bead_order import order_beads
from puente.alignment.scoring import Similarity
from puente.alignment.warnings import share_of_both
from puente.model.alignments import Alignment, Bead
from puente.model.documents import Document
from puente.model.segments import Segment

LEAST_SCORE_OF_FILE = 0.5
"""Score below which two texts of one file are no versions; unrelated ones have 0.35 at most."""
_TOLERANCE = 0.02
"""Rows with an empty cell link a little less than their content might be made to."""
_REASON = (("file", 1.0),)
_PLAIN = 3
"""Segments of a row that are one link: one and one, one and two."""


def are_of_one_file(first: Document, second: Document) -> bool:
    """Test for the two versions that a file in two languages gave."""
    told = [(each.checksum, each.source) for each in (first, second)]
    is_same = bool(first.checksum) and told[0] == told[1]
    return is_same and first.language != second.language


def align_file(
    source: Sequence[Segment], target: Sequence[Segment], similarity: Similarity | None = None
) -> Alignment:
    """The beads of two versions of one file: what stands in one row is a link for certain.

    Segments stand in one row when they have lines in common. What stands in none, and what is
    several paragraphs in a row, is aligned by its content; so is all where rows say little.
    """
    by_rows = _align_rows(source, target, similarity)
    by_content = align(source, target, similarity)
    return by_rows if by_rows.score >= by_content.score - _TOLERANCE else by_content


def _align_rows(
    source: Sequence[Segment], target: Sequence[Segment], similarity: Similarity | None
) -> Alignment:
    beads: list[Bead] = []
    rest: tuple[list[Segment], list[Segment]] = ([], [])
    for row in _rows(source, target):
        if not all(row):
            rest[0].extend(row[0])
            rest[1].extend(row[1])
        elif len(row[0]) + len(row[1]) <= _PLAIN:
            beads.append(_link(row[0], row[1]))
        elif len(row[0]) == len(row[1]):
            beads += [_link([one], [other]) for one, other in zip(*row, strict=True)]
        else:
            beads += align(row[0], row[1], similarity).beads
    beads += align(rest[0], rest[1], similarity).beads
    return Alignment(
        source_id=source[0].document_id,
        target_id=target[0].document_id,
        beads=order_beads(beads, source, target),
        score=share_of_both(beads, source, target),
    )


def _link(source: Sequence[Segment], target: Sequence[Segment]) -> Bead:
    return Bead(
        source=tuple(segment.id for segment in source),
        target=tuple(segment.id for segment in target),
        confidence=1.0,
        reasons=_REASON,
    )


def _rows(
    source: Sequence[Segment], target: Sequence[Segment]
) -> Iterator[tuple[list[Segment], list[Segment]]]:
    """The segments of both sides by the lines that they have in common."""
    placed = [(segment, side) for side, found in enumerate((source, target)) for segment in found]
    row: tuple[list[Segment], list[Segment]] = ([], [])
    end = 0
    for segment, side in sorted(placed, key=lambda each: _lines(each[0])):
        first, last = _lines(segment)
        if first > end and any(row):
            yield row
            row = ([], [])
        row[side].append(segment)
        end = max(end, last)
    if any(row):
        yield row


def _lines(segment: Segment) -> tuple[int, int]:
    return segment.first_line or 0, segment.last_line or 0
