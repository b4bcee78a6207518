"""Targets of the fuzzing: each takes bytes, and raises what is a fault."""

import contextlib
import os
import tempfile
from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

from ingest.extraction import extract
from puente.alignment.aligner import align
from puente.alignment.word_alignment import Words
from puente.errors import ExtractionError, QueryError, SymbolError
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.queries import Concept, Term
from puente.model.reports import Reason
from puente.search.highlighting import highlight
from puente.search.question.query_parser import parse_query
from puente.symbols.finding import find_symbols, find_typed_symbols, parse_symbol
from puente.text.tokenization import stem
from tests.fixtures.versions import version
from tests.paths import ROOT

_DATA = ROOT / "tests" / "fixtures" / "data"
_SCRATCH = Path(tempfile.gettempdir()) / f"puente-guided-fuzz-{os.getpid()}"
# As many paragraphs as this are aligned in no time.
_MOST_PARAGRAPHS = 24


def ask(content: bytes) -> None:
    """A question is parsed or refused."""
    with contextlib.suppress(QueryError):
        parse_query(content.decode("utf-8", "replace"), Filters())


def name(content: bytes) -> None:
    """A symbol is parsed or refused, and stands where it was found."""
    text = content.decode("utf-8", "replace")
    with contextlib.suppress(SymbolError):
        parse_symbol(text)
    for mention in (*find_symbols(text), *find_typed_symbols(text)):
        assert 0 <= mention.start < mention.end <= len(text)


def link(content: bytes) -> None:
    """Every paragraph of both sides is in exactly one bead."""
    spanish, _, english = content.decode("utf-8", "replace").partition("\x1e")
    sides = tuple(
        version(text.split("\n")[:_MOST_PARAGRAPHS], language)
        for text, language in ((spanish, Language.ES), (english, Language.EN))
    )
    beads = align(*sides).beads
    for side, named in zip(
        sides,
        ((s for b in beads for s in b.source), (t for b in beads for t in b.target)),
        strict=True,
    ):
        assert Counter(named) == Counter(each.id for each in side)


def mark(content: bytes) -> None:
    """Highlights lie in the text, in order and apart."""
    words, _, text = content.decode("utf-8", "replace").partition("\n")
    concepts = [
        Concept(terms=(Term(language=Language.ES, stem=stem(word, Language.ES)),))
        for word in words.split()
    ]
    at = 0
    for found in highlight(Words.of(text, Language.ES), concepts, [words]):
        assert at <= found.start < found.end <= len(text)
        at = found.end


def read(ending: str) -> Callable[[bytes], None]:
    """A file is read, or refused for what it is."""
    path = _SCRATCH.with_suffix(f".{ending}")

    def attempt(content: bytes) -> None:
        path.write_bytes(content)
        try:
            extract(path)
        except ExtractionError as error:
            if error.reason is Reason.INTERNAL:
                raise

    return attempt


TARGETS: Mapping[str, Callable[[bytes], None]] = {
    "query": ask,
    "symbol": name,
    "doc": read("doc"),
    "rtf": read("rtf"),
    "docx": read("docx"),
    "aligner": link,
    "highlighter": mark,
}


def examples(target: str) -> tuple[bytes, ...]:
    """Inputs that a target begins with."""
    match target:
        case "rtf":  # the probe is large, and a long file is read too seldom
            return (rb"{\rtf1\ansi{\fonttbl{\f0 A;}}\f0 Los ni\'f1os\par\trowd\cellx9 a\cell\row}",)
        case "doc" | "docx":
            return tuple(path.read_bytes() for path in sorted(_DATA.glob(f"*.{target}")))
        case "query":
            return ('"Estados Miembros" AG/RES. 2356 migración'.encode(), b"derechos -humanos")
        case "symbol":
            return (b"AG/RES. 2356 (XXXVIII-O/08)", b"CE/AM-75/09 rev. 2", b"OEA/Ser.G CP/doc.4")
        case "aligner":
            return ("1. La OEA\n2. Migración 2009\x1e1. The OAS\n2. Migration 2009".encode(),)
        case _:
            return ("los niños\nDe los niños y niñas, 'niños'.".encode(),)
