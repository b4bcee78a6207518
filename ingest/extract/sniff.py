"""What a file is, by its content: one of 198 real files named .pdf was a Word document."""

import re
from enum import Enum

_HEAD = 4096
_MARKUP = re.compile(rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html)\b", re.I)


class FileType(Enum):
    """A type of file, named as a message names it."""

    TEXT = "plain text"
    PDF = "a PDF document"
    OFFICE = "an Office or OpenDocument file"
    WORD = "an old Office file (.doc)"
    RTF = "an RTF document"
    HTML = "a web page"
    IMAGE = "an image"
    ARCHIVE = "an archive"
    BINARY = "binary data"

    @property
    def suffixes(self) -> tuple[str, ...]:
        """The endings of names that files of the type have."""
        return _SUFFIXES.get(self, ())


_SUFFIXES = {
    FileType.PDF: (".pdf",),
    FileType.OFFICE: (".docx", ".docm", ".dotx", ".xlsx", ".pptx", ".odt", ".ods", ".odp"),
    FileType.WORD: (".doc", ".dot", ".xls", ".ppt"),
    FileType.RTF: (".rtf",),
    FileType.HTML: (".html", ".htm", ".xhtml"),
    FileType.IMAGE: (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"),
    FileType.ARCHIVE: (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tgz"),
}
_SIGNATURES = (
    (b"%PDF-", FileType.PDF),
    (b"PK\x05\x06", FileType.ARCHIVE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.WORD),
    (b"{\\rtf", FileType.RTF),
    (b"\x89PNG\r\n", FileType.IMAGE),
    (b"\xff\xd8\xff", FileType.IMAGE),
    (b"GIF8", FileType.IMAGE),
    (b"II*\x00", FileType.IMAGE),
    (b"MM\x00*", FileType.IMAGE),
    (b"\x1f\x8b\x08", FileType.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", FileType.ARCHIVE),
    (b"Rar!\x1a\x07", FileType.ARCHIVE),
    (b"BZh", FileType.ARCHIVE),
    (b"\xfd7zXZ\x00", FileType.ARCHIVE),
)
_UNICODE_MARKS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
_PACKAGE_ENTRIES = (b"[Content_Types].xml", b"_rels/", b"mimetypeapplication/vnd.oasis")


def sniff(content: bytes) -> FileType:
    """The type that the first bytes say."""
    head = content[:_HEAD]
    for signature, file_type in _SIGNATURES:
        if head.startswith(signature):
            return file_type
    if head.startswith(b"PK\x03\x04"):
        packaged = any(entry in head for entry in _PACKAGE_ENTRIES)
        return FileType.OFFICE if packaged else FileType.ARCHIVE
    if _MARKUP.match(head):
        return FileType.HTML
    if head.startswith(_UNICODE_MARKS):
        return FileType.TEXT
    # UTF-16 without its byte order mark has a zero byte beside every letter; `text` refuses it.
    return FileType.BINARY if 0 in head and not looks_like_utf16(content) else FileType.TEXT


def looks_like_utf16(content: bytes) -> bool:
    """Whether zero bytes stand in every other place: programs (ELF) have them everywhere."""
    head = content[:_HEAD]
    fewer, more = sorted((head[::2].count(0), head[1::2].count(0)))
    return more > 0.3 * len(head) and fewer < 0.05 * len(head)


def claims_type(suffix: str) -> FileType | None:
    """The type that the ending of a name promises, None when it promises nothing."""
    for file_type, suffixes in _SUFFIXES.items():
        if suffix.lower() in suffixes:
            return file_type
    return None
