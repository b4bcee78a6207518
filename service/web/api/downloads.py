"""Original files as answers: shown where a browser does so without running them, else saved."""

import re
import unicodedata
from pathlib import PurePosixPath
from urllib.parse import quote

from fastapi.responses import StreamingResponse

from puente.model.documents import Document
from puente.originals.kept_files import KeptFile
from puente.originals.media_types import PDF

_LONGEST_STEM = 100
_LONGEST_SUFFIX = 10
_UNSAFE = re.compile(r"[^\w.() -]+|\.{2,}")
_NOT_ASCII = re.compile(r"[^\x20-\x7e]+")


def file_answer(document: Document, file: KeptFile) -> StreamingResponse:
    """The original of a document, whole, whatever part of it was asked for."""
    shown = "inline" if file.media_type == PDF else "attachment"
    name = safe_name(document)
    plain = _NOT_ASCII.sub("", unicodedata.normalize("NFKD", name)).strip(" .") or "document"
    return StreamingResponse(
        file.chunks(),
        headers={
            # Not `media_type`, which gives texts an encoding that they need not be in.
            "Content-Type": file.media_type,
            "Content-Length": str(file.size),
            "Content-Disposition": f"{shown}; filename=\"{plain}\"; filename*=UTF-8''{quote(name)}",
            "Accept-Ranges": "none",
            # Files are compressed already, as nearly all kinds of them are in themselves.
            "Content-Encoding": "identity",
        },
    )


def safe_name(document: Document) -> str:
    """The name of a document's file, of letters, digits and little else, for readers to save it."""
    name = unicodedata.normalize("NFC", PurePosixPath(document.source).name)
    path = PurePosixPath(_UNSAFE.sub("_", name).strip(" ._"))
    stem, suffix = path.stem[:_LONGEST_STEM].strip(" ._"), path.suffix[:_LONGEST_SUFFIX]
    return f"{stem or document.id}{suffix}"
