import sys
from collections import Counter

import pytest

from ingest.pipeline.read_document import read_document, read_lines
from ingest.sources.listing import list_files
from ingest.structure.headings import is_heading
from ingest.structure.lines import looks_like_heading
from ingest.structure.title_block.reading import read_title_block
from puente.model.documents import Language, Visibility
from tests.fixtures.documents.pdf_files import pdf_of, set_lines
from tests.paths import SEEDS


def calls(function, *arguments):
    """The number of calls of each function while one runs, by its code."""
    counts = Counter()

    def count(frame, event, _):
        counts[frame.f_code] += event == "call"

    sys.setprofile(count)
    try:
        function(*arguments)
    finally:
        sys.setprofile(None)
    return counts


def test_the_title_block_is_parsed_once():
    (file,) = list_files(SEEDS.glob("002_*.txt"))
    assert calls(read_document, file)[read_title_block.__code__] == 1


def test_the_form_of_a_line_is_found_out_once(tmp_path):
    # Every name asks its neighbours on both sides whether they could be headings.
    names = [f"Delegado {letter}" for letter in "ABCDEFGHIJ"]
    (tmp_path / "a.txt").write_text("\n".join(["Los Estados recibieron el informe.", *names]))
    (file,) = list_files([tmp_path])
    counts = calls(read_document, file)
    assert counts[is_heading.__code__] >= len(names)
    assert counts[looks_like_heading.__code__] == len(names) + 1


def test_the_folder_decides_where_the_manifest_is_silent(tmp_path):
    (tmp_path / "a.txt").write_text("Los Estados Miembros recibieron el informe.")
    (file,) = list_files([tmp_path])
    read = read_document(file, collection="csm", visibility=Visibility.RESTRICTED)
    assert (read.document.collection, read.document.visibility) == ("csm", Visibility.RESTRICTED)
    assert [segment.document_id for segment in read.segments] == [read.document.id]


def test_lines_are_read_one_by_one(tmp_path):
    path = tmp_path / "acta.txt"
    path.write_text("1. Uno\n\n\u00a0dos\n")
    read = read_lines(path, Language.ES)
    assert [(segment.ordinal, segment.text) for segment in read.segments] == [
        (1, "1. Uno"),
        (2, ""),
        (3, "dos"),
    ]
    assert read.segments[2].id == "acta.es.0003"


@pytest.mark.parametrize(
    ("line", "restriction"),
    [("RESTRINGIDO", "RESTRINGIDO"), ("Distribución limitada", "distribucion limitada")],
)
def test_a_mark_in_the_title_block_is_told(tmp_path, line, restriction):
    (tmp_path / "a.txt").write_text(
        f"CP/doc.3654/02\n{line}\n\nINFORME\n\nLos Estados Miembros recibieron el informe.\n"
    )
    (file,) = list_files([tmp_path])
    assert read_document(file).restriction == restriction


def test_a_distribution_that_a_manifest_states_is_no_mark(tmp_path):
    (tmp_path / "a.txt").write_text("CP/doc.3654/02\n\nINFORME\n\nLos Estados Miembros.\n")
    (tmp_path / "manifest.csv").write_text("file,distribution\na.txt,restricted\n")
    (file,) = list_files([tmp_path])
    assert read_document(file).restriction is None


def test_a_paragraph_is_on_the_page_where_it_begins(tmp_path):
    first = ("La Asamblea General recibió el informe de la Comisión y resolvió|", "remitirlo.")
    going_on = ("Los Estados Miembros informarán a la Comisión en el plazo de un año, y|",)
    last = ("la Comisión les responderá.", "", "Este es el párrafo final de la resolución.")
    content = pdf_of(set_lines(*first, "", *going_on), set_lines(*last))
    (tmp_path / "acta.pdf").write_bytes(content)
    (file,) = list_files([tmp_path / "acta.pdf"])
    found = read_document(file).segments
    assert [(each.text.split()[0], each.page) for each in found] == [
        ("La", 1), ("Los", 1), ("Este", 2),
    ]  # fmt: skip
