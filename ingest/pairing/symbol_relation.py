"""Relation of two documents by their symbols and years."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple, TypeAlias

from ingest.pairing.file_alignment import are_of_one_file
from puente.model.documents import Document, Language, Mark, Symbol
from puente.model.identifiers import DocumentId
from puente.model.reports import ProposalReason

Ids: TypeAlias = tuple[DocumentId, DocumentId]
Place: TypeAlias = tuple[DocumentId, Language]
Family: TypeAlias = tuple[str | None, str | None, int]


class Relation(NamedTuple):
    """Relation of two documents: how soon they are tried as a pair, and what speaks against it."""

    rank: int
    conflict: ProposalReason | None


SAME_FILE = Relation(-1, None)
SAME_SYMBOL, _NOTHING_AGAINST = Relation(0, None), Relation(1, None)
_REVISIONS = Relation(2, ProposalReason.REVISION)
_OTHER_SYMBOL = Relation(3, ProposalReason.SYMBOL)
_OTHER_YEAR = Relation(3, ProposalReason.YEAR)


def places_of(documents: Mapping[DocumentId, Document], ids: Ids) -> Iterator[Place]:
    """The places that two documents take: each that of the other for its language."""
    for one, other in (ids, ids[::-1]):
        yield one, documents[other].language


def family_of(document: Document) -> Family | None:
    """The part of a symbol that all revisions of a document share; None without a number.

    All drafts of a session may bear "AG/RES. (XXXVIII-O/08)".
    """
    symbol = document.symbol
    if symbol is None or symbol.number is None:
        return None
    return symbol.organ, symbol.kind, symbol.number


def stated_date(document: Document) -> str | None:
    """The date that is stated of a document; the day when its file was saved says nothing."""
    origins = {each.field: each.origin for each in document.provenance}
    return None if origins.get("date") == "file" else document.date


def relation_of(first: Document, second: Document) -> Relation:
    """The relation of two documents by symbols and years.

    "AG/RES. 2356" may stand for "AG/RES. 2356 (XXXVIII-O/08)". The two versions of one file are
    versions whatever they bear.
    """
    if are_of_one_file(first, second):
        return SAME_FILE
    one, other = first.symbol, second.symbol
    if one is None or other is None:
        years = [(stated_date(each) or "")[:4] or None for each in (first, second)]
        return _NOTHING_AGAINST if _are_compatible(*years) else _OTHER_YEAR
    stated = (one.year, other.year), (one.session, other.session), (one.meeting, other.meeting)
    are_named_alike = (one.organ, one.kind, one.number) == (other.organ, other.kind, other.number)
    if not are_named_alike or not all(_are_compatible(*each) for each in stated):
        return _OTHER_SYMBOL
    if one.number is None:
        return _NOTHING_AGAINST
    return SAME_SYMBOL if _marks(one) == _marks(other) else _REVISIONS


def _marks(symbol: Symbol) -> tuple[Mark, ...]:
    return symbol.rev, symbol.add, symbol.corr


def _are_compatible(one: object, other: object) -> bool:
    return one is None or other is None or one == other
