import os
import socket
from pathlib import Path

import pytest

from ingest import extraction
from ingest.extraction import extract, extract_lines
from ingest.extraction import plain_text as text_format
from puente.errors import ExtractionError
from puente.model.reports import Reason
from tests.fixtures.texts import blocks_of

SPANISH = "La migración del niño: “protección”"


def write(tmp_path, content, name="text.txt"):
    path = tmp_path / name
    path.write_bytes(content)
    return path


def refusal(path):
    with pytest.raises(ExtractionError) as caught:
        extract(path)
    return caught.value


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16", "utf-32"])
def test_every_usual_encoding_is_read(tmp_path, encoding):
    (block,) = extract(write(tmp_path, SPANISH.encode(encoding))).blocks
    assert block.text == SPANISH


def test_latin_1_is_read(tmp_path):
    (block,) = extract(write(tmp_path, "Año de la niñez".encode("latin-1"))).blocks
    assert block.text == "Año de la niñez"


@pytest.mark.parametrize(
    "text", ["Sesión en el “PERÚ”", "«SÍ», dijo", "ESPAÑA — MÉXICO", "“SÃO” e “IRMÃ”"]
)
def test_windows_1252_whose_bytes_are_utf8_by_accident_is_read(tmp_path, text):
    (block,) = extract(write(tmp_path, text.encode("cp1252"))).blocks
    assert block.text == text


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_blocks_keep_the_lines_of_the_source(tmp_path, end):
    blocks = extract(write(tmp_path, end.join(["uno", "", "", "dos", "tres"]).encode())).blocks
    assert [(block.text, block.first_line, block.gap) for block in blocks] == [
        ("uno", 1, 0),
        ("dos", 4, 2),
        ("tres", 5, 0),
    ]


def test_form_feeds_count_pages():
    assert [block.page for block in blocks_of("uno", "\fdos", "tres")] == [1, 2, 2]


def test_lines_wrapped_at_a_column_become_paragraphs():
    blocks = blocks_of(
        "La Asamblea General encomendó al Consejo Permanente que con-",
        "siderase la posibilidad de que sus esfuerzos en el tema se",
        "vinculen con los de los procesos regionales de consulta.",
        "",
        "El Consejo Permanente convocó para ello una sesión especial",
        "de la Comisión de Asuntos Jurídicos y Políticos en octubre.",
        "- Un informe",
        "- Un temario",
    )
    assert [(block.text[-12:], block.first_line, block.last_line) for block in blocks] == [
        ("de consulta.", 1, 3),
        (" en octubre.", 5, 6),
        ("- Un informe", 7, 7),
        ("- Un temario", 8, 8),
    ]
    assert "que considerase la posibilidad de" in blocks[0].text


