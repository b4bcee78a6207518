import io
import zipfile

import pytest

from ingest.extraction.file_type import FileType, sniff
from tests.paths import FIXTURES as DATA

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
WEB_ARCHIVE = b'MIME-Version: 1.0\nContent-Type: multipart/related; boundary="b"\n\n--b\n'
WORD_2003 = b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument>'


def package(*names):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name in names:
            written.writestr(zipfile.ZipInfo(name), "x")
    return stream.getvalue()


@pytest.mark.parametrize(
    ("content", "file_type"),
    [
        (b"Texto: <p> es una marca", FileType.TEXT),
        (b"Un PDF empieza con %PDF-1.4", FileType.TEXT),
        (b"\xff\xfeH\0", FileType.TEXT),
        (b"%PDF-1.4", FileType.PDF),
        (b"HTTP/1.1 200 OK\r\n\r\n%PDF-1.4\n1 0 obj\n<<>>\nendobj", FileType.PDF),
        (b" \r\n{\\rtf1 Hola}", FileType.RTF),
        (b"\xef\xbb\xbf{\\rtf1 Hola}", FileType.RTF),
        (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>", FileType.HTML),
        (b"<!-- saved --><!-- twice -->\n<!DOCTYPE html>", FileType.HTML),
        (b'<?xml version="1.0"?>\n<html xmlns="http://www.w3.org/1999/xhtml">', FileType.HTML),
        ("\ufeff<html><body>".encode("utf-16-le"), FileType.HTML),
        (b"<table><tr><td>", FileType.HTML),
        (b"<!-- -->" * 400 + b"x", FileType.TEXT),
        (WEB_ARCHIVE, FileType.WEB_ARCHIVE),
        (WORD_2003, FileType.WORD_XML),
        (b'<?xml version="1.0"?><rss>', FileType.XML),
        (package("[Content_Types].xml", "word/document.xml"), FileType.DOCX),
        (package("[Content_Types].xml", "xl/workbook.xml"), FileType.OFFICE),
        (package("word/carta.txt"), FileType.ARCHIVE),
        (package("content.xml", "META-INF/manifest.xml"), FileType.ODT),
        (b"PK\x03\x04\0\0[Content_Types].xml", FileType.DOCX),
        (b"PK\x03\x04\0\0mimetypeapplication/vnd.oasis.opendocument.text", FileType.ODT),
        (b"PK\x03\x04\0\0mimetypeapplication/vnd.oasis.opendocument.calc", FileType.OFFICE),
        (OLE, FileType.DOC),
        (b"\x89PNG\r\n\x1a\n", FileType.IMAGE),
        (b"\x7fELF\2\1\1" + bytes(30), FileType.BINARY),
    ],
)
def test_the_type_of_a_file_is_told_by_its_content(content, file_type):
    assert sniff(content) is file_type


@pytest.mark.parametrize(
    ("name", "file_type"),
    [("odt", FileType.ODT), ("rtf", FileType.RTF), ("html", FileType.HTML)],
)
def test_real_files_are_told(name, file_type):
    assert sniff((DATA / f"probe.{name}").read_bytes()) is file_type
