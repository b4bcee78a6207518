"""PDF -> blocks: the file opened, its pages read one by one, what it states of itself."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pypdfium2 as pdfium
import pypdfium2.raw as pdfium_c

from ingest.extraction.pdf.layout import lay_out
from ingest.extraction.pdf.ocr import recognise
from ingest.extraction.pdf.shifted_text import is_shifted
from ingest.extraction.pdf.text_runs import Page, read_page
from puente.errors import ExtractionError
from puente.model.blocks import Extracted, Properties
from puente.model.reports import Reason

MAX_PAGES = 5_000
_REASONS = {
    pdfium_c.FPDF_ERR_PASSWORD: (Reason.ENCRYPTED, "it opens only with a password. Remove it."),
    pdfium_c.FPDF_ERR_SECURITY: (Reason.ENCRYPTED, "it is protected. Remove the protection."),
}
_DAMAGED = "the PDF is damaged. Save or export it again."
# A scan can have a stamp or a page number as text. Three of 3,650 real pages have less than 40
# letters; the least text under a picture as wide as the page is 0.
_FEW_LETTERS = 40
_MOSTLY_PICTURED = 0.5
_LEAST_PICTURED = 0.05
_MOST_UNREADABLE = 0.3
# What pdfium gives for signs without a letter; the private use area has signs of Symbol too.
_UNKNOWN = re.compile("[\x00-\x01\x03-\x08\x0e-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff]")
# "Microsoft Word - seriec_129_ing.doc" (1198), "untitled": names of files, not titles.
_FILE_NAME = re.compile(r"microsoft word\b|untitled|sin título|.*\.\w{2,4}$", re.IGNORECASE)
_DATE = re.compile(r"(?:D:)?(\d{4})(\d\d)(\d\d)")


def read_pdf(path: Path, content: bytes) -> Extracted:
    """The paragraphs, rows and notes of a PDF; pages that are pictures of text are recognised."""
    try:
        document = pdfium.PdfDocument(content)
    except pdfium.PdfiumError as error:
        reason, detail = _REASONS.get(error.err_code, (Reason.MALFORMED, _DAMAGED))
        raise ExtractionError(path, reason, detail) from error
    try:
        return _read_document(path, document)
    finally:
        document.close()


def _read_document(path: Path, document: pdfium.PdfDocument) -> Extracted:
    count = len(document)
    if not count:
        raise ExtractionError(path, Reason.EMPTY, "the PDF has no pages")
    if count > MAX_PAGES:
        detail = f"the PDF has {count:,} pages, more than {MAX_PAGES:,}. Split it."
        raise ExtractionError(path, Reason.TOO_BIG, detail)
    pages = list(_read_pages(path, document))
    unread = tuple(page.number for page in pages if _is_picture(page))
    layout = lay_out(page for page in pages if page.number not in unread)
    blocks = layout.blocks
    if not blocks and unread:
        detail = "its pages are pictures of text. Install tesseract with spa and eng to read them."
        raise ExtractionError(path, Reason.NEEDS_OCR, detail)
    if not blocks:
        raise ExtractionError(path, Reason.EMPTY, "the PDF has no words")
    return Extracted(
        blocks=blocks,
        properties=_read_properties(document),
        unread_pages=unread,
        running_heads=layout.running_heads,
    )


def _read_pages(path: Path, document: pdfium.PdfDocument) -> Iterator[Page]:
    for index in range(len(document)):
        try:
            page = read_page(document, index)
        except pdfium.PdfiumError as error:
            detail = f"its page {index + 1} is damaged. Save or export it again."
            raise ExtractionError(path, Reason.MALFORMED, detail) from error
        if _is_unreadable(page):
            page = replace(page, runs=(), pictured=1.0)
        recognised = recognise(document, page) if _is_picture(page) else None
        # A picture without a word is no text that was missed.
        yield page if recognised is None else replace(recognised, pictured=0.0)


def _is_picture(page: Page) -> bool:
    if page.pictured < _LEAST_PICTURED:
        return False
    letters = sum(character.isalpha() for run in page.runs for character in run.text)
    return not letters or (letters < _FEW_LETTERS and page.pictured >= _MOSTLY_PICTURED)


def _is_unreadable(page: Page) -> bool:
    """Test for a page whose fonts do not say which letters its signs are."""
    if is_shifted(" ".join(run.text for run in page.runs)):
        return True
    unknown = sum(len(_UNKNOWN.findall(run.text)) for run in page.runs)
    return unknown > _MOST_UNREADABLE * sum(len(run.text) for run in page.runs)


def _read_properties(document: pdfium.PdfDocument) -> Properties:
    stated = document.get_metadata_dict(skip_empty=True)
    title = stated.get("Title", "").strip()
    date = _DATE.match(stated.get("CreationDate", ""))
    return Properties(
        title=title if title and not _FILE_NAME.match(title) else None,
        date="-".join(date.groups()) if date else None,
        language=_read_language(document),
        keywords=stated.get("Keywords", "").strip() or None,
    )


def _read_language(document: pdfium.PdfDocument) -> str | None:
    buffer = (pdfium_c.FPDF_WCHAR * 64)()
    length = pdfium_c.FPDFCatalog_GetLanguage(document.raw, buffer, 2 * len(buffer))
    text = bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", errors="replace")
    return text.strip("\0 ") or None
