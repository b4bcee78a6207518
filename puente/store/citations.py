"""Which symbols a segment cites, as an index holds them."""

from collections.abc import Iterator

from puente.records import Document, Segment, SegmentKind, Symbol
from puente.symbols import can_mean, parse_symbol


def cited_symbols(document: Document, segment: Segment) -> Iterator[Symbol]:
    """The numbered symbols that a segment cites, but for its document's own."""
    for citation in segment.citations:
        symbol = parse_symbol(citation)
        if symbol.number is not None and not _names_itself(document, segment, citation):
            yield symbol


def _names_itself(document: Document, segment: Segment, citation: str) -> bool:
    """Whether a citation is a document's own symbol, in full or as its title block shortens it."""
    if document.symbol is None:
        return False
    if citation == document.symbol.text:
        return True
    return segment.kind is SegmentKind.TITLE and can_mean(document.symbol, parse_symbol(citation))
