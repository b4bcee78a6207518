"""Types of files, by their content: one of 198 real files named .pdf was a Word document."""

import io
import re
import struct
import zipfile
from collections.abc import Collection
from enum import Enum

import olefile

_HEAD = 4096
_PDF_HEAD = 1024


class FileType(Enum):
    """A type of file, named as a message names it."""

    TEXT = "plain text"
    PDF = "a PDF document"
    DOCX = "a Word document (.docx)"
    DOC = "an old Word document (.doc)"
    ODT = "an OpenDocument text (.odt)"
    RTF = "an RTF document"
    HTML = "a web page"
    WEB_ARCHIVE = "a web page saved as one file (.mht)"
    WORD_XML = "a Word document saved as XML"
    OFFICE = "an Office file that is no text document"
    ENCRYPTED = "an Office file with a password"
    XML = "an XML file"
    IMAGE = "an image"
    ARCHIVE = "an archive"
    BINARY = "binary data"


_SUFFIXES = {
    FileType.PDF: (".pdf",),
    FileType.DOCX: (".docx", ".docm", ".dotx", ".dotm"),
    FileType.DOC: (".doc", ".dot"),
    FileType.ODT: (".odt", ".ott"),
    FileType.RTF: (".rtf",),
    FileType.HTML: (".html", ".htm", ".xhtml"),
    FileType.WEB_ARCHIVE: (".mht", ".mhtml"),
    FileType.OFFICE: (".xls", ".xlsx", ".ppt", ".pptx", ".ods", ".odp", ".msg"),
    FileType.XML: (".xml",),
    FileType.IMAGE: (".png", ".jpg", ".jpeg", ".gif", ".tif", ".tiff", ".bmp", ".webp"),
    FileType.ARCHIVE: (".zip", ".gz", ".7z", ".rar", ".bz2", ".xz", ".tgz"),
}
_SIGNATURES = (
    (b"%PDF-", FileType.PDF),
    (b"PK\x05\x06", FileType.ARCHIVE),
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
# What a type's own code looks like where damage has hidden its signature.
_CODE = {
    FileType.PDF: re.compile(rb"\bendobj\b"),
    FileType.RTF: re.compile(rb"\\(?:pard?|fonttbl|fs\d+)\b"),
    FileType.HTML: re.compile(rb"</(?:p|div|td|span|html)>", re.IGNORECASE),
}
_MARKUP = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?><!--.*?-->\s*)*+"
    r"<(?:!doctype\s+html|html|head|body|meta|title|table|div|h[1-6]|p|center|font|span)\b",
    re.IGNORECASE | re.DOTALL,
)
_MULTIPART = re.compile(rb"^content-type:\s*multipart/(?:related|alternative)\b", re.I | re.M)
_HEADER_LINE = re.compile(rb"\s*[A-Za-z][A-Za-z-]*: ?\S")
_WORD_XML = (
    b'progid="Word.Document"',
    b"schemas.microsoft.com/office/word/2003/wordml",
    b"schemas.microsoft.com/office/2006/xmlPackage",
)
_OPEN_DOCUMENT = b"mimetypeapplication/vnd.oasis.opendocument."
# What olefile raises for directories that are no tree and sectors that are not there.
_OLE_ERRORS = (
    OSError,
    ValueError,
    TypeError,
    IndexError,
    KeyError,
    AttributeError,
    OverflowError,
    RecursionError,
    struct.error,
)


def sniff(content: bytes) -> FileType:
    """The type that the content says."""
    head = content[:_HEAD]
    for signature, file_type in _SIGNATURES:
        if head.removeprefix(b"\xef\xbb\xbf").lstrip(b" \t\r\n").startswith(signature):
            return file_type
    if head.startswith(b"PK\x03\x04"):
        return _package_type(content)
    if head.startswith(olefile.MAGIC):
        return _compound_type(content)
    if b"%PDF-" in head[:_PDF_HEAD] and _CODE[FileType.PDF].search(content):
        return FileType.PDF
    if (markup := _markup_type(head)) is not None:
        return markup
    if head.startswith(_UNICODE_MARKS):
        return FileType.TEXT
    # UTF-16 without its byte order mark has a zero byte beside every letter; `text` refuses it.
    return FileType.BINARY if 0 in head and not looks_like_utf16(content) else FileType.TEXT


def looks_like_utf16(content: bytes) -> bool:
    """Test for zero bytes in every other place: programs (ELF) have them everywhere."""
    head = content[:_HEAD]
    fewer, more = sorted((head[::2].count(0), head[1::2].count(0)))
    return more > 0.3 * len(head) and fewer < 0.05 * len(head)


def claims_type(suffix: str) -> FileType | None:
    """The type that the ending of a name promises, None when it promises nothing."""
    for file_type, suffixes in _SUFFIXES.items():
        if suffix.lower() in suffixes:
            return file_type
    return None


def holds_code_of(file_type: FileType, content: bytes) -> bool:
    """Test for a damaged file of the type in what seems plain text: its code, not its words."""
    return file_type in _CODE and len(_CODE[file_type].findall(content)) > 2


def _markup_type(head: bytes) -> FileType | None:
    """The type of a file that is marked-up text, None for another."""
    if _HEADER_LINE.match(head) and _MULTIPART.search(head):
        return FileType.WEB_ARCHIVE
    text = head.decode("utf-16" if head.startswith(_UNICODE_MARKS[:2]) else "latin-1", "ignore")
    text = text.removeprefix("ï»¿").removeprefix("\ufeff")
    if _MARKUP.match(text):
        return FileType.HTML
    if not text.lstrip().startswith(("<?xml", "<?mso", "<w:", "<pkg:")):
        return None
    return FileType.WORD_XML if any(mark in head for mark in _WORD_XML) else FileType.XML


def _package_type(content: bytes) -> FileType:
    """The type of a zip file, by the names in its directory; by its head where that is cut off."""
    head = content[:_HEAD]
    if _OPEN_DOCUMENT in head:
        is_text = head.partition(_OPEN_DOCUMENT)[2].startswith(b"text")
        return FileType.ODT if is_text else FileType.OFFICE
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            names: Collection[str] = package.NameToInfo
    except (zipfile.BadZipFile, ValueError, NotImplementedError, struct.error, OverflowError):
        in_package = any(name in head for name in (b"[Content_Types].xml", b"_rels/.rels"))
        return FileType.DOCX if in_package or b"word/" in head else FileType.ARCHIVE
    if "[Content_Types].xml" in names:
        is_word = any(name.startswith("word/") for name in names)
        return FileType.DOCX if is_word else FileType.OFFICE
    if "content.xml" in names and "META-INF/manifest.xml" in names:
        return FileType.ODT
    return FileType.ARCHIVE


def _compound_type(content: bytes) -> FileType:
    """The type of a compound file (OLE), by the streams at the root of its directory."""
    try:
        with olefile.OleFileIO(io.BytesIO(content)) as compound:
            if compound.exists("EncryptedPackage"):
                return FileType.ENCRYPTED
            return FileType.DOC if compound.exists("WordDocument") else FileType.OFFICE
    except _OLE_ERRORS:
        return FileType.DOC  # whose reader says what is wrong
