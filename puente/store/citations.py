"""Who bears a symbol and which ones a segment cites, as every index has it."""

from collections.abc import Iterable, Iterator, Sequence

from puente.model.documents import Document, Symbol
from puente.model.segments import Segment, SegmentKind
from puente.symbols.finding import can_mean, is_family, matches, parse_symbol


def symbol_matches(
    asked: Symbol, documents: Iterable[Document]
) -> tuple[tuple[Document, ...], tuple[Document, ...]]:
    """The documents that bear an asked symbol, and its family, in their order."""
    bearing, family = [], []
    for document in documents:
        if document.symbol is None:
            continue
        if matches(asked, document.symbol):
            bearing.append(document)
        elif is_family(asked, document.symbol):
            family.append(document)
    return tuple(bearing), tuple(family)


def opening(document: Document, segments: Sequence[Segment]) -> Segment | None:
    """The segment that stands for a document: the one with its title, else its first."""
    titled = (s for s in segments if s.kind is SegmentKind.TITLE and s.text == document.title)
    return next(titled, next(iter(segments), None))


def cited_symbols(document: Document, segment: Segment) -> Iterator[Symbol]:
    """The numbered symbols that a segment cites, but for its document's own."""
    for citation in segment.citations:
        symbol = parse_symbol(citation)
        if symbol.number is not None and not _names_itself(document, segment, citation):
            yield symbol


def _names_itself(document: Document, segment: Segment, citation: str) -> bool:
    """Test whether a citation is a document's own symbol, in full or as its title block has it."""
    if document.symbol is None:
        return False
    if citation == document.symbol.text:
        return True
    return segment.kind is SegmentKind.TITLE and can_mean(document.symbol, parse_symbol(citation))
