"""Bad files of marked-up text: .rtf, .html, .mht."""

from collections.abc import Iterator

from tests.badfiles.files import TEXT, BadFile, bad, good_rtf, truncated

_ASCII = "The General Assembly instructed the Permanent Council to report on migration."


def bad_marked_up() -> Iterator[BadFile]:
    """Every bad .rtf, .html and .mht."""
    yield from _rtfs()
    yield from _pages()
    yield from truncated("rtf", "read", "empty", "malformed", "wrong-type")
    yield from truncated("html", "read", "empty", "malformed", "wrong-type")


def _rtfs() -> Iterator[BadFile]:
    yield bad("deep-groups.rtf", _rtf("{" * 100_000 + _ASCII), "bomb", "malformed", "read")
    yield bad(
        "object.rtf",
        _rtf(f"{_ASCII}{{\\object\\objemb{{\\*\\objdata {'4d5a' * 500_000}}}}}"),
        "read",
    )
    yield bad("object-only.rtf", _rtf(f"{{\\object{{\\*\\objdata {'4d5a' * 500}}}}}"), "empty")
    yield bad("picture-only.rtf", _rtf(f"{{\\pict\\pngblip {'89504e47' * 500}}}"), "empty")
    yield bad(
        "binary-too-long.rtf",
        _rtf(f"{_ASCII}\\par \\bin2147483647 x"),
        "read",
        "malformed",
        "empty",
    )
    yield bad("negative-binary.rtf", _rtf(f"{_ASCII}\\par \\bin-5 x"), "read", "malformed")
    yield bad(
        "unicode-skips.rtf",
        _rtf(f"{_ASCII}\\par \\uc1000000000\\u65 x"),
        "read",
        "malformed",
        "empty",
    )
    yield bad("surrogates.rtf", _rtf(f"{_ASCII} \\u-10179?\\u-8704? \\u-10179? x"), "read")
    yield bad("long-word.rtf", _rtf("\\" + "a" * 1_000_000 + " " + _ASCII), "read", "malformed")
    yield bad("long-number.rtf", _rtf("\\fs" + "9" * 100_000 + " " + _ASCII), "read", "malformed")
    yield bad("bad-hex.rtf", _rtf(f"{_ASCII} \\'zz \\'"), "read", "malformed")
    yield bad("too-many-ends.rtf", good_rtf() + b"}" * 1_000, "read")
    yield bad("nothing.rtf", b"{\\rtf1}", "empty")
    yield bad("signature-only.rtf", b"{\\rtf", "empty", "malformed")
    yield bad("200000-paragraphs.rtf", _rtf("La migracion\\par " * 200_000), "too-big")
    yield bad(
        "wide-row.rtf",
        _rtf("\\trowd" + "\\cellx1" * 100_000 + "a\\cell " * 100_000 + "\\row"),
        "read",
        "too-big",
        "bomb",
        "malformed",
    )
    yield bad(
        "field.rtf",
        _rtf(f'{{\\field{{\\*\\fldinst INCLUDETEXT "/etc/passwd"}}{{\\fldrslt {_ASCII}}}}}'),
        "read",
    )


def _pages() -> Iterator[BadFile]:
    yield bad("script-only.html", b"<html><script>var a = 'La Asamblea';</script></html>", "empty")
    yield bad("script.html", f"<html><p>{TEXT}</p><script>x()</script></html>".encode(), "read")
    yield bad(
        "deep.html", b"<html>" + b"<div>" * 100_000 + TEXT.encode(), "read", "bomb", "malformed"
    )
    yield bad(
        "huge-attribute.html",
        b"<html><p title='" + b"a" * 30_000_000 + b"'>La migracion</p>",
        "read",
        "too-big",
        "bomb",
        "malformed",
    )
    laughs = "".join(f"<!ENTITY a{n} '{f'&a{n - 1};' * 10}'>" for n in range(1, 12))
    yield bad(
        "laughs.html",
        f"<!DOCTYPE html [<!ENTITY a0 'ha'>{laughs}]><p>&a11; {_ASCII}".encode(),
        "read",
        "malformed",
        "bomb",
        "empty",
    )
    outside = "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>"
    yield bad(
        "outside.html",
        f"{outside}<html><p>{_ASCII} &x;</p></html>".encode(),
        "read",
        "bomb",
        "malformed",
    )
    yield bad(
        "zeros.html", b"<html><p>La mig\0raci\0on</p></html>", "read", "malformed", "wrong-type"
    )
    yield bad("unclosed-comment.html", b"<html><!-- La migracion", "empty")
    yield bad(
        "odd-charset.html",
        f"<html><meta charset=martian><p>{TEXT}</p>".encode(),
        "read",
        "malformed",
    )
    yield bad(
        "utf-7.html", f"<html><meta charset=utf-7><p>{TEXT}</p>".encode(), "read", "malformed"
    )
    yield bad("nothing.html", b"<html></html>", "empty")
    yield bad("frames.html", b"<html><frameset><frame src=a.html></frameset></html>", "empty")
    yield bad("200000-paragraphs.html", b"<html>" + b"<p>La migracion" * 200_000, "too-big")
    yield bad(
        "wide-cell.html",
        b"<html><table><tr><td colspan=1000000000 rowspan=1000000000>La migracion</table>",
        "read",
        "bomb",
        "too-big",
    )
    yield bad(
        "nested-tables.html",
        b"<html>" + b"<table><tr><td>" * 20_000 + b"La migracion",
        "read",
        "bomb",
        "malformed",
    )
    yield bad(
        "refresh.html",
        f"<html><meta http-equiv=refresh content='0;url=file:///etc/passwd'><p>{TEXT}".encode(),
        "read",
    )
    yield bad("page.xml", b"<?xml version='1.0'?><a>La migracion</a>", "unsupported")
    yield bad(
        "broken.mht",
        b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=x\n\n--x",
        "empty",
        "malformed",
        "unsupported",
    )
    parts = "".join(
        f"--b{n}\nContent-Type: multipart/related; boundary=b{n + 1}\n\n" for n in range(2_000)
    )
    yield bad(
        "nested.mht",
        f"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b0\n\n{parts}".encode(),
        "empty",
        "malformed",
        "bomb",
    )


def _rtf(body: str) -> bytes:
    return f"{{\\rtf1\\ansi {body}}}".encode("ascii")
