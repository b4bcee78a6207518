"""Bad packages: .docx and .odt, and zip files that pretend."""

import io
import struct
import zipfile
from collections.abc import Iterator

from tests.badfiles.compound import compound
from tests.badfiles.files import (
    TEXT,
    BadFile,
    bad,
    good_docx,
    good_odt,
    odt,
    squeezed,
    truncated,
    zipped,
)
from tests.fixtures.documents.word_files import docx, p, r, table

_LAUGHS = "<!DOCTYPE a [<!ENTITY a0 'ha'>{}]>".format(
    "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
)
_FILE = "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
_BLOWN = f"<!DOCTYPE a [<!ENTITY x '{'x' * 50_000}'>]>"


def bad_packages() -> Iterator[BadFile]:
    """Every bad package."""
    yield from _docx_bombs()
    yield from _odt_bombs()
    yield from _entities()
    yield from _zip_tricks()
    yield from _structures()
    yield from truncated("docx", "malformed", "unsupported", "wrong-type")
    yield from truncated("odt", "malformed", "unsupported", "wrong-type")


def _docx_bombs() -> Iterator[BadFile]:
    yield bad("empty-paragraphs.docx", _flood(b"<w:p/>" * 10_000, 200), "bomb", "too-big")
    yield bad("long-text.docx", _flood(b"a" * (1 << 20), 600), "bomb", "too-big")
    yield bad("50000-controls.docx", docx("<w:sdt><w:sdtContent>" * 50_000), "bomb", "malformed")
    nested = "<w:tbl><w:tr><w:tc>" * 2_000 + p(r(TEXT)) + "</w:tc></w:tr></w:tbl>" * 2_000
    yield bad("nested-tables.docx", docx(nested), "bomb", "malformed")
    yield bad("200000-paragraphs.docx", docx(p(r("La migración.")) * 200_000), "too-big", "bomb")
    wide = table(tuple(f"a{n}" for n in range(50_000)))
    yield bad("wide-table.docx", docx(wide), "read", "too-big", "bomb")
    styles = (
        '<w:style w:styleId="a" w:type="paragraph"><w:basedOn w:val="b"/></w:style>'
        '<w:style w:styleId="b" w:type="paragraph"><w:basedOn w:val="a"/></w:style>'
    )
    yield bad("style-loop.docx", docx(p(r(TEXT), style="a"), styles=styles), "read")
    note = '<w:footnote w:id="1"><w:p><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:footnote>'
    calling = p(r(TEXT), '<w:r><w:footnoteReference w:id="1"/></w:r>')
    yield bad("note-loop.docx", docx(calling, footnotes=note), "read", "malformed")


def _odt_bombs() -> Iterator[BadFile]:
    columns = '<table:table-column table:number-columns-repeated="1000000000"/>'
    cell = (
        '<table:table-cell table:number-columns-repeated="1000000000">'
        f"<text:p>{TEXT}</text:p></table:table-cell>"
    )
    many = f'<table:table-row table:number-rows-repeated="1000000000">{cell}</table:table-row>'
    yield bad(
        "repeated-cells.odt",
        odt(f"<table:table>{columns}{many}</table:table>"),
        "read",
        "too-big",
        "bomb",
    )
    yield bad(
        "spaces.odt",
        odt(f'<text:p>{TEXT}<text:s text:c="2000000000"/>x</text:p>'),
        "read",
        "too-big",
        "bomb",
        "malformed",
    )
    lists = "<text:list><text:list-item>"
    nested = lists * 20_000 + f"<text:p>{TEXT}</text:p>" + "</text:list-item></text:list>" * 20_000
    yield bad("nested-lists.odt", odt(nested), "bomb", "malformed")
    yield bad(
        "200000-paragraphs.odt", odt("<text:p>La migración.</text:p>" * 200_000), "too-big", "bomb"
    )
    yield bad(
        "not-a-number.odt",
        odt(f'<text:h text:outline-level="x">{TEXT}</text:h>'),
        "read",
        "malformed",
    )


