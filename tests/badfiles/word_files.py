"""Bad .doc files: old versions, locked ones, broken compound files."""

from collections.abc import Iterator

from tests.badfiles.compound import compound
from tests.badfiles.files import TEXT, BadFile, bad, good_doc, truncated, word_97


def bad_docs() -> Iterator[BadFile]:
    """Every bad .doc."""
    yield bad(
        "word-2.doc",
        b"\xdb\xa5\x2d\x00" + bytes(400) + TEXT.encode("cp1252"),
        "unsupported",
        "wrong-type",
    )
    yield bad("word-5-mac.doc", b"\xfe\x37\x00\x23" + bytes(400), "unsupported", "wrong-type")
    yield bad("word-6.doc", compound(_old(101)), "unsupported")
    yield bad("word-95.doc", compound(_old(104)), "unsupported")
    yield bad("locked.doc", compound(word_97(TEXT, flags=0x0300)), "encrypted")
    yield bad("locked-by-xor.doc", compound(word_97(TEXT, flags=0x8300)), "encrypted")
    yield bad("nothing.doc", compound(word_97("\r")), "empty")
    yield bad(
        "no-table.doc", compound({"WordDocument": word_97(TEXT)["WordDocument"]}), "malformed"
    )
    yield bad("zeros.doc", compound({"WordDocument": bytes(5000)}), "malformed", "unsupported")
    yield bad(
        "ones.doc",
        compound({"WordDocument": b"\xec\xa5\xc1\0" + b"\xff" * 5000}),
        "malformed",
        "encrypted",
    )
    yield bad("fat-loop.doc", compound(word_97(TEXT), fat_loop=True), "malformed", "read")
    yield bad("magic-only.doc", good_doc()[:8], "malformed")
    yield bad("header-only.doc", good_doc()[:512], "malformed")
    yield bad("sector-size.doc", _patched(good_doc(), 30, b"\x1f\0"), "malformed")
    yield bad("fat-count.doc", _patched(good_doc(), 44, b"\xff\xff\xff\x7f"), "malformed", "read")
    yield bad("directory-far.doc", _patched(good_doc(), 48, b"\xff\xff\xff\x0f"), "malformed")
    yield bad(
        "sibling-loop.doc", _patched(good_doc(), 1024 + 128 + 72, b"\1\0\0\0"), "malformed", "read"
    )
    yield bad("mail.msg", compound({"__properties_version1.0": b"x"}), "unsupported")
    long = word_97(TEXT)
    long["1Table"] = b"\x02\xff\xff\xff\x7f" + long["1Table"][5:]
    yield bad("pieces-too-long.doc", compound(long), "malformed", "read")
    far = word_97(TEXT)
    far["1Table"] = far["1Table"][:5] + b"\0\0\0\0\xff\xff\xff\x7f" + far["1Table"][13:]
    yield bad("pieces-far.doc", compound(far), "malformed", "read")
    yield from truncated("doc", "malformed", "read", "wrong-type")


def _old(version: int) -> dict[str, bytes]:
    streams = word_97(TEXT, version=version)
    fib = bytearray(streams["WordDocument"])
    fib[0:2] = b"\xdc\xa5"
    return {"WordDocument": bytes(fib)}


def _patched(content: bytes, place: int, patch: bytes) -> bytes:
    return content[:place] + patch + content[place + len(patch) :]
