"""Pages that are pictures of text, read by tesseract where it is installed."""

import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from itertools import groupby
from statistics import median

import pypdfium2 as pdfium

from ingest.extraction.heartbeat import send_heartbeat
from ingest.extraction.pdf.text_runs import Page, TextRun

_WANTED = ("spa", "eng")
_POINTS_PER_INCH = 72
# Half the dots read clean pages as well (1,025 of 1,025 words); scans of carbon copies need these.
_DOTS_PER_INCH = 300
_MOST_DOTS = 6_000
_SECONDS = 60.0
_LEAST_CONFIDENCE = 30.0
# Of the height of a line: its size, from the height of its letters; and how far its ends may lie
# from those of its block and still be meant to be there.
_SIZE = 0.9
_SLACK = 0.8
_WORD_LEVEL = 5


@cache
def ocr_languages() -> str | None:
    """The languages that tesseract is asked for, None where it or one of them is not installed."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    listed = subprocess.run(
        [program, "--list-langs"], capture_output=True, text=True, check=False, timeout=_SECONDS
    )
    installed = set(listed.stdout.split())
    return "+".join(_WANTED) if installed.issuperset(_WANTED) else None


def recognise(document: pdfium.PdfDocument, page: Page) -> Page | None:
    """The page with the text of its picture, None if it cannot be read here or in a minute."""
    languages = ocr_languages()
    if languages is None:
        return None
    dots, scale = _render(document, page)
    command = ["tesseract", "stdin", "stdout", "-l", languages, "--dpi", str(_DOTS_PER_INCH), "tsv"]
    try:
        done = subprocess.run(
            command, input=dots, capture_output=True, check=True, timeout=_SECONDS
        )
    except (OSError, subprocess.SubprocessError):
        return None
    finally:
        send_heartbeat()
    words = _read_words(done.stdout.decode("utf-8", errors="replace"))
    return replace(page, runs=tuple(_build_runs(words, scale, page.height)))


def _render(document: pdfium.PdfDocument, page: Page) -> tuple[bytes, float]:
    """The page as a grey PNM picture, and how many dots a point has."""
    largest = max(page.width, page.height, 1.0)
    scale = min(_DOTS_PER_INCH / _POINTS_PER_INCH, _MOST_DOTS / largest)
    sheet = document[page.number - 1]
    try:
        rows = sheet.render(scale=scale, grayscale=True).to_numpy()
    finally:
        sheet.close()
    height, width = rows.shape[:2]
    return b"P5 %d %d 255\n" % (width, height) + rows.tobytes(), scale


@dataclass(frozen=True, slots=True)
class _Word:
    """A word that was recognised, with the numbers of its block, paragraph and line, in dots."""

    line: tuple[int, int, int]
    left: int
    top: int
    right: int
    bottom: int
    text: str


def _read_words(table: str) -> Iterator[_Word]:
    """The words of tesseract's table: level, five numbers, box, confidence and text in a row."""
    for row in table.splitlines()[1:]:
        cells = row.split("\t")
        if int(cells[0]) != _WORD_LEVEL or float(cells[10]) < _LEAST_CONFIDENCE:
            continue
        left, top, width, height = map(int, cells[6:10])
        if text := cells[11].strip():
            block, paragraph, line = map(int, cells[2:5])
            yield _Word((block, paragraph, line), left, top, left + width, top + height, text)


def _build_runs(words: Iterator[_Word], scale: float, height: float) -> Iterator[TextRun]:
    """A run for each line; lines whose ends almost meet those of their block are made to meet."""
    lines = [list(line) for _, line in groupby(words, key=lambda word: word.line)]
    if not lines:
        return
    usual = median(max(w.bottom for w in line) - min(w.top for w in line) for line in lines)
    for _, block in groupby(lines, key=lambda line: line[0].line[0]):
        yield from _block_runs(list(block), usual, scale, height)


def _block_runs(
    lines: Sequence[Sequence[_Word]], usual: float, scale: float, height: float
) -> Iterator[TextRun]:
    left = min(word.left for line in lines for word in line)
    right = max(word.right for line in lines for word in line)
    slack = _SLACK * usual
    for line in lines:
        begin = min(word.left for word in line)
        end = max(word.right for word in line)
        yield TextRun(
            text=" ".join(word.text for word in line),
            left=(left if begin - left < slack else begin) / scale,
            right=(right if right - end < slack else end) / scale,
            baseline=height - median(word.bottom for word in line) / scale,
            size=_SIZE * usual / scale,
            is_bold=False,
            after_space=True,
        )
