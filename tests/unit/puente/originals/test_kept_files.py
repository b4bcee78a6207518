"""Original files are kept by checksum, apart by who may see them, and go with their document."""

import hashlib
import os
import stat
from dataclasses import dataclass

import pytest

from puente.model.documents import Document, Visibility
from puente.originals import kept_files
from puente.originals.kept_files import KeptFiles
from puente.originals.media_types import MEDIA_TYPES, media_type_of
from tests.fixtures.builders import document

PUBLIC, RESTRICTED = Visibility
CONTENT = b"%PDF-1.7 acta"


@dataclass
class Index:
    held: tuple[Document, ...] = ()

    def documents(self):
        return self.held


def of(content=CONTENT, visibility=PUBLIC, **values):
    checksum = hashlib.sha256(content).hexdigest()
    return document("acta.es", checksum=checksum, visibility=visibility, **values)


def read(originals, asked):
    found = originals.open(asked)
    return b"".join(found.chunks()) if found else None


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "acta.pdf"
    path.write_bytes(CONTENT)
    return path


@pytest.fixture
def originals(tmp_path):
    return KeptFiles(tmp_path / "files")


def test_a_file_is_kept_and_opened(originals, file):
    originals.keep(file, of())
    file.unlink()
    assert originals.has(of())
    assert read(originals, of()) == CONTENT
    found = originals.open(of())
    with found.stream:
        assert (found.media_type, found.size) == ("application/pdf", len(CONTENT))


def test_a_public_document_never_opens_a_restricted_file(originals, file):
    originals.keep(file, of(visibility=RESTRICTED))
    assert (originals.has(of()), read(originals, of())) == (False, None)
    assert read(originals, of(visibility=RESTRICTED)) == CONTENT


def test_a_collection_does_not_tell_of_the_same_bytes_in_another(originals, file):
    originals.keep(file, of(visibility=RESTRICTED, collection="csm"))
    assert not originals.has(of(visibility=RESTRICTED, collection="crm"))


def test_restricted_files_are_the_owners_alone(originals, file, tmp_path):
    for visibility in Visibility:
        originals.keep(file, of(visibility=visibility))
    modes = {
        path.relative_to(tmp_path / "files").parts[0]: stat.S_IMODE(path.stat().st_mode) & 0o077
        for path in (tmp_path / "files").rglob("*")
    }
    assert modes[RESTRICTED] == 0
    assert stat.S_IMODE((tmp_path / "files" / RESTRICTED).stat().st_mode) == 0o700


def test_what_leaves_an_index_is_not_kept(originals, file, tmp_path):
    for visibility in Visibility:
        originals.keep(file, of(visibility=visibility))
    (tmp_path / "files" / PUBLIC / "new-half").write_bytes(b"what a crash left")
    originals.sweep(PUBLIC, Index())
    originals.sweep(RESTRICTED, Index((of(visibility=RESTRICTED),)))
    assert list((tmp_path / "files" / PUBLIC).iterdir()) == []
    assert read(originals, of(visibility=RESTRICTED)) == CONTENT


def test_a_file_that_is_another_by_now_is_not_kept(originals, file, tmp_path):
    asked = of()
    file.write_bytes(b"otra cosa")
    originals.keep(file, asked)
    assert not originals.has(asked)
    assert list((tmp_path / "files" / PUBLIC).iterdir()) == []


def test_nothing_is_kept_of_links_pipes_and_strange_checksums(originals, file, tmp_path):
    link, pipe = tmp_path / "link.pdf", tmp_path / "pipe.pdf"
    link.symlink_to(file)
    os.mkfifo(pipe)
    for path in (link, pipe, tmp_path / "nothing.pdf"):
        originals.keep(path, of())
        assert not originals.has(of())
    for checksum in ("", "../../etc/passwd", "acta"):
        originals.keep(file, document("acta.es", checksum=checksum))
        assert originals.open(document("acta.es", checksum=checksum)) is None


def test_a_link_in_the_place_of_a_file_is_not_followed(originals, file, tmp_path):
    originals.keep(file, of())
    kept = tmp_path / "files" / PUBLIC / of().checksum
    kept.unlink()
    kept.symlink_to(file)
    assert originals.open(of()) is None


def test_what_is_too_long_is_not_kept(originals, file, monkeypatch):
    monkeypatch.setattr(kept_files, "MOST_BYTES", len(CONTENT) - 1)
    originals.keep(file, of())
    assert not originals.has(of())
    monkeypatch.setattr(kept_files, "MOST_BYTES", len(CONTENT))
    originals.keep(file, of())
    assert read(originals, of()) == CONTENT
    monkeypatch.setattr(kept_files, "MOST_BYTES", len(CONTENT) - 1)
    assert originals.open(of()) is None


def test_where_nothing_is_kept_nothing_is_shown_and_what_was_is_removed(originals, file, tmp_path):
    originals.keep(file, of())
    off = KeptFiles(tmp_path / "files", keeps=False)
    assert (off.has(of()), off.open(of())) == (False, None)
    off.keep(file, of(visibility=RESTRICTED))
    assert not originals.has(of(visibility=RESTRICTED))
    off.sweep(PUBLIC, Index())
    assert not originals.has(of())


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("acta.pdf", b"%PDF-1.4", "application/pdf"),
        ("acta.doc", b"\n%PDF-1.4", "application/pdf"),
        ("acta.pdf", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
        ("acta.doc", b"{\\rtf1", "application/rtf"),
        ("acta.DOCX", b"PK\x03\x04", MEDIA_TYPES[3]),
        ("acta.odt", b"PK\x03\x04", "application/vnd.oasis.opendocument.text"),
        ("acta.zip", b"PK\x03\x04", "application/octet-stream"),
        ("acta.html", b"<p>", "text/html"),
        ("acta.txt", b"<script>", "text/plain"),
        ("acta.pdf", b"<script>", "application/octet-stream"),
        ("acta.svg", b"<svg>", "application/octet-stream"),
        ("acta", b"", "application/octet-stream"),
    ],
)
def test_a_file_is_what_its_bytes_say(name, head, expected):
    assert media_type_of(name, head) == expected
