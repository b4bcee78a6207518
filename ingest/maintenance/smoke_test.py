"""Smoke test of a new index: its counts, and questions that must find what was put into it."""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from puente.errors import UnsoundIndexError
from puente.model.documents import Document
from puente.model.filters import Filters
from puente.model.queries import Concept, KeywordQuery, Term
from puente.model.results import Ranking
from puente.model.segments import Segment
from puente.store.citations import cited_symbols
from puente.store.protocol import Reader
from puente.text.tokenization import exact_words, tokens

# Spread over the collection, so that every part that could be missing is asked for.
_DOCUMENTS = 20
_WORDS = 8
_PHRASE = 5
# As many segments may say the same, as headings and closing formulas do.
_LIMIT = 200
# A stored vector has a byte a number: its cosine with itself as it was stays above this.
_ITSELF = 0.97


class KnownItem(NamedTuple):
    """A segment that its own words, symbols and vector, which is (dimension,), must find."""

    document: Document
    segment: Segment
    vector: NDArray[np.float32]


def known_item_places(documents: int) -> frozenset[int]:
    """The places, among so many documents, of those that known items are taken from."""
    chosen = min(documents, _DOCUMENTS)
    return frozenset(place * documents // chosen for place in range(chosen))


class WrittenSample:
    """Content that is put into an index: how much it is, and some known items."""

    def __init__(self) -> None:
        self._documents = self._segments = self._alignments = self._corrections = 0
        self._known_items: list[KnownItem] = []

    def add(self, segments: Sequence[Segment]) -> None:
        """Count a document."""
        self._documents += 1
        self._segments += len(segments)

    def add_alignments(self, count: int) -> None:
        """Count alignments."""
        self._alignments += count

    def add_corrections(self, count: int) -> None:
        """Count corrections."""
        self._corrections += count

    def add_known_items(
        self, document: Document, segments: Sequence[Segment], vectors: NDArray[np.float32]
    ) -> None:
        """Take a document's longest segment, and its first that cites.

        `vectors` are (segments, dimension).
        """
        if not segments:
            return
        longest = max(segments, key=lambda segment: len(segment.text))
        citing = next((each for each in segments if each.citations), longest)
        for segment, vector in zip(segments, vectors, strict=True):
            if segment in (longest, citing):
                self._known_items.append(KnownItem(document, segment, vector.copy()))

    def check(self, url: str, reader: Reader) -> None:
        """Raise UnsoundIndexError unless the index at an address holds and finds all this."""
        state = reader.index_state()
        corrections = sum(len(reader.corrections(*pair)) for pair in reader.corrected_pairs())
        for what, written, found in (
            ("documents", self._documents, state.documents),
            ("segments", self._segments, state.segments),
            ("alignments", self._alignments, state.alignments),
            ("corrections", self._corrections, corrections),
        ):
            if written != found:
                raise UnsoundIndexError(
                    url, f"{written} {what} were put into it, and it has {found}"
                )
        for item in self._known_items:
            for leg in _failing(reader, item):
                raise UnsoundIndexError(url, f"{item.segment.id} is not found by its {leg}")
        missed = sum(not _is_near_itself(reader, item) for item in self._known_items)
        if missed * 2 > len(self._known_items):
            asked = len(self._known_items)
            raise UnsoundIndexError(
                url, f"{missed} of {asked} segments are not found by their vector"
            )


def _failing(reader: Reader, item: KnownItem) -> Iterator[str]:
    """The ways in which a segment is not found; where too many are as good, it counts as found."""
    document, segment, _ = item
    query = _own_words(segment)
    if query.concepts:
        ranking = reader.keyword(query, limit=_LIMIT)
        if ranking.total <= _LIMIT and segment.id not in _ids(ranking):
            yield "words"
    for symbol in cited_symbols(document, segment):
        if segment.id not in reader.by_symbol(symbol).citing:
            yield f"citation of {symbol.text}"
    own = document.symbol
    if own and own.number is not None:
        found = reader.by_symbol(own).documents
        if document.id not in [each.id for each in found]:
            yield f"symbol {own.text}"


def _is_near_itself(reader: Reader, item: KnownItem) -> bool:
    """Test for a vector that finds its segment, or as many as are asked for that are as near.

    Both engines search approximately and may miss one: of 40,000 segments with vectors of 64
    numbers the embedded store did.
    """
    found = reader.nearest(item.vector, Filters(), limit=_LIMIT)
    return item.segment.id in _ids(found) or any(
        scored.score >= _ITSELF for scored in found.scored[_LIMIT - 1 :]
    )


def _own_words(segment: Segment) -> KeywordQuery:
    """A question of a segment's longest words, all required, and of its first words as a phrase."""
    stems = {token.stem for token in tokens(segment.text, segment.language)}
    longest = sorted(stems, key=lambda stem: (-len(stem), stem))[:_WORDS]
    return KeywordQuery(
        concepts=tuple(
            Concept(terms=(Term(language=segment.language, stem=stem),)) for stem in longest
        ),
        phrases=(" ".join(exact_words(segment.text)[:_PHRASE]),) if stems else (),
        required=len(longest),
    )


def _ids(ranking: Ranking) -> set[str]:
    return {scored.segment_id for scored in ranking.scored}
