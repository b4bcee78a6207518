"""Pages of a PDF -> blocks: furniture out, notes and tables apart, paragraphs over all pages."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from ingest.extraction.pdf.columns import order_lines
from ingest.extraction.pdf.dehyphenation import Vocabulary, join_lines, read_vocabulary
from ingest.extraction.pdf.footnotes import PdfFootnote, split_notes
from ingest.extraction.pdf.furniture.line_numbers import without_line_numbers
from ingest.extraction.pdf.furniture.running_heads import drop_furniture
from ingest.extraction.pdf.furniture.watermarks import watermarks
from ingest.extraction.pdf.headings import heading_levels
from ingest.extraction.pdf.lines import Line, build_lines
from ingest.extraction.pdf.margins import measure_margins
from ingest.extraction.pdf.paragraphs import ParagraphBuilder
from ingest.extraction.pdf.tables.aligned import split_aligned_tables
from ingest.extraction.pdf.tables.ruled import PrintedRow, PrintedTable, join_tables, split_tables
from ingest.extraction.pdf.text_runs import Page
from puente.model.blocks import Block

_DIVIDER = " | "


@dataclass(frozen=True, slots=True, kw_only=True)
class Layout:
    """The blocks of a PDF in reading order, each note behind the block that calls it.

    `running_heads` are the lines around and below the text of the pages, and those that are turned.
    """

    blocks: tuple[Block, ...]
    running_heads: tuple[str, ...]


def lay_out(pages: Iterable[Page]) -> Layout:
    """The layout of the pages of a PDF."""
    sheets = [_read_sheet(page) for page in pages]
    heads: dict[str, None] = {}
    for sheet in sheets:
        marks = watermarks(sheet.lines)
        heads.update((line.text, None) for line in marks)
        sheet.lines = (
            tuple(line for line in sheet.lines if line not in marks) if marks else sheet.lines
        )
    for sheet, kept in zip(sheets, drop_furniture([sheet.lines for sheet in sheets]), strict=True):
        # By identity: to compare all lines with each other took a tenth of the reading.
        stay = set(map(id, kept))
        heads.update((line.text, None) for line in sheet.lines if id(line) not in stay)
        heads.update((line.text, None) for line in sheet.turned)
        sheet.lines = kept
    lines = [line for sheet in sheets for line in sheet.lines]
    vocabulary = read_vocabulary(lines)
    body_size = _usual_size(lines)
    notes = _take_notes(sheets, body_size)
    for sheet in sheets:
        aligned = split_aligned_tables(order_lines(sheet.lines), sheet.page.edges)
        sheet.lines = aligned.lines
        sheet.tables = tuple(sorted((*sheet.tables, *aligned.tables), key=lambda table: -table.top))
    builder = ParagraphBuilder(measure_margins(sheet.lines for sheet in sheets))
    parts = list(builder.build(item for sheet in sheets for item in sheet.in_order()))
    # A stamp in the margin of every page is told once, and stands between no paragraph's lines.
    stamps = {line.text: line for sheet in reversed(sheets) for line in sheet.turned}
    parts.extend([line] for line in reversed(stamps.values()))
    written = _place_notes(_write_parts(parts, body_size, vocabulary), notes, vocabulary)
    blocks = tuple(
        replace(block, first_line=number, last_line=number)
        for number, block in enumerate(written, start=1)
    )
    return Layout(blocks=blocks, running_heads=tuple(heads))


@dataclass(slots=True, kw_only=True)
class _Sheet:
    """A page on its way: what is left as its text, its tables, and text that is turned."""

    page: Page
    lines: tuple[Line, ...]
    tables: tuple[PrintedTable, ...]
    turned: tuple[Line, ...]

    def in_order(self) -> Iterator[Line | PrintedTable]:
        """Each table before the first line that stands below it."""
        waiting = list(self.tables)
        for line in self.lines:
            while waiting and line.baseline < waiting[0].top:
                yield waiting.pop(0)
            yield line
        yield from waiting


def _read_sheet(page: Page) -> _Sheet:
    tables, runs = split_tables(page)
    lengths: Counter[int] = Counter()
    for run in runs:
        lengths[run.turned] += len(run.text)
    usual = max(lengths, key=lambda turned: lengths[turned], default=0)
    upright = without_line_numbers([run for run in runs if run.turned == usual])
    others = [run for run in runs if run.turned != usual]
    return _Sheet(
        page=page,
        lines=tuple(build_lines(upright, page.number)),
        tables=tables,
        turned=tuple(build_lines(others, page.number)),
    )


def _usual_size(lines: Iterable[Line]) -> float:
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return max(sizes, key=lambda size: (sizes[size], size), default=0.0)


def _take_notes(sheets: Iterable[_Sheet], body_size: float) -> list[PdfFootnote]:
    """The notes of all pages, which are taken from their lines."""
    notes: list[PdfFootnote] = []
    for sheet in sheets:
        follows_note = bool(notes) and notes[-1].page == sheet.page.number - 1
        foot = split_notes(sheet.lines, sheet.page.edges, body_size, follows_note=follows_note)
        sheet.lines = foot.body
        if foot.rest:
            notes[-1].lines.extend(foot.rest)
        notes.extend(foot.notes)
    return notes


@dataclass(frozen=True, slots=True)
class _Written:
    """A block with the pages on which its notes are called."""

    block: Block
    calls: tuple[tuple[str, int], ...]


def _write_parts(
    parts: Sequence[list[Line] | PrintedTable], body_size: float, vocabulary: Vocabulary
) -> Iterator[_Written]:
    paragraphs = [part for part in parts if not isinstance(part, PrintedTable)]
    levels = iter(heading_levels(paragraphs, body_size))
    for is_table, group in groupby(parts, key=lambda part: isinstance(part, PrintedTable)):
        if is_table:
            for row in join_tables([part for part in group if isinstance(part, PrintedTable)]):
                yield _write_row(row, vocabulary)
        else:
            for lines in group:
                if isinstance(lines, list):
                    yield _write_paragraph(lines, next(levels), vocabulary)


def _write_paragraph(lines: Sequence[Line], level: int | None, vocabulary: Vocabulary) -> _Written:
    calls = _calls(lines)
    block = Block(
        text=join_lines(lines, vocabulary),
        first_line=0,
        last_line=0,
        gap=1,
        page=lines[0].page,
        calls=tuple(mark for mark, _ in calls),
        heading=level,
    )
    return _Written(block, calls)


def _write_row(row: PrintedRow, vocabulary: Vocabulary) -> _Written:
    cells = tuple(join_lines(cell, vocabulary) for cell in row.cells)
    calls = _calls(line for cell in row.cells for line in cell)
    block = Block(
        text=_DIVIDER.join(cells),
        first_line=0,
        last_line=0,
        # A gap would begin another table, and part the names of columns from their rows.
        gap=int(row.opens),
        page=row.page,
        calls=tuple(mark for mark, _ in calls),
        cells=cells,
        names_columns=row.names_columns,
    )
    return _Written(block, calls)


def _calls(lines: Iterable[Line]) -> tuple[tuple[str, int], ...]:
    return tuple((mark, line.page) for line in lines for mark in line.calls)


def _place_notes(
    written: Iterable[_Written], notes: Iterable[PdfFootnote], vocabulary: Vocabulary
) -> Iterator[Block]:
    """The blocks with each note behind the one that calls it, or at the end of its page."""
    waiting = list(notes)
    for one in written:
        page = one.block.page or 0
        while waiting and waiting[0].page < page:
            yield _write_note(waiting.pop(0), vocabulary)
        yield one.block
        for mark, called_on in one.calls:
            # Word may move a note to the next page.
            pages = (called_on, called_on + 1)
            found = next((n for n in waiting if n.mark == mark and n.page in pages), None)
            if found is not None:
                waiting.remove(found)
                yield _write_note(found, vocabulary)
    for note in waiting:
        yield _write_note(note, vocabulary)


def _write_note(note: PdfFootnote, vocabulary: Vocabulary) -> Block:
    return Block(
        text=join_lines(note.lines, vocabulary),
        first_line=0,
        last_line=0,
        gap=1,
        page=note.page,
        note=note.mark,
    )
