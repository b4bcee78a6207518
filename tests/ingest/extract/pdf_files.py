"""Small PDF files for tests: each states only what it is about."""

import io
from collections.abc import Callable, Sequence
from pathlib import Path

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.pdfgen.canvas import Canvas

from ingest.blocks import Block
from ingest.extract.pdf import read_pdf

LEFT, RIGHT = 72.0, 540.0
FONT, SIZE, PITCH = "Times-Roman", 11.0, 13.0
TOP = 700.0

Drawing = Callable[[Canvas], object]


def pdf_of(*pages: Drawing, encrypt: StandardEncryption | None = None) -> bytes:
    """A PDF with a page for each drawing."""
    buffer = io.BytesIO()
    canvas = Canvas(buffer, pagesize=(612, 792), invariant=True, encrypt=encrypt)
    for draw in pages:
        draw(canvas)
        canvas.showPage()
    canvas.save()
    return buffer.getvalue()


def set_lines(
    *lines: str, top: float = TOP, left: float = LEFT, font: str = FONT, size: float = SIZE
) -> Drawing:
    """Lines below each other; one that ends in "|" is stretched to the right margin."""

    def draw(canvas: Canvas) -> None:
        for number, line in enumerate(lines):
            shown = line.removesuffix("|")
            text = canvas.beginText(left, top - number * PITCH)
            text.setFont(font, size)
            if line.endswith("|"):
                rest = RIGHT - left - stringWidth(shown, font, size)
                text.setWordSpace(rest / shown.count(" "))
            text.textOut(shown)
            canvas.drawText(text)

    return draw


def both(*drawings: Drawing) -> Drawing:
    """Several drawings on one page."""

    def draw(canvas: Canvas) -> None:
        for one in drawings:
            one(canvas)

    return draw


def draw_table(
    rows: Sequence[Sequence[str]], *, top: float = 600.0, width: float = 150.0, height: float = 30.0
) -> Drawing:
    """A table with a box around every cell; a line in a cell ends with a line break."""

    def draw(canvas: Canvas) -> None:
        for at, row in enumerate(rows):
            for column, cell in enumerate(row):
                x, y = LEFT + column * width, top - (at + 1) * height
                canvas.rect(x, y, width, height)
                set_lines(*cell.split("\n"), top=y + height - 12, left=x + 4)(canvas)

    return draw


def read(*pages: Drawing) -> tuple[Block, ...]:
    """The blocks of a PDF with those pages."""
    return read_pdf(Path("file.pdf"), pdf_of(*pages)).blocks


def texts(*pages: Drawing) -> list[str]:
    return [block.text for block in read(*pages)]
