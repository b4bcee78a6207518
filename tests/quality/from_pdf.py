"""How well whole PDFs are aligned: `python -m tests.quality.from_pdf`.

Needs ../shared/realdocs. Each of the eighteen files is read as an ingest reads it, with headings,
notes and quotations, and aligned with its version. Of the numbered paragraphs of the gold that both
readings have, prints how many are linked, alone with each other or in a larger link, and how many
links of confidence .8 and more contradict the gold, by words alone and with the encoder.
"""

import json
from collections.abc import Sequence

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.alignment.aligner import align
from puente.alignment.scoring import Similarity
from puente.alignment.similarity import cosine_similarity
from puente.embedding import open_embedder
from puente.embedding.e5 import SHIPPED
from puente.model.alignments import Alignment
from puente.model.documents import Language
from puente.model.identifiers import SegmentId
from puente.model.segments import Segment
from tests.fixtures.documents.gold import REALDOCS, letters

_LETTERS = 60
_SURE = 0.8


def main() -> None:
    """Print a row for each pair of files, and one for all."""
    if not REALDOCS.exists():
        raise SystemExit("SKIPPED: needs ../shared/realdocs")
    encoder = cosine_similarity(open_embedder(SHIPPED), (Language.ES, Language.EN))
    print("| Spanish, English | paragraphs | linked: words, encoder | alone | sure and wrong |")
    print("|---|---|---|---|---|")
    totals = [[0, 0, 0, 0], [0, 0, 0, 0]]
    for each in json.loads((REALDOCS / "gold.json").read_text(encoding="utf-8")):
        names = each["es"], each["en"]
        sides = [read_document(list_files([REALDOCS / name])[0]).segments for name in names]
        both = [measure(sides, each["pairs"], similarity) for similarity in (None, encoder)]
        for total, figures in zip(totals, both, strict=True):
            total[:] = [a + b for a, b in zip(total, figures, strict=True)]
        _print_row(", ".join(names), both)
    _print_row("all", totals)


def _print_row(name: str, both: Sequence[Sequence[int]]) -> None:
    cells = [", ".join(str(figures[place]) for figures in both) for place in (1, 2, 3)]
    print(f"| {name} | {both[0][0]} | {' | '.join(cells)} |", flush=True)


def measure(
    sides: Sequence[Sequence[Segment]],
    gold: Sequence[tuple[int, str, str]],
    similarity: Similarity | None,
) -> list[int]:
    """Of the gold's paragraphs: found on both sides, linked, linked alone, surely linked wrong."""
    alignment = align(sides[0], sides[1], similarity)
    spanish, english = (_places(side, [row[k] for row in gold]) for k, side in enumerate(sides, 1))
    true = [(s, e) for s, e in zip(spanish, english, strict=True) if s and e]
    found = {each: bead for bead in alignment.beads for each in (*bead.source, *bead.target)}
    linked = [(s, e) for s, e in true if s in found[e].source]
    alone = sum(found[e].source == (s,) and found[e].target == (e,) for s, e in linked)
    return [len(true), len(linked), alone, _count_wrong(alignment, dict(true))]


def _count_wrong(alignment: Alignment, true: dict[SegmentId, SegmentId]) -> int:
    return sum(
        bead.confidence >= _SURE
        and any(s in true and true[s] not in bead.target for s in bead.source)
        for bead in alignment.beads
        if bead.source and bead.target
    )


def _places(segments: Sequence[Segment], wanted: Sequence[str]) -> list[SegmentId | None]:
    """The segment of each paragraph, in order; None where the reading does not have it."""
    read = [letters(segment.text) for segment in segments]
    found: list[SegmentId | None] = []
    position = 0
    for text in wanted:
        start = letters(text)[:_LETTERS]
        places = [k for k in range(position, len(read)) if read[k].startswith(start)]
        found.append(segments[places[0]].id if places and start else None)
        position = places[0] + 1 if places and start else position
    return found


if __name__ == "__main__":
    main()
