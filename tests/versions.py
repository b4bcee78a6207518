"""Versions of a text for tests of alignment: lists of paragraphs as segments."""

from collections.abc import Iterable, Sequence

from puente.alignment_scores import Link
from puente.records import Alignment, Language, Segment
from tests.builders import document, segment


def version(texts: Iterable[str], language: Language, name: str = "informe") -> tuple[Segment, ...]:
    """The segments of a document whose paragraphs these are."""
    owner = document(f"{name}.{language}")
    return tuple(segment(t, document=owner, ordinal=n) for n, t in enumerate(texts, start=1))


def links(
    alignment: Alignment, source: Sequence[Segment], target: Sequence[Segment]
) -> list[Link[int]]:
    """The beads of an alignment by place in the two versions."""
    places = {s.id: place for side in (source, target) for place, s in enumerate(side)}
    return [
        (tuple(places[i] for i in bead.source), tuple(places[i] for i in bead.target))
        for bead in alignment.beads
    ]
