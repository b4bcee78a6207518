"""The whole way from a PDF to its blocks."""

from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from ingest.extraction.pdf import ocr
from ingest.extraction.pdf.reader import read_pdf
from puente.errors import ExtractionError
from puente.model.blocks import Properties
from puente.model.reports import Reason
from tests.fixtures.documents.pdf_files import both, pdf_of, set_lines
from tests.fixtures.documents.synthetic import make_document, score
from tests.fixtures.documents.typesetter import write_pdf

PATH = Path("file.pdf")


def extracted(content: bytes):
    return read_pdf(PATH, content)


def reason_of(content: bytes) -> Reason:
    with pytest.raises(ExtractionError) as caught:
        extracted(content)
    return caught.value.reason


@pytest.fixture(scope="module", params=[False, True], ids=["plain", "hyphenated"])
def synthetic(request):
    """Some 420 paragraphs on 40 pages, with everything that breaks paragraphs."""
    parts = make_document()
    return parts, extracted(write_pdf(parts, hyphenated=request.param)), request.param


def test_paragraphs_of_a_long_document_come_back_to_the_letter(synthetic):
    parts, read, hyphenated = synthetic
    scores = score(parts, read.blocks)
    assert scores.recall >= (0.97 if hyphenated else 0.98)
    assert scores.precision >= (0.95 if hyphenated else 0.97)
    assert scores.words >= 0.9995
    assert scores.wrong_joins <= 0.001


def test_notes_stand_behind_the_paragraph_that_calls_them(synthetic):
    parts, read, _ = synthetic
    scores = score(parts, read.blocks)
    assert (scores.notes, scores.foreign) == (16, 0)


def test_every_cell_of_ruled_tables_is_read_once_and_in_its_row(synthetic):
    parts, read, _ = synthetic
    rows = [row for part in parts for row in getattr(part, "rows", ())]
    assert [block.cells for block in read.blocks if block.cells] == rows
    heads = [block.text for block in read.blocks if block.names_columns]
    assert heads == ["Actividad | Responsable | Presupuesto (US$)"] * 2


def test_pages_are_counted_and_paragraphs_stand_apart(synthetic):
    _, read, _ = synthetic
    pages = [block.page for block in read.blocks if block.note is None]
    assert pages == sorted(pages)
    assert pages[-1] >= 40
    assert {block.gap for block in read.blocks if not block.cells} == {1}
    assert [block.first_line for block in read.blocks] == list(range(1, len(read.blocks) + 1))


def test_a_user_password_is_asked_for_and_an_empty_one_is_not():
    page = set_lines("La Asamblea General resuelve")
    locked = StandardEncryption("secret", ownerPassword="owner")
    open_to_all = StandardEncryption("", ownerPassword="owner")
    assert reason_of(pdf_of(page, encrypt=locked)) is Reason.ENCRYPTED
    blocks = extracted(pdf_of(page, encrypt=open_to_all)).blocks
    assert [block.text for block in blocks] == ["La Asamblea General resuelve"]


@pytest.mark.parametrize("content", [b"%PDF-1.4\nno more", b"%PDF-1.7\n%%EOF\n"])
def test_a_damaged_file_is_malformed(content):
    assert reason_of(content) is Reason.MALFORMED


def test_a_file_without_words_is_empty():
    assert reason_of(pdf_of(lambda canvas: canvas.rect(72, 72, 100, 100))) is Reason.EMPTY


def test_too_many_pages_are_refused_before_they_are_read(monkeypatch):
    monkeypatch.setattr("ingest.extraction.pdf.reader.MAX_PAGES", 1)
    page = set_lines("Una página")
    assert reason_of(pdf_of(page, page)) is Reason.TOO_BIG


def test_what_the_file_states_of_itself_is_kept_but_not_the_name_of_a_file():
    def page(canvas):
        canvas.setTitle("Microsoft Word - seriec_129_ing.doc")
        canvas.setKeywords("migración; género")
        set_lines("Texto")(canvas)

    properties = extracted(pdf_of(page)).properties
    assert properties == Properties(title=None, date="2000-01-01", keywords="migración; género")


def picture(canvas):
    image = Image.new("L", (600, 800), color=230)
    canvas.drawImage(ImageReader(image), 0, 0, width=612, height=792)


def test_pages_that_are_pictures_are_told_where_nothing_can_read_them(monkeypatch):
    monkeypatch.setattr(ocr, "ocr_languages", lambda: None)
    scan = extracted(pdf_of(set_lines("Acta de la sesión"), picture))
    assert (scan.unread_pages, len(scan.blocks)) == ((2,), 1)
    stamped = both(picture, set_lines("12"))
    assert reason_of(pdf_of(picture, stamped)) is Reason.NEEDS_OCR


def test_pages_that_are_pictures_are_read_where_tesseract_is_installed():
    if ocr.ocr_languages() is None:
        pytest.skip("needs tesseract with spa and eng")
    words = "La Organización de los Estados Americanos y la migración"
    original = pdf_of(set_lines(words, "en el hemisferio", size=14))
    scan = extracted(pdf_of(scan_of(original)))
    assert [block.text for block in scan.blocks] == [words + " en el hemisferio"]
    assert scan.unread_pages == ()


def scan_of(content):
    import pypdfium2

    with pypdfium2.PdfDocument(content) as document:
        image = document[0].render(scale=200 / 72).to_pil()

    def draw(canvas):
        canvas.drawImage(ImageReader(image), 0, 0, width=612, height=792)

    return draw


def test_a_page_with_shifted_letters_is_not_taken_for_text():
    """As fonts do that number their signs: "S" is written as "6", 29 places before it."""
    said = (
        "Sentencia de la Corte Interamericana sobre la libertad de los migrantes",
        "que fueron detenidos en la frontera sin control por las autoridades",
    )
    shifted = [" ".join("".join(chr(ord(s) - 29) for s in w) for w in t.split()) for t in said]
    assert reason_of(pdf_of(set_lines(*shifted))) is Reason.NEEDS_OCR
    plain, broken = extracted(pdf_of(set_lines(*said), set_lines(*shifted))), (2,)
    assert plain.unread_pages == broken
    assert {block.page for block in plain.blocks} == {1}
