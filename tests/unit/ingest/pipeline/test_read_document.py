import pytest

from ingest.pipeline.read_document import read_document, read_lines
from ingest.sources.listing import list_files
from puente.model.documents import Language, Visibility


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
    ("visibility", "line", "remarks"),
    [
        (
            Visibility.PUBLIC,
            "RESTRINGIDO",
            ("its title block says that it is restricted, and the collection is public",),
        ),
        (Visibility.RESTRICTED, "RESTRINGIDO", ()),
        (Visibility.PUBLIC, "Distribución limitada", ()),
    ],
)
def test_a_restricted_document_that_all_may_see_is_remarked(tmp_path, visibility, line, remarks):
    (tmp_path / "a.txt").write_text(
        f"CP/doc.3654/02\n{line}\n\nINFORME\n\nLos Estados Miembros recibieron el informe.\n"
    )
    (file,) = list_files([tmp_path])
    read = read_document(file, visibility=visibility)
    assert (read.remarks, read.document.visibility) == (remarks, visibility)


def test_who_states_the_distribution_knows_where_the_document_goes(tmp_path):
    (tmp_path / "a.txt").write_text("CP/doc.3654/02\n\nINFORME\n\nLos Estados Miembros.\n")
    (tmp_path / "manifest.csv").write_text("file,distribution\na.txt,restricted\n")
    (file,) = list_files([tmp_path])
    assert read_document(file).remarks == ()