def _entities() -> Iterator[BadFile]:
    for name, declared, used in (
        ("laughs", _LAUGHS, "&a11;"),
        ("outside", _FILE, "&x;"),
        ("quadratic", _BLOWN, "&x;" * 50_000),
        ("doctype", "<!DOCTYPE a>", TEXT),
    ):
        document = f"{declared}<w:document>{used}</w:document>"
        yield bad(f"{name}.docx", _with_document(document), "bomb", "malformed")
        content = f"{declared}<office:document-content>{used}</office:document-content>"
        yield bad(f"{name}.odt", odt("", content=content), "bomb", "malformed")


def _zip_tricks() -> Iterator[BadFile]:
    good = zipfile.ZipFile(io.BytesIO(good_docx()))
    base = {name: good.read(name) for name in good.namelist()}
    for name in ("../../evil.txt", "/etc/evil.txt", "..\\evil.txt"):
        label = "".join(letter if letter.isalnum() else "_" for letter in name)
        yield bad(f"slip-{label}.docx", zipped({**base, name: b"x"}), "malformed", "bomb", "read")
    many = {**base, **{f"word/{n}.xml": b"" for n in range(2_001)}}
    yield bad("2000-entries.docx", zipped(many), "bomb")
    yield bad("ratio.docx", _flood(b" " * (1 << 20), 100), "bomb")
    yield bad("lying-size.docx", _lying(), "bomb", "malformed")
    yield bad("overlapping.docx", _overlapping(), "bomb", "malformed", "read")
    yield bad(
        "nested.zip",
        zipped({"a.zip": zipped({"b.zip": zipped({"c.docx": good_docx()})})}),
        "unsupported",
    )
    yield bad("documents.zip", zipped({"a.docx": good_docx()}), "unsupported")
    yield bad("documents.docx", zipped({"a.docx": good_docx()}), "wrong-type", "unsupported")
    yield bad("locked-members.docx", _flagged(good_docx(), 0x1), "encrypted", "malformed")
    yield bad("odd-method.docx", _method(good_docx(), 97), "malformed", "unsupported")
    yield bad("wrong-checksum.docx", _checksum(good_docx()), "malformed")
    yield bad("junk-before.docx", b"\0" * 100 + good_docx(), "read", "wrong-type")
    yield bad("junk-after.docx", good_docx() + b"\0" * 100, "read", "malformed")
    yield bad("link.docx", _link(base), "read", "malformed", "bomb")
    yield bad("no-directory.docx", good_docx().partition(b"PK\x01\x02")[0], "malformed")


def _structures() -> Iterator[BadFile]:
    yield bad("empty.zip", b"PK\x05\x06" + bytes(18), "empty", "unsupported")
    yield bad("nothing.docx", docx(""), "empty")
    yield bad("digits.docx", docx(p(r("12 34"))), "empty")
    yield bad("not-xml.docx", _with_document("no xml"), "malformed")
    yield bad("no-body.docx", _with_document("<w:document/>"), "malformed", "empty")
    yield bad("unclosed.docx", _with_document("<w:document><w:body>"), "malformed")
    lacking = zipped({"[Content_Types].xml": b"<Types/>", "word/other.xml": b"<a/>"})
    yield bad("no-document.docx", lacking, "malformed", "unsupported")
    sheet = zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"})
    yield bad("sheet.xlsx", sheet, "unsupported")
    yield bad("sheet.docx", sheet, "unsupported", "wrong-type")
    yield bad(
        "locked.docx", compound({"EncryptedPackage": b"x", "EncryptionInfo": b"x"}), "encrypted"
    )
    yield bad("nothing.odt", odt(""), "empty")
    yield bad("no-content.odt", _without(good_odt(), "content.xml"), "malformed")
    locked = (
        '<a xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">'
        '<m:file-entry m:full-path="content.xml"><m:encryption-data/></m:file-entry></a>'
    )
    yield bad("locked.odt", odt("", manifest=locked, content=b"\x13\x37" * 99), "encrypted")
    spread = zipped(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    )
    yield bad("sheet.ods", spread, "unsupported")


