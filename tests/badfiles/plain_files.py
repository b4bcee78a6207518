"""Bad text files, files under a wrong name, and names that nobody should believe."""

from collections.abc import Iterator

from tests.badfiles.files import GOOD, TEXT, BadFile, bad


def bad_texts() -> Iterator[BadFile]:
    """Every bad .txt, and other files that are no documents."""
    yield bad("zero-bytes.txt", b"", "empty")
    yield bad("blanks.txt", b" \r\n\t\n" * 100, "empty")
    yield bad("digits.txt", b"12 - 34\n", "empty")
    yield bad("zeros.txt", bytes(10_000), "wrong-type")
    yield bad("utf-16-unmarked.txt", TEXT.encode("utf-16-le"), "malformed")
    yield bad("utf-16.txt", TEXT.encode("utf-16"), "read")
    yield bad("utf-32.txt", TEXT.encode("utf-32"), "read")
    yield bad("utf-16-odd.txt", TEXT.encode("utf-16")[:-1], "malformed")
    yield bad("half-surrogate.txt", b"\xff\xfe\x3d\xd8a\0b\0", "malformed")
    yield bad(
        "broken-utf-8.txt",
        f"uno\nresolución, niños {TEXT}".encode() + b"\ndos a\xf1os",
        "malformed",
    )
    yield bad("cp850.txt", "Migración, niñez, protección".encode("cp850"), "malformed")
    yield bad("lost-letters.txt", "migraci\ufffdn ni\ufffdos pa\ufffdses".encode(), "malformed")
    yield bad("binary.txt", bytes(range(1, 32)) * 9 + b"a", "wrong-type")
    yield bad("program.txt", b"\x7fELF\2\1\1" + bytes(30) + b"text" * 9, "wrong-type")
    yield bad("long-line.txt", b"la " * 400_000, "too-big")
    yield bad("many-lines.txt", b"la migracion\n\n" * 30_000, "too-big")
    yield bad("one-word.txt", b"a" * 900_000, "read")
    yield bad("brackets.txt", b"(" * 400_000 + b"a", "read")
    yield bad("numbers.txt", b"1." * 200_000 + b" a", "read")
    yield bad("symbols.txt", b"AG/RES. " * 60_000, "read")
    yield bad("dots.txt", (b"a" + b"." * 5_000 + b"\n\n") * 90, "read")
    yield bad("over-64-mib.txt", b"la migracion\n" * 5_400_000, "too-big")
    yield bad("picture.png", b"\x89PNG\r\n\x1a\n" + bytes(50), "unsupported")
    yield bad("picture.txt", b"\xff\xd8\xff\xe0" + bytes(50), "wrong-type")
    yield bad("archive.gz", b"\x1f\x8b\x08" + bytes(50), "unsupported")
    yield bad("formula.txt", b"=cmd|' /C calc'!A0\n@SUM(1)\n", "read")


def misnamed() -> Iterator[BadFile]:
    """A good file of each type under the ending of each other; its content says what it is."""
    for kind, make in GOOD.items():
        for other in GOOD:
            if other != kind:
                yield bad(f"{kind}-named.{other}", make(), "read")


def misleading_names() -> Iterator[BadFile]:
    """A good text under names that are no threat where they are only data."""
    content = (TEXT + "\n").encode()
    slash = "\u2215"  # looks like the one that no name can have
    names = (
        "..txt", "...", "..\\..\\evil.txt", f"=cmd|' {slash}C calc'!A0.txt", "+1.txt", "@a.txt",
        "-rf.txt", "--store=x.txt", "$(id).txt", "`id`.txt", "a;b.txt", "a&b.txt", "a|b.txt",
        "a'b.txt", 'a"b.txt', f"<script>alert(1)<{slash}script>.txt", "%00.txt", "%2e%2e%2f.txt",
        "con.txt", "nul", "a\nb.txt", "a\tb.txt", "a\x1b[31mb.txt", "\u202etxt.exe", "a\u200bb.txt",
        "\ufeff.txt", "n" * 251 + ".txt", "{0}.txt", "{{7*7}}.txt", "%s%n.txt", "acta .txt",
        " .txt", "é.txt", "e\u0301.txt", "😀.txt", f"file:{slash}{slash}etc", "\\x41.txt",
    )  # fmt: skip
    yield from (bad(name, content, "read") for name in names)
    yield bad(b"\xff\xfe.txt", content, "read")
    yield bad(b"\xc3.txt", content, "read")
