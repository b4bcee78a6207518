"""PDF files, object by object."""

from collections.abc import Iterator

_FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>"


def stream(content: bytes, entries: str = "") -> bytes:
    """A stream object with its dictionary."""
    return b"<<%s/Length %d>>stream\n%s\nendstream" % (entries.encode(), len(content), content)


def pdf(*objects: bytes, trailer: str = "") -> bytes:
    """A PDF of those objects, numbered from 1; the first is the catalogue."""
    content, places = b"%PDF-1.7\n", []
    for number, each in enumerate(objects, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%s\nendobj\n" % (number, each)
    start = len(content)
    content += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    content += b"".join(b"%010d 00000 n \n" % place for place in places)
    head = f"/Size {len(objects) + 1}/Root 1 0 R{trailer}"
    return content + b"trailer<<%s>>\nstartxref\n%d\n%%%%EOF\n" % (head.encode(), start)


def page(content: bytes, *more: bytes, entries: str = "", resources: str = "") -> tuple[bytes, ...]:
    """The objects of a file with one page of that content stream; `more` are numbered from 6."""
    return (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 612 792]/Contents 4 0 R"
        b"/Resources<</Font<</F1 5 0 R>>%s>>%s>>" % (resources.encode(), entries.encode()),
        content,
        _FONT,
        *more,
    )


def text_page(text: str, *, lines: int = 1, entries: str = "") -> tuple[bytes, ...]:
    """The objects of a file with one page of lines."""
    return page(stream(b"\n".join(_lines(text, lines))), entries=entries)


def _lines(text: str, count: int) -> Iterator[bytes]:
    escaped = text.encode("cp1252").replace(b"(", b"\\(").replace(b")", b"\\)")
    for line in range(count):
        yield b"BT /F1 11 Tf 72 %d Td (%s) Tj ET" % (720 - 24 * line, escaped)
