"""RTF bytes -> words, groups and text, each run of bytes decoded by the character set of its font.

striprtf (BSD) gives one string without footnotes, tables or the stylesheet, and unrtf loses every
accent in UTF-8: a reader of the project's own is the shorter way.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass

_TOKEN = re.compile(
    rb"\\(?:(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|'(?P<hex>[0-9a-fA-F]{2})|(?P<sign>[^a-zA-Z]))"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\\\r\n]",
    re.DOTALL,
)
# Windows code pages by the numbers of \fcharset; 0 and 1 are that of the document.
_CHARSETS = {
    2: "symbol", 77: "mac_roman", 128: "cp932", 129: "cp949", 134: "cp936", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257",
    204: "cp1251", 222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {1252: "cp1252", 10000: "mac_roman", 65001: "utf-8"}
SYMBOL = "symbol"


@dataclass(frozen=True, slots=True)
class RtfToken:
    """A control word with its number, a brace, a sign behind a backslash, or bytes of text."""

    word: str = ""
    number: int | None = None
    brace: str = ""
    sign: str = ""
    data: bytes = b""


def rtf_tokens(content: bytes) -> Iterator[RtfToken]:
    """The parts of a file in order; binary data is left out."""
    position, end = 0, len(content)
    while position < end:
        match = _TOKEN.match(content, position)
        if match is None:
            return
        position = match.end()
        if (data := match["text"]) is not None:
            yield RtfToken(data=data)
        elif (word := match["word"]) is not None:
            number = int(match["number"]) if match["number"] else None
            if word == b"bin":
                position += max(number or 0, 0)
                continue
            yield RtfToken(word=word.decode("ascii"), number=number)
        elif match["hex"] is not None:
            yield RtfToken(data=bytes.fromhex(match["hex"].decode("ascii")))
        elif match["brace"] is not None:
            yield RtfToken(brace=match["brace"].decode("ascii"))
        elif match["sign"] is not None:
            yield RtfToken(sign=match["sign"].decode("latin-1"))


def codec_of_charset(charset: int, default: str) -> str:
    """The codec of a font's character set, the default where the font has none."""
    return _CHARSETS.get(charset, default)


def codec_of_page(page: int) -> str:
    """The codec of a Windows code page; Windows-1252 where Python has none."""
    name = _PAGES.get(page, f"cp{page}")
    try:
        codecs.lookup(name)
    except LookupError:
        return "cp1252"
    return name


def decode_bytes(data: bytes, codec: str) -> str:
    """The text of bytes; those of symbol fonts go to the private use area, as Word has them."""
    if codec == SYMBOL:
        return "".join(chr(0xF000 + byte) for byte in data)
    return data.decode(codec, "replace")
