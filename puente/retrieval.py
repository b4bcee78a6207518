"""The legs of a search: by symbol, by words and by meaning, each language ranked by itself."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from puente.calibration import CosineScale
from puente.ranking import Leg, fuse, order
from puente.records import (
    DocumentId,
    Filters,
    KeywordQuery,
    Language,
    Ranking,
    Scored,
    SegmentId,
    SegmentKind,
    Symbol,
)
from puente.store.protocol import Reader


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOptions:
    """Depth and weights of the legs: the best that `puente eval` found on the tuning half."""

    depth: int = 200
    """Segments taken from each leg, and the most results of a question."""
    symbol_weight: float = 2.0
    keyword_weight: float = 0.8
    vector_weight: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """A question's vector, and the scale of the encoder that made it."""

    vector: NDArray[np.float32]
    scale: CosineScale


@dataclass(frozen=True, slots=True)
class Found:
    """A fused ranking, the legs that found each segment, and the index that holds it."""

    scored: tuple[Scored, ...]
    legs: Mapping[SegmentId, tuple[str, ...]]
    home: Mapping[SegmentId, Reader]


def retrieve(
    readers: Sequence[Reader],
    keyword: KeywordQuery,
    meaning: Meaning | None,
    symbols: Sequence[Symbol],
    options: RetrievalOptions,
) -> Found:
    """Every leg of every index, fused.

    A question with phrases has no vector leg: what is quoted must stand there word for word.
    """
    legs: list[tuple[str, Reader, Leg]] = []
    for reader in readers:
        if symbols:
            leg = _symbol_leg(reader, symbols, keyword.filters, options)
            legs.append(("symbol", reader, leg))
        for language in _languages(reader, keyword.filters):
            asked = replace(keyword, filters=replace(keyword.filters, languages=(language,)))
            if keyword.concepts or keyword.phrases:
                legs.append(("keyword", reader, _keyword_leg(reader, asked, options)))
            if meaning and keyword.concepts and not keyword.phrases:
                legs.append(("vector", reader, _vector_leg(reader, meaning, asked, options)))
    names: dict[SegmentId, dict[str, None]] = defaultdict(dict)
    home: dict[SegmentId, Reader] = {}
    for name, reader, leg in legs:
        for each in leg.ranking.scored:
            names[each.segment_id][name] = None
            home[each.segment_id] = reader
    return Found(
        fuse(leg for _, _, leg in legs),
        {segment: tuple(found) for segment, found in names.items()},
        home,
    )


def _languages(reader: Reader, filters: Filters) -> tuple[Language, ...]:
    """The languages that documents passing the filters are in."""
    facets = reader.facets(KeywordQuery(filters=filters))
    return tuple(Language(v.value) for f in facets if f.name == "language" for v in f.values)


def _keyword_leg(reader: Reader, asked: KeywordQuery, options: RetrievalOptions) -> Leg:
    """The words, on the scale of a segment that has them all: languages compete fairly."""
    ranking = reader.keyword(asked, limit=options.depth)
    return Leg(ranking=ranking, weight=options.keyword_weight, floor=0.0, ceiling=ranking.ceiling)


def _vector_leg(
    reader: Reader, meaning: Meaning, asked: KeywordQuery, options: RetrievalOptions
) -> Leg:
    return Leg(
        ranking=reader.nearest(meaning.vector, asked.filters, limit=options.depth),
        weight=options.vector_weight,
        floor=meaning.scale.floor,
        ceiling=meaning.scale.ceiling,
    )


def _symbol_leg(
    reader: Reader, symbols: Sequence[Symbol], filters: Filters, options: RetrievalOptions
) -> Leg:
    """The asked documents first, then their family, then the segments that cite them."""
    scores: dict[SegmentId, float] = {}
    for symbol in symbols:
        matches = reader.by_symbol(symbol, filters)
        for document_id in matches.documents:
            scores.setdefault(_opening(reader, document_id), 1.0)
        for document_id in matches.family:
            scores.setdefault(_opening(reader, document_id), 0.8)
        for segment_id in matches.citing:
            scores.setdefault(segment_id, 0.6)
    scored = order(Scored(segment_id=each, score=score) for each, score in scores.items())
    return Leg(
        ranking=Ranking(scored=scored[: options.depth], total=len(scored)),
        weight=options.symbol_weight,
        floor=0.0,
        ceiling=1.0,
    )


def _opening(reader: Reader, document_id: DocumentId) -> SegmentId:
    """The segment that stands for a document: the one with its title, else its first."""
    title = reader.document(document_id).title
    segments = reader.segments_of(document_id)
    titled = (s.id for s in segments if s.kind is SegmentKind.TITLE and s.text == title)
    return next(titled, segments[0].id)
