"""Kinds of documents, by their symbols and by the words of their titles."""

import re
from functools import cache

from ingest.structure.title_block.bodies import words
from ingest.structure.title_block.human_rights import COURT
from puente.model.documents import DocumentKind, Symbol
from puente.text.tokenization import fold

_WORD = re.compile(r"\w+")


def document_kind(symbol: Symbol | None, title: str, organ: str | None) -> DocumentKind:
    """By the symbol, else by the first word of the title that names a kind.

    What the Court resolves is an order.
    """
    for name, kinds in words()["symbol_kinds"].items():
        if symbol is not None and symbol.kind in kinds:
            return DocumentKind(name)
    kind = _kind_in(title)
    if kind is DocumentKind.RESOLUTION and organ == COURT:
        return DocumentKind.ORDER
    return kind or DocumentKind.DOCUMENT


def names_kind(title: str) -> bool:
    """Test for a title that says what kind of document it heads."""
    return _kind_in(title) is not None


def _kind_in(title: str) -> DocumentKind | None:
    """The kind that a title names first, unless the word is of another document.

    "Follow-up to the Declaration of Santiago" is no declaration.
    """
    said = f" {' '.join(_WORD.findall(fold(title)))} "
    found = [
        (place, -len(phrase), kind)
        for phrase, kind in _phrases().items()
        if (place := said.find(f" {phrase} ")) >= 0 and _is_own(said[:place], kind)
    ]
    return min(found)[2] if found else None


def _is_own(before: str, kind: DocumentKind) -> bool:
    """Test for a kind's word that is said of the document itself, by the words before it."""
    rules = words()["kind_rules"]
    spoken = before.split()
    if kind is DocumentKind.CONVENTION:
        return set(spoken) <= {*rules["before_convention"], "the", "la", "a"}
    through = before.strip().endswith(tuple(rules["through"]))
    return not spoken or through or spoken[-1] not in rules["prepositions"]


@cache
def _phrases() -> dict[str, DocumentKind]:
    return {
        " ".join(_WORD.findall(fold(phrase))): DocumentKind(name)
        for name, phrases in words()["title_words"].items()
        for phrase in phrases
    }