def _with_document(xml: str) -> bytes:
    good = zipfile.ZipFile(io.BytesIO(good_docx()))
    files: dict[str, str | bytes] = {name: good.read(name) for name in good.namelist()}
    return zipped({**files, "word/document.xml": xml})


def _without(content: bytes, name: str) -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(content))
    return zipped({each: whole.read(each) for each in whole.namelist() if each != name})


def _flood(unit: bytes, times: int) -> bytes:
    """A .docx whose document is a unit many times over, packed without having it in memory."""
    packed, size = squeezed(unit, times), len(unit) * times
    made = bytearray(_with_document("<w:document>stand-in</w:document>"))
    return _replaced(bytes(made), "word/document.xml", packed, size)


def _replaced(content: bytes, name: str, packed: bytes, size: int) -> bytes:
    """The zip file with the packed bytes of one member exchanged; its checksum is wrong."""
    whole = zipfile.ZipFile(io.BytesIO(content))
    places, body, directory = [], b"", b""
    for entry in whole.infolist():
        raw = _raw(content, entry)
        stated = entry.file_size
        if entry.filename == name:
            raw, stated = packed, size
        places.append(len(body))
        label = entry.filename.encode()
        fields = (entry.compress_type, 0, 0, entry.CRC, len(raw), stated, len(label), 0)
        body += struct.pack("<4sHHHHHIIIHH", b"PK\3\4", 20, 0, *fields) + label + raw
        directory += (
            struct.pack(
                "<4sHHHHHHIIIHHHHHII", b"PK\1\2", 20, 20, 0, *fields, 0, 0, 0, 0, places[-1]
            )
            + label
        )
    end = struct.pack(
        "<4sHHHHIIH", b"PK\5\6", 0, 0, len(places), len(places), len(directory), len(body), 0
    )
    return body + directory + end


def _raw(content: bytes, entry: zipfile.ZipInfo) -> bytes:
    name, extra = struct.unpack_from("<HH", content, entry.header_offset + 26)
    start = entry.header_offset + 30 + name + extra
    return content[start : start + entry.compress_size]


def _lying() -> bytes:
    return _replaced(good_docx(), "word/document.xml", squeezed(b"<w:p/>" * 10_000, 2_000), 500)


def _overlapping() -> bytes:
    """Two names for the bytes of one member."""
    content = good_docx()
    start = content.index(b"PK\x01\x02")
    end = content.index(b"PK\x05\x06")
    first = content[start : content.index(b"PK\x01\x02", start + 4)]
    count, size = struct.unpack_from("<HH", content, end + 8)[0] + 1, end - start + len(first)
    tail = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, count, count, size, start, 0)
    return content[:end] + first + tail


def _flagged(content: bytes, flag: int) -> bytes:
    return _patched(content, 6, 8, flag)


def _method(content: bytes, method: int) -> bytes:
    return _patched(content, 8, 10, method)


def _checksum(content: bytes) -> bytes:
    return _patched(content, 14, 16, 0xBAD)


def _patched(content: bytes, local: int, central: int, value: int) -> bytes:
    """The zip file with two bytes of every header changed."""
    changed = bytearray(content)
    for mark, offset in ((b"PK\3\4", local), (b"PK\1\2", central)):
        place = content.find(mark)
        while place >= 0:
            struct.pack_into("<H", changed, place + offset, value)
            place = content.find(mark, place + 4)
    return bytes(changed)


def _link(base: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name, content in base.items():
            written.writestr(name, content)
        entry = zipfile.ZipInfo("word/media/link")
        entry.external_attr = 0o120777 << 16
        written.writestr(entry, "/etc/passwd")
    return stream.getvalue()
