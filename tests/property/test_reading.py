import contextlib
import re
import tempfile
from collections import Counter
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from ingest.extraction import extract
from ingest.extraction.plain_text import text_blocks
from ingest.sources.listing import SourceFile
from ingest.structure.cleaning import clean
from ingest.structure.lines import TextLine
from ingest.structure.metadata import describe
from ingest.structure.segmentation import segment
from ingest.structure.title_block.lines import TitleLine, read_phrases
from ingest.structure.title_block.reading import read_title_block
from puente.errors import ExtractionError
from puente.model.segments import SegmentKind
from puente.text.list_labels import split_label

PIECES = [
    "A.", "B. Comisión", "I.", "II. Actividades", "1. ", "2) ", "a)", "ii", "5 Estudio", "E.1 Uno",
    "· ", "- ", "* ", "*Nota", "�", "\t", " ", "/, ", ").", "y otros", "La Comisión se reunió.",
    "RESUELVE:", "LA ASAMBLEA GENERAL,", "RECORDANDO", "ANEXO I", "CONSEJO PERMANENTE", "DE LA",
    "Original: inglés", "13 octubre 2004", "CP/RES. 1234 (1456/19)", "OEA/Ser.G", "TÍTULO",
    "Contexto general", "los migrantes y sus familias en la región", "texto*", "_____", "\f",
    "\u200b",
]  # fmt: skip
LINES = st.lists(
    st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join)
    | st.lists(st.sampled_from(PIECES), max_size=2).map("".join)
    | st.text(max_size=20),
    min_size=1,
    max_size=25,
)
# The first text waits for the language identifier to load.
UNHURRIED = settings(deadline=None)
WORD = re.compile(r"[^\W_]+")


def blocks_of(lines):
    text = "\n".join([*lines, "palabra"]).encode("utf-8", "ignore").decode()
    return text_blocks(Path("text.txt"), text.replace("\ufffd", "\x02"))


def words(texts):
    return Counter(word for text in texts for word in WORD.findall(text))


def is_label_alone(text):
    """A label before signs without a word, which is no segment: "7. [...]"."""
    labelled = split_label(text.strip())
    return labelled is not None and not words([labelled.text]) and bool(labelled.text)


def read(lines):
    file = SourceFile(path=Path("text.txt"), source="text.txt", checksum="0" * 64, size=0)
    blocks = clean(blocks_of(lines))
    found = tuple(map(TextLine, blocks))
    title_block = read_title_block(found)
    return blocks, segment(describe(file, found, title_block), found, title_block)


@UNHURRIED
@given(LINES)
@example(["B. Comisión B. Comisión", "*Nota"])  # a note between the halves of a line
def test_what_is_clean_stays_as_it_is(lines):
    blocks = clean(blocks_of(lines))
    assert clean(blocks) == blocks


@UNHURRIED
@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join), max_size=25))
def test_cleaning_loses_no_letter_and_no_digit(lines):
    source = blocks_of(lines)
    before, after = (
        Counter(sign for block in blocks for sign in block.text if sign.isalnum())
        for blocks in (source, clean(source))
    )
    assert after == before


@UNHURRIED
@given(LINES)
def test_segmentation_loses_no_words(lines):
    blocks, segments = read(lines)
    kept = words(f"{segment.label or ''} {segment.text}" for segment in segments)
    lost = words(block.text for block in blocks if not is_label_alone(block.text)) - kept
    assert lost == Counter()


@UNHURRIED
@given(LINES)
def test_segments_are_numbered_and_stand_in_the_order_of_the_source(lines):
    _, segments = read(lines)
    assert [s.ordinal for s in segments] == list(range(1, len(segments) + 1))
    assert [s.id for s in segments] == [f"{s.document_id}.{s.ordinal:04}" for s in segments]
    body = [s for s in segments if s.kind is not SegmentKind.FOOTNOTE]
    assert [s.kind for s in segments[len(body) :]] == [SegmentKind.FOOTNOTE] * (
        len(segments) - len(body)
    )
    places = [place for s in body for place in (s.first_line, s.last_line)]
    assert places == sorted(places)


@UNHURRIED
@given(LINES)
def test_a_heading_is_one_level_below_the_headings_above_it(lines):
    for found in read(lines)[1]:
        if found.kind is SegmentKind.HEADING:
            assert found.level == len(found.heading_path) + 1


@UNHURRIED
@given(st.binary(max_size=300) | st.text(max_size=100).map(lambda text: text.encode("utf-16")))
def test_any_file_is_read_or_refused_with_a_reason(content):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "file.txt"
        path.write_bytes(content)
        with contextlib.suppress(ExtractionError):
            assert all(block.text for block in clean(extract(path).blocks))


@given(st.lists(st.lists(st.sampled_from(PIECES), max_size=4).map(" ".join) | st.text(max_size=20)))
def test_reading_the_columns_of_a_title_block_loses_no_line(lines):
    read_on = words(read_phrases(list(map(TitleLine, lines))))
    assert read_on == words(lines)
