"""The legs of a search: by symbol, words, names and meaning, each language ranked by itself."""

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
from puente.search.fusion import Fused, FusionWeights, Leg, LegName, fuse
from puente.store.protocol import VectorQuery, View

LEAST_NAMED = 0.5
"""Share of a question that the names of a document must have: then the question names it.

Of 31 questions of the tuning half for a title, a part of one or the latest of a case, 29 get the
document that they mean so; of the 15 others that get any, one gets another.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOptions:
    """Depth of the legs, and the weights of what they say."""

    depth: int = 200
    """Segments taken from each leg, and the most results of a question."""
    weights: FusionWeights = FusionWeights()


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
    """A fused ranking; of each segment in it, the legs that found it and the view that has it.

    `words` and `meaning` are the best shares of the question's words and of its meaning; `named`
    are the segments that stand for documents, by the share of the question that their names have,
    best first.
    """

    named: Mapping[SegmentId, float]
    fused: tuple[Fused, ...]
    words: float
    meaning: float
    legs: Mapping[SegmentId, tuple[LegName, ...]]
    candidates: Mapping[SegmentId, Candidate]
    home: Mapping[SegmentId, View]


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalResult:
    """Candidates under each of several filters, and each symbol in each view, unfiltered.

    `having` is in how many segments each concept of the question stands, all filters together.
    """

    under: Mapping[Filters, Candidates]
    having: tuple[float, ...]
    symbols: tuple[tuple[SymbolMatches, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewLeg:
    """A leg and the view that answered it."""

    view: View
    leg: Leg


@dataclass(frozen=True, slots=True, kw_only=True)
class _ViewAnswer:
    """Legs of one view under each of the filters searched, and what it has of each symbol.

    `having` are those of each language, one for each concept.
    """

    view: View
    having: tuple[tuple[float, ...], ...]
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
        under={
            filters: _fused(answers, filters, options.weights, least_share) for filters in searched
        },
        having=tuple(map(sum, zip(*(h for a in answers for h in a.having), strict=True))),
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
    titles = _title_queries(request.keyword, distinct)
    meaning = _meaning(request)
    nearest = _vector_queries(meaning, distinct)
    rankings = view.search(
        keyword=[*keyword, *titles],
        nearest=nearest,
        symbols=request.symbols,
        limit=options.depth,
    )
    of_language: dict[Filters, list[_ViewLeg]] = {filters: [] for filters in distinct}
    for query, ranking in zip((*keyword, *titles), rankings.keyword, strict=True):
        # On the scale of a segment that has all the words: languages compete fairly.
        name = LegName.TITLE if query.openings_only else LegName.KEYWORD
        leg = Leg(name=name, ranking=ranking, ceiling=ranking.ceiling)
        of_language[query.filters].append(_ViewLeg(view=view, leg=leg))
    if meaning:
        for vector_query, ranking in zip(nearest, rankings.nearest, strict=True):
            leg = _vector_leg(ranking, meaning.scale)
            of_language[vector_query.filters].append(_ViewLeg(view=view, leg=leg))
    by_symbol: dict[Filters, Leg] = {}
    if request.symbols:
        by_symbol = _symbol_legs(view, rankings.symbols, searched, options)
    legs: dict[Filters, tuple[_ViewLeg, ...]] = {}
    for filters in searched:
        found = [leg for own in apart[filters] for leg in of_language[own]]
        if filters in by_symbol:
            found.insert(0, _ViewLeg(view=view, leg=by_symbol[filters]))
        legs[filters] = tuple(found)
    having = tuple(ranking.having for ranking in rankings.keyword[: len(keyword)])
    return _ViewAnswer(view=view, having=having, legs=legs, symbols=rankings.symbols)


def _keyword_queries(keyword: KeywordQuery, searched: Iterable[Filters]) -> list[KeywordQuery]:
    """Keyword queries, one for each of the filters; none without words and phrases."""
    if not (keyword.concepts or keyword.phrases):
        return []
    return [replace(keyword, filters=filters) for filters in searched]


def _title_queries(keyword: KeywordQuery, searched: Iterable[Filters]) -> list[KeywordQuery]:
    """Keyword queries for documents by their names; none beside a phrase."""
    if keyword.phrases or not keyword.concepts:
        return []
    asked = replace(keyword, required=1, openings_only=True)
    return [replace(asked, filters=filters) for filters in searched]


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


def _vector_leg(ranking: Ranking, scale: CosineScale) -> Leg:
    """The meaning, on the scale of the encoder."""
    return Leg(name=LegName.VECTOR, ranking=ranking, floor=scale.floor, ceiling=scale.ceiling)


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
        admitted = (
            Scored(segment_id=segment_id, score=score)
            for segment_id, score in scores.items()
            if _admits(filters, candidates[segment_id], standing.get(segment_id))
        )
        scored = sorted(admitted, key=lambda each: (-each.score, each.segment_id))
        ranking = Ranking(scored=tuple(scored[: options.depth]), total=len(scored))
        legs[filters] = Leg(name=LegName.SYMBOL, ranking=ranking)
    return legs


def _admits(filters: Filters, candidate: Candidate, standing_in: Language | None) -> bool:
    """Test whether a segment passes, in its language or in that of the document it stands for."""
    values = candidate.values
    in_document = (*values[:LANGUAGE], standing_in, *values[LANGUAGE + 1 :])
    return filters.admit(values) or (standing_in is not None and filters.admit(in_document))


def _fused(
    answers: Sequence[_ViewAnswer], filters: Filters, weights: FusionWeights, least_share: float
) -> Candidates:
    """Fuse the legs of all views under one of the filters."""
    legs = [leg for answer in answers for leg in answer.legs[filters]]
    fused = fuse([each.leg for each in legs], weights, least_share=least_share)
    # A dictionary without values is a set that keeps its order: that of the legs.
    names: dict[SegmentId, dict[LegName, None]] = {each.segment_id: {} for each in fused}
    home: dict[SegmentId, View] = {}
    named: dict[SegmentId, float] = {}
    for each in legs:
        for segment_id, share in each.leg.shares():
            if segment_id in names:
                names[segment_id][each.leg.name] = None
                home[segment_id] = each.view
            if each.leg.name is LegName.TITLE and share >= LEAST_NAMED:
                named[segment_id] = share
                home[segment_id] = each.view
    candidates: dict[SegmentId, Candidate] = {}
    for answer in answers:
        own = [segment_id for segment_id, view in home.items() if view is answer.view]
        candidates.update(answer.view.candidates(own))
    return Candidates(
        named=dict(sorted(named.items(), key=lambda item: (-item[1], item[0]))),
        fused=fused,
        words=_best(legs, LegName.KEYWORD),
        meaning=_best(legs, LegName.VECTOR),
        legs={segment_id: tuple(found_by) for segment_id, found_by in names.items()},
        candidates=candidates,
        home=home,
    )


def _best(legs: Iterable[_ViewLeg], name: LegName) -> float:
    """The best share that a leg of a name has: that of its first segment."""
    firsts = (next(each.leg.shares(), None) for each in legs if each.leg.name is name)
    return max((share for _, share in filter(None, firsts)), default=0.0)


def _by_language(filters: Filters, languages: Iterable[Language]) -> tuple[Filters, ...]:
    """The filters with one language each: those asked for, else all of the index."""
    return tuple(
        replace(filters, languages=(language,))
        for language in languages
        if not filters.languages or language in filters.languages
    )
