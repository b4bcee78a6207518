"""The legs of a search: by symbol, by words and by meaning, each language ranked by itself."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from puente.embedding.calibration import CosineScale
from puente.model.documents import Language, Symbol
from puente.model.filters import LANGUAGE, Filters
from puente.model.identifiers import SegmentId, document_id_of
from puente.model.queries import KeywordQuery
from puente.model.results import Candidate, Ranking, Scored, SymbolMatches
from puente.search.fusion import Leg, fuse, order
from puente.store.protocol import VectorQuery, View


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOptions:
    """Depth and weights of the legs: the best that `puente eval` found on the tuning half."""

    depth: int = 200
    """Segments taken from each leg, and the most results of a question."""
    symbol_weight: float = 2.0
    keyword_weight: float = 0.7
    vector_weight: float = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class VectorQuestion:
    """A question's vector, and the scale of the encoder that made it."""

    vector: NDArray[np.float32]
    scale: CosineScale


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchRequest:
    """A question as it is put to the indexes."""

    keyword: KeywordQuery
    meaning: VectorQuestion | None
    symbols: tuple[Symbol, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """A fused ranking; of each segment in it, the legs that found it and the view that has it."""

    scored: tuple[Scored, ...]
    legs: Mapping[SegmentId, tuple[str, ...]]
    candidates: Mapping[SegmentId, Candidate]
    home: Mapping[SegmentId, View]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalResult:
    """Candidates under each of several filters, and each symbol in each view, unfiltered."""

    under: Mapping[Filters, Candidates]
    symbols: tuple[tuple[SymbolMatches, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewLeg:
    """A leg with its name and the view that answered it."""

    view: View
    name: str
    leg: Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewAnswer:
    """Legs of one view under each of the filters searched, and what it has of each symbol."""

    view: View
    legs: Mapping[Filters, tuple[_ViewLeg, ...]]
    symbols: tuple[SymbolMatches, ...]


def retrieve(
    views: Sequence[View],
    request: SearchRequest,
    others: Iterable[Filters],
    options: RetrievalOptions,
    *,
    least_share: float,
) -> RetrievalResult:
    """Fuse every leg of every view: under the request's filters and under others.

    What has less than the least share of the best score is left out. Each view is asked once. A
    request with phrases has no vector leg: what is quoted must stand there word for word.
    """
    searched = tuple(dict.fromkeys((request.keyword.filters, *others)))
    answers = [_ask(view, request, searched, options) for view in views]
    return RetrievalResult(
        under={filters: _fused(answers, filters, least_share) for filters in searched},
        symbols=tuple(zip(*(answer.symbols for answer in answers), strict=True)),
    )


def _ask(
    view: View, request: SearchRequest, searched: Sequence[Filters], options: RetrievalOptions
) -> _ViewAnswer:
    """Ask one view for all its legs at once, each language apart."""
    languages = view.languages()
    apart = {filters: _by_language(filters, languages) for filters in searched}
    distinct = tuple(dict.fromkeys(chain.from_iterable(apart.values())))
    keyword = _keyword_queries(request.keyword, distinct)
    meaning = _meaning(request)
    nearest = _vector_queries(meaning, distinct)
    rankings = view.search(
        keyword=keyword, nearest=nearest, symbols=request.symbols, limit=options.depth
    )
    of_language: dict[Filters, list[_ViewLeg]] = {filters: [] for filters in distinct}
    for query, ranking in zip(keyword, rankings.keyword, strict=True):
        leg = _keyword_leg(ranking, options)
        of_language[query.filters].append(_ViewLeg(view=view, name="keyword", leg=leg))
    if meaning:
        for vector_query, ranking in zip(nearest, rankings.nearest, strict=True):
            leg = _vector_leg(ranking, meaning.scale, options)
            of_language[vector_query.filters].append(_ViewLeg(view=view, name="vector", leg=leg))
    by_symbol: dict[Filters, Leg] = {}
    if request.symbols:
        by_symbol = _symbol_legs(view, rankings.symbols, searched, options)
    legs: dict[Filters, tuple[_ViewLeg, ...]] = {}
    for filters in searched:
        found = [leg for own in apart[filters] for leg in of_language[own]]
        if filters in by_symbol:
            found.insert(0, _ViewLeg(view=view, name="symbol", leg=by_symbol[filters]))
        legs[filters] = tuple(found)
    return _ViewAnswer(view=view, legs=legs, symbols=rankings.symbols)


def _keyword_queries(keyword: KeywordQuery, searched: Iterable[Filters]) -> list[KeywordQuery]:
    """Keyword queries, one for each of the filters; none without words and phrases."""
    if not (keyword.concepts or keyword.phrases):
        return []
    return [replace(keyword, filters=filters) for filters in searched]


def _meaning(request: SearchRequest) -> VectorQuestion | None:
    """The meaning that is searched: none beside a phrase, and none of words without a subject."""
    if request.keyword.phrases or not request.keyword.concepts:
        return None
    return request.meaning


def _vector_queries(
    meaning: VectorQuestion | None, searched: Iterable[Filters]
) -> list[VectorQuery]:
    """Vector queries, one for each of the filters; none without a meaning."""
    if meaning is None:
        return []
    return [VectorQuery(vector=meaning.vector, filters=filters) for filters in searched]


def _keyword_leg(ranking: Ranking, options: RetrievalOptions) -> Leg:
    """The words, on the scale of a segment that has them all: languages compete fairly."""
    return Leg(ranking=ranking, weight=options.keyword_weight, floor=0.0, ceiling=ranking.ceiling)


def _vector_leg(ranking: Ranking, scale: CosineScale, options: RetrievalOptions) -> Leg:
    """The meaning, on the scale of the encoder."""
    return Leg(
        ranking=ranking, weight=options.vector_weight, floor=scale.floor, ceiling=scale.ceiling
    )


def _symbol_legs(
    view: View,
    symbols: Iterable[SymbolMatches],
    searched: Iterable[Filters],
    options: RetrievalOptions,
) -> dict[Filters, Leg]:
    """Symbol legs by filters: documents asked for, then their family, then what cites them.

    A segment that stands for a document passes in the document's language too, for a title block
    may be in another.
    """
    scores: dict[SegmentId, float] = {}
    standing: dict[SegmentId, Language] = {}
    for matches in symbols:
        languages = {each.id: each.language for each in (*matches.documents, *matches.family)}
        standing.update({each: languages[document_id_of(each)] for each in matches.openings})
        bearing = {document.id for document in matches.documents}
        for opening in matches.openings:
            scores.setdefault(opening, 1.0 if document_id_of(opening) in bearing else 0.8)
        for segment_id in matches.citing:
            scores.setdefault(segment_id, 0.6)
    candidates = view.candidates(tuple(scores))
    legs = {}
    for filters in searched:
        scored = order(
            Scored(segment_id=segment_id, score=score)
            for segment_id, score in scores.items()
            if _admits(filters, candidates[segment_id], standing.get(segment_id))
        )
        legs[filters] = Leg(
            ranking=Ranking(scored=scored[: options.depth], total=len(scored)),
            weight=options.symbol_weight,
            floor=0.0,
            ceiling=1.0,
        )
    return legs


def _admits(filters: Filters, candidate: Candidate, standing_in: Language | None) -> bool:
    """Test whether a segment passes, in its language or in that of the document it stands for."""
    values = candidate.values
    in_document = (*values[:LANGUAGE], standing_in, *values[LANGUAGE + 1 :])
    return filters.admit(values) or (standing_in is not None and filters.admit(in_document))


def _fused(answers: Sequence[_ViewAnswer], filters: Filters, least_share: float) -> Candidates:
    """Fuse the legs of all views under one of the filters."""
    legs = [leg for answer in answers for leg in answer.legs[filters]]
    scored = fuse((each.leg for each in legs), least_share=least_share)
    # A dictionary without values is a set that keeps its order: that of the legs.
    names: dict[SegmentId, dict[str, None]] = {each.segment_id: {} for each in scored}
    home: dict[SegmentId, View] = {}
    for each in legs:
        for found in each.leg.ranking.scored:
            if found.segment_id in names:
                names[found.segment_id][each.name] = None
                home[found.segment_id] = each.view
    candidates: dict[SegmentId, Candidate] = {}
    for answer in answers:
        own = [segment_id for segment_id, view in home.items() if view is answer.view]
        candidates.update(answer.view.candidates(own))
    return Candidates(
        scored=scored,
        legs={segment_id: tuple(found_by) for segment_id, found_by in names.items()},
        candidates=candidates,
        home=home,
    )


def _by_language(filters: Filters, languages: Iterable[Language]) -> tuple[Filters, ...]:
    """The filters with one language each: those asked for, else all of the index."""
    return tuple(
        replace(filters, languages=(language,))
        for language in languages
        if not filters.languages or language in filters.languages
    )
