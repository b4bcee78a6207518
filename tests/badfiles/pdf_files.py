"""Bad PDF files."""

import io
import zlib
from collections.abc import Iterator

from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

from tests.badfiles.files import TEXT, BadFile, bad, good_pdf, squeezed, truncated
from tests.badfiles.portable import page, pdf, stream, text_page

_ENDLESS = ("timeout", "memory", "crashed", "bomb", "too-big")


def bad_pdfs() -> Iterator[BadFile]:
    """Every bad PDF."""
    yield from _bombs()
    yield from _structures()
    yield from truncated("pdf", "malformed", "empty", "read")


def _bombs() -> Iterator[BadFile]:
    form = stream(
        b"/Fm Do /Fm Do",
        "/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</Fm 6 0 R>>>>",
    )
    calls = page(stream(b"/Fm Do"), form, resources="/XObject<</Fm 6 0 R>>")
    yield bad("form-calls-itself.pdf", pdf(*calls), *_ENDLESS, "empty", "malformed")
    operators = zlib.compress(b"BT /F1 9 Tf (a) Tj ET\n" * 750_000, 9)
    yield bad(
        "operators.pdf", pdf(*page(stream(operators, "/Filter/FlateDecode"))), *_ENDLESS, "read"
    )
    blanks = b"\x78\x9c" + squeezed(b" " * (1 << 20), 1 << 10)
    twice = stream(zlib.compress(blanks, 9), "/Filter[/FlateDecode/FlateDecode]")
    yield bad("double-flate.pdf", pdf(*page(twice)), *_ENDLESS, "empty", "malformed")
    kids = "3 0 R " * 20_000
    objects = list(text_page(TEXT))
    objects[1] = f"<</Type/Pages/Kids[{kids}]/Count 20000>>".encode()
    yield bad("20000-references.pdf", pdf(*objects), *_ENDLESS)
    picture = stream(
        zlib.compress(bytes(1 << 24), 9),
        "/Type/XObject/Subtype/Image/Width 40000/Height 40000/ColorSpace/DeviceGray"
        "/BitsPerComponent 1/Filter/FlateDecode",
    )
    drawn = page(stream(b"612 0 0 792 0 0 cm /Im Do"), picture, resources="/XObject<</Im 6 0 R>>")
    yield bad("huge-picture.pdf", pdf(*drawn), "needs-ocr", "empty", *_ENDLESS)
    yield bad(
        "deep-array.pdf", pdf(*text_page(TEXT, entries="/A" + "[" * 100_000)), "malformed", "read"
    )


def _structures() -> Iterator[BadFile]:
    loop = list(text_page(TEXT))
    loop[1] = b"<</Type/Pages/Kids[2 0 R]/Count 1>>"
    yield bad("page-tree-loop.pdf", pdf(*loop), "malformed", "empty", "read")
    deep = [b"<</Type/Catalog/Pages 2 0 R>>"]
    deep += [b"<</Type/Pages/Kids[%d 0 R]/Count 1>>" % (n + 1) for n in range(2, 5_000)]
    yield bad("page-tree-depth.pdf", pdf(*deep), "malformed", "empty")
    none = (b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[]/Count 0>>")
    yield bad("no-pages.pdf", pdf(*none), "empty", "malformed")
    counted = list(text_page(TEXT))
    counted[1] = b"<</Type/Pages/Kids[3 0 R]/Count 2000000000>>"
    yield bad("count-lies.pdf", pdf(*counted), "malformed", "read", "too-big", "bomb")
    yield bad("header-only.pdf", b"%PDF-1.7\n", "malformed", "empty")
    yield bad("header-and-end.pdf", b"%PDF-1.7\n%%EOF\n", "malformed")
    yield bad("no-table.pdf", good_pdf().partition(b"xref")[0], "read", "malformed")
    yield bad("junk-before.pdf", b"\n" * 900 + good_pdf(), "read")
    yield bad("junk-after.pdf", good_pdf() + b"\0" * 100_000, "read")
    table = pdf(*text_page(TEXT), trailer="/Prev 9999999999")
    yield bad("table-beyond-end.pdf", table, "read", "malformed")
    yield bad("broken-flate.pdf", pdf(*page(stream(b"\x78\x9cno", "/Filter/FlateDecode"))), "empty")
    yield bad(
        "unknown-filter.pdf", pdf(*page(stream(b"x", "/Filter/Nonsense"))), "empty", "malformed"
    )
    huge = text_page(TEXT, entries="/MediaBox[0 0 1e30 1e30]/UserUnit 1e9")
    yield bad("huge-page.pdf", pdf(*huge), "read", "malformed")
    script = list(text_page(TEXT))
    script[0] = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>"
    yield bad("script.pdf", pdf(*script), "read")
    launch = list(text_page(TEXT))
    launch[0] = b"<</Type/Catalog/Pages 2 0 R/OpenAction<</S/Launch/F(/bin/sh)>>>>"
    yield bad("launch.pdf", pdf(*launch), "read")
    # Signs without letters: a picture of text, which has no words where tesseract can look.
    signs = pdf(*page(stream(b"BT /F1 9 Tf (\\001\\002\\003) Tj ET")))
    yield bad("controls.pdf", signs, "empty", "needs-ocr")
    yield bad("locked.pdf", _encrypted("secret"), "encrypted")
    yield bad("locked-for-owner.pdf", _encrypted(""), "read", "encrypted")


def _encrypted(password: str) -> bytes:
    content = io.BytesIO()
    locked = StandardEncryption(password, ownerPassword="owner", strength=128)
    canvas = Canvas(content, encrypt=locked, invariant=1)
    canvas.drawString(72, 720, "The General Assembly instructed the Permanent Council.")
    canvas.save()
    return content.getvalue()
