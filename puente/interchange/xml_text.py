"""Text as XML holds it, and XML that others wrote with what it cannot hold."""

import codecs
import re
from xml.sax.saxutils import escape, quoteattr

# What XML 1.0 cannot hold.
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]+)|([0-9]+));")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#[0-9]+|#x[0-9A-Fa-f]+);)")
_DECLARATION = re.compile(r"\s*<\?xml\b[^>]*\?>")
_ENCODING = re.compile(rb"""<\?xml\b[^>]*\bencoding\s*=\s*["']([\w.:-]+)["']""")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
UNREADABLE = "\ufffd"
"""The character in the place of one that XML cannot hold, or that is none in its encoding."""


def xml_text(text: str) -> str:
    """The text as the content of an element; what XML cannot hold is left out."""
    return escape(without_forbidden(text))


def xml_attribute(text: str) -> str:
    """The text as the value of an attribute, quoted; what XML cannot hold is left out."""
    return quoteattr(without_forbidden(text))


def without_forbidden(text: str) -> str:
    """The text without what XML cannot hold."""
    return _FORBIDDEN.sub("", text)


def mend_xml(content: bytes) -> bytes:
    """The document in UTF-8, with `UNREADABLE` for each character that XML cannot hold.

    An ampersand that begins no reference is one. What is damaged otherwise stays so.
    """
    text = content.decode(_encoding(content), errors="replace")
    text = _FORBIDDEN.sub(UNREADABLE, _DECLARATION.sub("", text, count=1))
    return _REFERENCE.sub(_held, _BARE_AMPERSAND.sub("&amp;", text)).encode()


def _encoding(content: bytes) -> str:
    """The encoding that a document says it is in; UTF-8 where it says none that is known."""
    for mark, name in _MARKS:
        if content.startswith(mark):
            return name
    stated = _ENCODING.match(content[:200].lstrip())
    try:
        return codecs.lookup(stated[1].decode()).name if stated else "utf-8"
    except LookupError:
        return "utf-8"


def _held(reference: re.Match[str]) -> str:
    """The reference to a character, or `UNREADABLE` for one that there cannot be."""
    hexadecimal, decimal = reference.groups()
    number = int(hexadecimal, 16) if hexadecimal else int(decimal)
    if number > 0x10FFFF or _FORBIDDEN.match(chr(number)):
        return UNREADABLE
    return reference[0]
