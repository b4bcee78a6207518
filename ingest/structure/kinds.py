"""Kinds of documents, by their symbols and by the words of their titles."""

import re
from collections.abc import Sequence
from functools import cache

from ingest.structure.title_block.bodies import words
from ingest.structure.title_block.human_rights import COURT
from puente.model.documents import DocumentKind, Symbol
from puente.text.tokenization import fold

# "BOLETÍN DE PRENSA No. 12", "PROYECTO DE RESOLUCIÓN".
_MOST_WORDS_BESIDE = 4
_WORD = re.compile(r"\w+")


def document_kind(
    symbol: Symbol | None, title: str, organ: str | None, beside: Sequence[str] = ()
) -> DocumentKind:
    """By the symbol, else by the first word of the title that names a kind, else by a line beside.

    Such a line is "COMUNICADO CONJUNTO" or "Presentación ante la Comisión". What the Court
    resolves is an order.
    """
    for name, kinds in words()["symbol_kinds"].items():
        if symbol is not None and symbol.kind in kinds:
            return DocumentKind(name)
    kind = _kind_in(title) or next(filter(None, map(_kind_beside, beside)), None)
    if kind is DocumentKind.RESOLUTION and organ == COURT:
        return DocumentKind.ORDER
    return kind or DocumentKind.DOCUMENT


def names_kind(title: str) -> bool:
    """Test for a title that says what kind of document it heads."""
    return _kind_in(title) is not None


def _kind_beside(line: str) -> DocumentKind | None:
    """The kind that a line beside a title states: it is short, tells of a talk, or of parties."""
    said = " ".join(_WORD.findall(fold(line)))
    if any(re.fullmatch(programme, said) for programme in words()["cover"]["programmes"]):
        return DocumentKind.AGENDA
    if len([word for word in said.split() if not word.isdigit()]) <= _MOST_WORDS_BESIDE:
        kind = _kind_in(line)
        # "PRESENTACIÓN" alone is the heading of a foreword.
        return None if kind is DocumentKind.PRESENTATION and " " not in said else kind
    cover = words()["cover"]
    if any(re.match(rf"{talk}\b", said) for talk in cover["talks"]):
        return DocumentKind.PRESENTATION
    if any(re.search(parties, said) for parties in cover["parties"]):
        return DocumentKind.CONVENTION
    return None


def _kind_in(title: str) -> DocumentKind | None:
    """The kind that a title names first, unless the word is of another document.

    "Follow-up to the Declaration of Santiago" is no declaration, and what the first words of a
    text tell of is not the text.
    """
    is_sentence = title.endswith(("…", "."))
    said = f" {' '.join(_WORD.findall(fold(title)))} "
    found = [
        (place, -len(phrase), kind)
        for phrase, kind in _phrases().items()
        if (place := said.find(f" {phrase} ")) >= 0
        and _is_own(said[:place], kind, is_sentence=is_sentence)
    ]
    return min(found)[2] if found else None


def _is_own(before: str, kind: DocumentKind, *, is_sentence: bool) -> bool:
    """Test for a kind's word that is said of the document itself, by the words before it."""
    rules = words()["kind_rules"]
    spoken = before.split()
    if kind is DocumentKind.CONVENTION:
        return set(spoken) <= {*rules["before_convention"], "the", "la", "a"}
    through = before.strip().endswith(tuple(rules["through"]))
    if is_sentence and not (through or not spoken):
        return False
    if kind is DocumentKind.AGENDA and spoken and spoken[-1].isdigit():
        return False  # the 2030 Agenda
    return not spoken or through or spoken[-1] not in rules["prepositions"]


@cache
def _phrases() -> dict[str, DocumentKind]:
    return {
        " ".join(_WORD.findall(fold(phrase))): DocumentKind(name)
        for name, phrases in words()["title_words"].items()
        for phrase in phrases
    }
