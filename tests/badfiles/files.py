"""What a bad file is, and good ones to make bad ones of."""

import io
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from puente.model.reports import Reason
from tests.badfiles.compound import compound
from tests.badfiles.portable import pdf, text_page
from tests.fixtures.documents.word_files import docx, p, r

TEXT = "La Asamblea General encomendó al Consejo Permanente un informe sobre la migración."
_CODES = {"read", *Reason}
_OFFICE = "urn:oasis:names:tc:opendocument:xmlns"


@dataclass(frozen=True, slots=True)
class BadFile:
    """A file, and what may become of it: codes of refusal, or "read"."""

    name: str | bytes
    content: bytes
    allowed: frozenset[str]


def bad(name: str | bytes, content: bytes, *allowed: str) -> BadFile:
    """A bad file; named codes of which any is right."""
    if unknown := set(allowed) - _CODES:
        raise ValueError(unknown)
    return BadFile(name, content, frozenset(allowed))


def good_docx() -> bytes:
    return docx(p(r(TEXT)) * 20)


def odt(body: str, **parts: str | bytes) -> bytes:
    """An OpenDocument text with that XML in its body."""
    content = (
        f'<office:document-content xmlns:office="{_OFFICE}:office:1.0"'
        f' xmlns:text="{_OFFICE}:text:1.0" xmlns:table="{_OFFICE}:table:1.0">'
        f"<office:body><office:text>{body}</office:text></office:body></office:document-content>"
    )
    manifest = f'<manifest:manifest xmlns:manifest="{_OFFICE}:manifest:1.0"/>'
    files: dict[str, str | bytes] = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "META-INF/manifest.xml": manifest,
        "content.xml": content,
    }
    names = {"manifest": "META-INF/manifest.xml", "content": "content.xml", "mimetype": "mimetype"}
    files |= {names[name]: part for name, part in parts.items()}
    return zipped(files)


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file of those files; its type is not packed, as OpenDocument wants it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            packing = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            written.writestr(zipfile.ZipInfo(name), content, packing)
    return stream.getvalue()


def good_odt() -> bytes:
    return odt(f"<text:p>{TEXT}</text:p>" * 20)


def good_rtf() -> bytes:
    body = TEXT.encode("cp1252").replace(b"\xf3", b"\\'f3")
    return b"{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 Arial;}}" + (body + b"\\par\n") * 20 + b"}"


def good_html() -> bytes:
    return f"<!DOCTYPE html><meta charset=utf-8><title>A</title>{f'<p>{TEXT}</p>' * 20}".encode()


def good_pdf() -> bytes:
    return pdf(*text_page(TEXT, lines=20))


def good_doc() -> bytes:
    """A Word 97 document of one piece; its properties are all the default ones."""
    return compound(word_97(TEXT + "\r"))


def word_97(text: str, *, flags: int = 0x0200, version: int = 0xC1) -> dict[str, bytes]:
    """The streams of a Word document: a FIB, its text at 2,048, and a table of one piece."""
    letters = text.encode("cp1252")
    fib = bytearray(2048)
    fib[0:4] = (0xA5EC).to_bytes(2, "little") + version.to_bytes(2, "little")
    fib[10:12] = flags.to_bytes(2, "little")
    fib[24:28], fib[28:32] = _word(2048), _word(2048 + len(letters))
    fib[32:34] = (14).to_bytes(2, "little")
    fib[62:64] = (22).to_bytes(2, "little")
    fib[64:68], fib[76:80] = _word(2048 + len(letters)), _word(len(text))
    fib[152:154] = (93).to_bytes(2, "little")
    pieces = _word(0) + _word(len(text)) + b"\0\0" + _word(2048 * 2 | 0x40000000) + b"\0\0"
    table = b"\x02" + _word(len(pieces)) + pieces
    place = 154 + 33 * 8
    fib[place : place + 8] = _word(0) + _word(len(table))
    return {"WordDocument": bytes(fib) + letters, "1Table": table}


def _word(value: int) -> bytes:
    return value.to_bytes(4, "little")


GOOD = {
    "pdf": good_pdf,
    "docx": good_docx,
    "doc": good_doc,
    "odt": good_odt,
    "rtf": good_rtf,
    "html": good_html,
    "txt": lambda: (TEXT + "\n").encode() * 20,
}


def truncated(kind: str, *allowed: str) -> Iterator[BadFile]:
    """A good file of a kind, cut off at ten places."""
    whole = GOOD[kind]()
    for tenth in range(10):
        content = whole[: len(whole) * (tenth + 1) // 11]
        yield bad(f"truncated-{tenth}.{kind}", content, *allowed)


def squeezed(unit: bytes, times: int) -> bytes:
    """A raw deflate stream of a unit many times over, made without packing it many times."""
    packer = zlib.compressobj(9, wbits=-15)
    first = packer.compress(unit) + packer.flush(zlib.Z_FULL_FLUSH)
    return first * times + packer.flush()
