"""Names of files as text that can be printed."""

import unicodedata


def printable_name(name: str) -> str:
    """The name in NFC with an escape for what is no text: bytes that are no UTF-8, controls.

    The backslash is escaped too, so that no two names become one.
    """
    return "".join(map(_escape, unicodedata.normalize("NFC", name)))


def _escape(character: str) -> str:
    code = ord(character)
    if 0xDC80 <= code <= 0xDCFF:  # how Python keeps a byte of a name that is no UTF-8
        return f"\\x{code - 0xDC00:02x}"
    if character.isprintable() and character != "\\":
        return character
    return f"\\x{code:02x}" if code < 0x80 else f"\\u{{{code:x}}}"
