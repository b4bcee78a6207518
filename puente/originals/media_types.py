"""Media types of original files, by their first bytes, and by their name where those do not say."""

from pathlib import PurePosixPath

ANY = "application/octet-stream"
PDF = "application/pdf"

_PDF_HEAD = 1024
_SIGNATURES = (
    (b"{\\rtf", "application/rtf"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "application/msword"),
)
_ZIP = b"PK\x03\x04"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_PACKAGES = {
    ".docx": f"{_OFFICE}.document",
    ".dotx": f"{_OFFICE}.template",
    ".docm": "application/vnd.ms-word.document.macroenabled.12",
    ".dotm": "application/vnd.ms-word.template.macroenabled.12",
    ".odt": "application/vnd.oasis.opendocument.text",
    ".ott": "application/vnd.oasis.opendocument.text-template",
}
_TEXTS = {
    ".txt": "text/plain",
    ".md": "text/plain",
    ".html": "text/html",
    ".htm": "text/html",
    ".xhtml": "text/html",
}

MEDIA_TYPES = tuple(
    dict.fromkeys(
        (PDF, *(each for _, each in _SIGNATURES), *_PACKAGES.values(), *_TEXTS.values(), ANY)
    )
)
"""All that a file can be said to be."""


def media_type_of(name: str, head: bytes) -> str:
    """The media type of a file, of which a name may promise another one than it is."""
    if b"%PDF-" in head[:_PDF_HEAD]:
        return PDF
    for signature, found in _SIGNATURES:
        if head.startswith(signature):
            return found
    by_name = _PACKAGES if head.startswith(_ZIP) else _TEXTS
    return by_name.get(PurePosixPath(name).suffix.lower(), ANY)