@pytest.mark.parametrize(
    ("content", "name", "reason", "words"),
    [
        (b"", "a.txt", Reason.EMPTY, "empty"),
        (b" \n\r\n\t ", "a.txt", Reason.EMPTY, "empty"),
        (b"12 - 34 / 56\n", "a.txt", Reason.EMPTY, "no words"),
        (
            b"PK\x03\x04\0\0mimetypeapplication/vnd.oasis.opendocument.presentation",
            "a.odp",
            Reason.UNSUPPORTED,
            "no text document",
        ),
        (b"PK\x03\x04\0\0carta.txt", "a.docx", Reason.WRONG_TYPE, "an archive"),
        (b"<?xml version='1.0'?><rss/>", "a.xml", Reason.UNSUPPORTED, "an XML file"),
        (b"<?xml version='1.0'?><rss/>", "a.doc", Reason.WRONG_TYPE, "an XML file"),
        (b"%PFD-1.4\n" + b"endobj\n" * 3, "a.pdf", Reason.MALFORMED, "damaged"),
        (b"{\\rt1 \\par \\par \\par Hola}", "a.rtf", Reason.MALFORMED, "damaged"),
        (b"\x89PNG\r\n\x1a\n", "a.png", Reason.UNSUPPORTED, "an image"),
        (b"\xff\xd8\xff\xe0", "a.txt", Reason.WRONG_TYPE, "an image"),
        (b"texto\0\1\2 y otros", "a.txt", Reason.WRONG_TYPE, "binary data"),
        (bytes(range(1, 32)) * 9 + b"a", "a.txt", Reason.WRONG_TYPE, "binary data"),
        ("Hola a todos".encode("utf-16-le"), "a.txt", Reason.MALFORMED, "UTF-16"),
        (b"\x7fELF\2\1\1" + bytes(30) + b"text" * 9, "a.txt", Reason.WRONG_TYPE, "binary data"),
        (b"texto y m\xe1s " * 400 + b"\0", "a.txt", Reason.WRONG_TYPE, "binary data"),
        ("uno\nresolución, niños".encode() + b"\ndos a\xf1os", "a.txt", Reason.MALFORMED, "line 3"),
        ("uno\r\nniño ".encode() + b"\xf1" * 3, "a.txt", Reason.MALFORMED, "first in line 2"),
        ("\ufeffniño".encode() + b"\xf1", "a.txt", Reason.MALFORMED, "no valid"),
        ("Migración, niñez, protección".encode("cp850"), "a.txt", Reason.MALFORMED, "encoding"),
        (b"\xff\xfeH", "a.txt", Reason.MALFORMED, "no valid"),
        ("migraci�n ni�os pa�ses".encode(), "a.txt", Reason.MALFORMED, "3 letters were lost"),
    ],
)
def test_what_is_no_text_is_refused_with_its_reason(tmp_path, content, name, reason, words):
    error = refusal(write(tmp_path, content, name))
    assert (error.reason, error.code) == (reason, reason.value)
    assert words in str(error)


def test_a_file_over_the_limit_is_too_big(tmp_path, monkeypatch):
    monkeypatch.setattr(extraction, "MAX_BYTES", 10)
    assert refusal(write(tmp_path, b"once letras")).reason is Reason.TOO_BIG


@pytest.mark.parametrize("limit", ["MAX_LINE", "MAX_LINES"])
def test_endless_lines_and_endless_texts_are_too_big(tmp_path, monkeypatch, limit):
    monkeypatch.setattr(text_format, limit, 2)
    assert refusal(write(tmp_path, b"uno\ndos\ntres")).reason is Reason.TOO_BIG


def test_a_folder_and_a_missing_file_are_refused(tmp_path):
    assert refusal(tmp_path).reason is Reason.UNSUPPORTED
    assert refusal(tmp_path / "gone.txt").reason is Reason.INTERNAL


@pytest.mark.parametrize("lines", [True, False])
def test_a_text_of_too_many_lines_is_too_big(tmp_path, lines):
    path = write(tmp_path, b"uno\n" * 50_001)
    with pytest.raises(ExtractionError, match="50,002 lines, more than 50,000") as caught:
        extract_lines(path) if lines else extract(path)
    assert caught.value.reason is Reason.TOO_BIG


def test_a_named_pipe_and_a_socket_are_refused_unopened(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)  # the path of a socket is short
    os.mkfifo("pipe.txt")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind("socket.txt")
    for name, detail in (("pipe.txt", "a named pipe"), ("socket.txt", "a socket")):
        error = refusal(tmp_path / name)
        assert (error.reason, error.detail) == (
            Reason.UNSUPPORTED, f"this is {detail}, not a file",
        )  # fmt: skip
    assert refusal(Path("/dev/null")).detail == "this is a device, not a file"


def test_the_lines_of_a_link_are_read(tmp_path):
    write(tmp_path, b"uno\ndos")
    (tmp_path / "link.txt").symlink_to("text.txt")
    assert extract_lines(tmp_path / "link.txt") == ("uno", "dos")


def test_text_is_read_whatever_its_name_promises_and_that_is_remarked(tmp_path):
    found = extract(write(tmp_path, b"Hola", "a.pdf"))
    assert [block.text for block in found.blocks] == ["Hola"]
    assert found.remarks == ("the file is named .pdf and is plain text",)


@pytest.mark.parametrize("name", ["a.txt", "a", "a.v2"])
def test_a_name_that_promises_nothing_is_not_remarked(tmp_path, name):
    assert extract(write(tmp_path, b"Hola", name)).remarks == ()
