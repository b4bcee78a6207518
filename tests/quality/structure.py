"""Faults of structure in real documents, counted: segments and headings that are none.

`python -m tests.quality.structure` reads every document of ../shared/collection and
../shared/realdocs, and prints the counts and no text; `--show NAME` prints what was counted as one
fault.
"""

import argparse
import re
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from itertools import pairwise

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import SourceFile, list_files
from ingest.structure.formulas import is_office
from puente.errors import ExtractionError
from puente.model.segments import Segment, SegmentKind
from puente.text.list_labels import are_linked
from tests.paths import SHARED

# Indexes and notes of the folders themselves are no documents.
DOCUMENTS = (".pdf", ".txt")
_NUMERAL = re.compile(r"(?:[IVXL]+|\d{1,3}|[A-Z])[.)]?")
_NUMBER = re.compile(r"\d{1,3}[.)]\s+\S")
_LEADERS = re.compile(r"(?:\.{4,}|…{2,}|(?:\. ){4,}\.?)\s*\d*$|(?:\.{5,})")
_RECITAL = re.compile(
    r"(?:[A-ZÁÉÍÓÚÑ]{4,}(?:D[OA]S?|NDO|ING|ED)|CONVENCID[OA]S?|CONVINCED)\s+[a-zà-ÿ]"
)
_FEW_LETTERS = 0.5


def is_amount(text: str) -> bool:
    """Test for "US$ 57,000.00": most of what is no space is no letter of a word."""
    signs = [character for character in text if not character.isspace()]
    letters = sum(map(len, re.findall(r"[^\W\d_]{4,}", text)))
    return any(map(str.isdigit, text)) and letters < _FEW_LETTERS * len(signs)


def faults(segments: tuple[Segment, ...]) -> Iterator[tuple[str, Segment]]:
    """Every fault of a document under its name."""
    for segment in segments:
        if not any(map(str.isalnum, segment.text)):
            yield "segments without a letter or a figure", segment
        elif not any(map(str.isalpha, segment.text)):
            yield "segments of figures alone", segment
        is_body = segment.kind not in (SegmentKind.FOOTNOTE, SegmentKind.TABLE_ROW)
        if is_body and _LEADERS.search(segment.text):
            yield "lines of a list of contents", segment
        if is_body and segment.label is None and _NUMBER.match(segment.text):
            yield "numbers that are no labels", segment
        if segment.kind is SegmentKind.HEADING:
            yield from ((name, segment) for name in _heading_faults(segment))
    for before, segment in pairwise(segments):
        if before.kind is segment.kind is SegmentKind.HEADING:
            if _NUMERAL.fullmatch(before.text):
                yield "numerals apart from their heading", before
            elif segment.label is None and _is_cut(before.text, segment.text):
                yield "headings cut in two", before
            if is_office(segment.text) != is_office(before.text):
                yield "headings of names", before if is_office(segment.text) else segment


def _heading_faults(heading: Segment) -> Iterator[str]:
    yield "headings"
    if is_amount(heading.text) and not _NUMERAL.fullmatch(heading.text):
        yield "headings of amounts"
    if is_office(heading.text):
        yield "headings of offices"
    if _RECITAL.match(heading.text):
        yield "headings of recitals"
    if heading.text.endswith((";", ".")) and heading.text.count(" ") > 8:
        yield "headings that are sentences"


def _is_cut(before: str, text: str) -> bool:
    return are_linked(before, text) or text[:1].islower() or before.endswith(",")


def count_faults(file: SourceFile) -> Mapping[str, list[str]]:
    """The texts counted as each fault; none of a file that is refused."""
    try:
        segments = read_document(file).segments
    except ExtractionError:
        return {"files refused": [file.path.name]}
    found: dict[str, list[str]] = {"segments": [""] * len(segments)}
    for name, segment in faults(segments):
        shown = f"{file.path.name} {segment.number}: {segment.text[:100]}"
        found.setdefault(name, []).append(shown)
    return found


def main() -> None:
    """Print the counts."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--show", default="", help="print what was counted as this fault")
    parser.add_argument("--processes", type=int, default=2)
    arguments = parser.parse_args()
    files = [
        file
        for file in list_files([SHARED / "collection", SHARED / "realdocs"])
        if file.path.suffix in DOCUMENTS
    ]
    total: dict[str, list[str]] = {}
    with ProcessPoolExecutor(arguments.processes) as pool:
        for found in pool.map(count_faults, files):
            for name, texts in found.items():
                total.setdefault(name, []).extend(texts)
    print(f"{'files':45}{len(files):8,}")
    for name in sorted(total):
        print(f"{name:45}{len(total[name]):8,}")
    for text in total.get(arguments.show, ()):
        print(text)


if __name__ == "__main__":
    main()
