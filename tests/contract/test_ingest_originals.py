"""Original files follow their documents: from index to index, and out of them."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ingest.pipeline.index_sync import Destination
from ingest.pipeline.ingest_files import IngestOptions, ingest
from puente.model.documents import Visibility
from puente.originals.kept_files import NOTHING_KEPT, KeptFiles
from tests.fixtures.builders import EMBEDDER
from tests.fixtures.shelf import Shelf

PUBLIC, RESTRICTED = Visibility
TEXT = "La migración laboral creció en la región durante el último año.\n"


@pytest.fixture
def originals(tmp_path: Path) -> KeptFiles:
    return KeptFiles(tmp_path / "originals")


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "documents" / "acta.txt"
    made.parent.mkdir()
    made.write_text(TEXT, encoding="utf-8")
    return made


@pytest.fixture
def shelf(address: str) -> Iterator[Shelf]:
    made = Shelf(address)
    yield made
    made.close()


def take(
    shelf: Shelf, file: Path, originals: KeptFiles, *, prune: bool = False, **destination: object
) -> None:
    options = IngestOptions(clock=lambda: shelf.now, originals=originals, prune=prune)
    ingest([file.parent], shelf, EMBEDDER, Destination(**destination), options=options)


def kept(shelf: Shelf, originals: KeptFiles, visibility: Visibility) -> list[str]:
    """The texts that the documents of one index open, which are all that is kept of it."""
    store = shelf.find(visibility)
    opened = map(originals.open, store.documents() if store else ())
    return [b"".join(each.chunks()).decode() for each in opened if each]


def count(tmp_path: Path, visibility: Visibility) -> int:
    return len(list((tmp_path / "originals" / visibility).glob("*")))


def test_a_file_goes_where_its_document_goes(
    shelf: Shelf, file: Path, originals: KeptFiles, tmp_path: Path
) -> None:
    take(shelf, file, originals)
    assert kept(shelf, originals, PUBLIC) == [TEXT]
    take(shelf, file, originals, visibility=RESTRICTED)
    assert (count(tmp_path, PUBLIC), kept(shelf, originals, RESTRICTED)) == (0, [TEXT])
    take(shelf, file, originals, visibility=PUBLIC, publish=True)
    assert (kept(shelf, originals, PUBLIC), count(tmp_path, RESTRICTED)) == ([TEXT], 0)


def test_a_file_that_changed_takes_the_place_of_the_former(
    shelf: Shelf, file: Path, originals: KeptFiles, tmp_path: Path
) -> None:
    take(shelf, file, originals)
    file.write_text(TEXT * 2, encoding="utf-8")
    take(shelf, file, originals)
    assert (kept(shelf, originals, PUBLIC), count(tmp_path, PUBLIC)) == ([TEXT * 2], 1)


def test_a_file_goes_with_its_document(
    shelf: Shelf, file: Path, originals: KeptFiles, tmp_path: Path
) -> None:
    (file.parent / "otra.txt").write_text(TEXT * 3, encoding="utf-8")
    take(shelf, file, originals)
    assert count(tmp_path, PUBLIC) == 2
    file.unlink()
    take(shelf, file, originals)
    assert count(tmp_path, PUBLIC) == 2
    take(shelf, file, originals, prune=True)
    assert count(tmp_path, PUBLIC) == 1


def test_files_that_are_known_are_kept_once_it_is_asked_for(
    shelf: Shelf, file: Path, originals: KeptFiles
) -> None:
    take(shelf, file, NOTHING_KEPT)
    assert kept(shelf, originals, PUBLIC) == []
    take(shelf, file, originals)
    assert kept(shelf, originals, PUBLIC) == [TEXT]


def test_a_refused_file_is_not_kept(
    shelf: Shelf, file: Path, originals: KeptFiles, tmp_path: Path
) -> None:
    file.with_name("roto.pdf").write_bytes(b"%PDF-1.7 nothing")
    take(shelf, file, originals)
    assert count(tmp_path, PUBLIC) == 1
