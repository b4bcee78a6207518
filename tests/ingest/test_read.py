from ingest.manifest import list_files
from ingest.read import read_document, read_lines
from puente.records import Language, Visibility


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
