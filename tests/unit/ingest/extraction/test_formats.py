"""One document in the formats that LibreOffice 7.4 makes of it."""

from dataclasses import replace

import pytest

from ingest.extraction import extract
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.blocks import Properties
from puente.model.documents import Language
from tests.paths import FIXTURES as DATA

LABELS = {
    "odt": ("1.", "a)", "b)", "i.", "ii.", "2.", "3."),
    "rtf": ("1.", "a)", "b)", "i.", "ii.", "2.", "3."),
    "docx": ("1.", "a)", "b)", "i.", "ii.", "2.", "3."),
    "doc": ("1.", "a)", "b)", "i.", "ii.", "2.", "3."),
    "html": ("1.", "a.", "b.", "i.", "ii.", "2.", "3."),
}
TABLES = [
    ("País", "Medida adoptada", "Año"),
    ("Región 1", "Ratificó la convención número 1; adoptó la ley 7", "1991"),
    ("Región 2", "Ratificó la convención número 2; adoptó la ley 14", "1992"),
    ("Foro", "Objetivos comunes", ""),
    ("Cumbre", "a1", "a2"),
    ("Cumbre", "b1", "b2"),
    ("Todo el ancho de la fila", "", ""),
]


@pytest.fixture(params=["odt", "rtf", "html", "docx", "doc"])
def name(request):
    return request.param


@pytest.fixture
def read(name):
    return extract(DATA / f"probe.{name}")


def test_lists_have_the_numbers_that_are_shown(read, name):
    listed = [block.text for block in read.blocks if block.text.split()[0] in LABELS[name]]
    assert listed == [
        f"{label} {text}"
        for label, text in zip(
            LABELS[name],
            (
                "Encomendar al Consejo Permanente lo que sigue:",
                "examinar el informe",
                "remitir el proyecto",
                "con anexos",
                "sin anexos",
                "Solicitar al Secretario General.",
                "Agradecer a la Comisión.",
            ),
            strict=True,
        )
    ]


def test_tables_are_rows_of_cells(read):
    assert [block.cells for block in read.blocks if block.cells] == TABLES


def test_notes_stand_behind_their_calls(read):
    start = next(at for at, block in enumerate(read.blocks) if block.calls)
    assert [(block.text, block.note, block.calls) for block in read.blocks[start : start + 3]] == [
        ("Llamada y asterisco.", None, ("i", "*")),
        ("Nota final al documento.", "i", ()),
        ("Nota con marca propia.", "*", ()),
    ]


def test_what_is_hidden_is_left_out_and_what_is_boxed_is_read(read):
    texts = [block.text for block in read.blocks]
    assert [text for text in texts if "ntes" in text or "caja" in text or "fuera" in text] in (
        ["Antes después.", "Texto de la caja", "Caja: fuera."],
        ["Antes después.", "Caja: fuera.", "Texto de la caja"],
    )


def test_insertions_are_kept_and_deletions_dropped(read, name):
    # LibreOffice writes deletions into pages as plain text.
    deleted = "borrado " if name == "html" else ""
    assert f"Texto insertado {deleted}final." in [block.text for block in read.blocks]


def test_breaks_made_by_hand_divide_short_lines(read):
    texts = [block.text for block in read.blocks]
    start = texts.index("Primera línea")
    assert texts[start + 1] == "Segunda línea"


def test_the_properties_are_read(read):
    assert replace(read.properties, language=None) == Properties(
        title="Proyecto de resolución", date="2004-10-13", keywords="migración"
    )


KINDS = {
    "odt": "an OpenDocument text (.odt)",
    "rtf": "an RTF document",
    "html": "a web page",
    "docx": "a Word document (.docx)",
    "doc": "an old Word document (.doc)",
    "pdf": "a PDF document",
}


@pytest.mark.parametrize("ending", KINDS)
def test_a_name_that_promises_another_format_is_remarked(tmp_path, ending):
    path = tmp_path / "informe.mht"
    path.write_bytes((DATA / f"probe.{ending}").read_bytes())
    found = extract(path)
    assert found.remarks == (f"the file is named .mht and is {KINDS[ending]}",)
    assert found.blocks == extract(DATA / f"probe.{ending}").blocks


def test_a_folder_of_all_formats_is_read():
    read = [read_document(file) for file in list_files([DATA]) if "probe." in file.source]
    assert [each.document.source for each in read] == [
        "probe.doc", "probe.docx", "probe.html", "probe.odt", "probe.pdf", "probe.rtf",
    ]  # fmt: skip
    assert {each.document.language for each in read} == {Language.ES}
    operative = "Encomendar al Consejo Permanente lo que sigue:"
    assert [
        segment.label for each in read for segment in each.segments if segment.text == operative
    ] == ["1."] * 6
