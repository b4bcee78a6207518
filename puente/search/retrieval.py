"""The legs of a search: by symbol, by words and by meaning, each language ranked by itself."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from puente.embedding.calibration import CosineScale
from puente.model.documents import Language, Symbol
from puente.model.identifiers import SegmentId, document_id_of
from puente.model.queries import Filters, KeywordQuery
from puente.model.results import Candidate, Ranking, Scored, SymbolMatches
from puente.search.fusion import Leg, fuse, order
from puente.store.protocol import VectorQuery, View


@dataclass(frozen=True, slots=True, kw_only=True)
class RetrievalOptions:
    """Depth and weights of the legs: the best that `puente eval` found on the tuning half."""

    depth: int = 200
    """Segments taken from each leg, and the most results of a question."""
    symbol_weight: float = 2.0
    keyword_weight: float = 0.8
    vector_weight: float = 0.2


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
    """What was found under each of several filters, and each symbol in each view, unfiltered."""

    under: Mapping[Filters, Candidates]
    symbols: tuple[tuple[SymbolMatches, ...], ...]


def retrieve(
    views: Sequence[View],
    asked: SearchRequest,
    others: Iterable[Filters],
    options: RetrievalOptions,
    *,
    least_share: float,
) -> RetrievalResult:
    """Every leg of every view, fused: under the question's filters and under others.

    What has less than the least share of the best score is left out. Each view is asked once. A
    question with phrases has no vector leg: what is quoted must stand there word for word.
    """
    searched = tuple(dict.fromkeys((asked.keyword.filters, *others)))
    answers = [_ViewResult(view, asked, searched, options) for view in views]
    return RetrievalResult(
        under={filters: _fused(answers, filters, least_share) for filters in searched},
        symbols=tuple(zip(*(answer.rankings.symbols for answer in answers), strict=True)),
    )


def _fused(answers: Sequence["_ViewResult"], filters: Filters, least_share: float) -> Candidates:
    legs = [(answer.view, *leg) for answer in answers for leg in answer.legs(filters)]
    scored = fuse((leg for *_, leg in legs), least_share=least_share)
    names: dict[SegmentId, dict[str, None]] = {each.segment_id: {} for each in scored}
    home: dict[SegmentId, View] = {}
    for view, name, leg in legs:
        for each in leg.ranking.scored:
            if each.segment_id in names:
                names[each.segment_id][name] = None
                home[each.segment_id] = view
    candidates: dict[SegmentId, Candidate] = {}
    for answer in answers:
        own = [segment for segment, view in home.items() if view is answer.view]
        candidates.update(answer.view.candidates(own))
    return Candidates(
        scored=scored,
        legs={segment: tuple(found) for segment, found in names.items()},
        candidates=candidates,
        home=home,
    )


class _ViewResult:
    """What one view answers, each language apart."""

    def __init__(
        self,
        view: View,
        asked: SearchRequest,
        searched: Iterable[Filters],
        options: RetrievalOptions,
    ) -> None:
        self.view = view
        self._asked = asked
        self._options = options
        languages = _languages(view)
        self._apart = {filters: _by_language(filters, languages) for filters in searched}
        each = tuple(dict.fromkeys(chain.from_iterable(self._apart.values())))
        keyword, meaning = asked.keyword, asked.meaning
        has_words, has_phrases = bool(keyword.concepts), bool(keyword.phrases)
        self.rankings = view.search(
            keyword=[replace(keyword, filters=filters) for filters in each]
            if has_words or has_phrases
            else (),
            nearest=[VectorQuery(vector=meaning.vector, filters=filters) for filters in each]
            if meaning and has_words and not has_phrases
            else (),
            symbols=asked.symbols,
            limit=options.depth,
        )
        self._by_words = dict(zip(each, self.rankings.keyword, strict=False))
        self._by_meaning = dict(zip(each, self.rankings.nearest, strict=False))

    def legs(self, filters: Filters) -> Iterator[tuple[str, Leg]]:
        """The legs under one of the filters searched, by name."""
        if self._asked.symbols:
            yield "symbol", self._symbol_leg(filters)
        for each in self._apart[filters]:
            if each in self._by_words:
                yield "keyword", self._keyword_leg(self._by_words[each])
            if self._asked.meaning and each in self._by_meaning:
                yield "vector", self._vector_leg(self._by_meaning[each], self._asked.meaning.scale)

    def _keyword_leg(self, ranking: Ranking) -> Leg:
        """The words, on the scale of a segment that has them all: languages compete fairly."""
        return Leg(
            ranking=ranking,
            weight=self._options.keyword_weight,
            floor=0.0,
            ceiling=ranking.ceiling,
        )

    def _vector_leg(self, ranking: Ranking, scale: CosineScale) -> Leg:
        return Leg(
            ranking=ranking,
            weight=self._options.vector_weight,
            floor=scale.floor,
            ceiling=scale.ceiling,
        )

    def _symbol_leg(self, filters: Filters) -> Leg:
        """The asked documents first, then their family, then the segments that cite them."""
        scores: dict[SegmentId, float] = {}
        for matches in self.rankings.symbols:
            bearing = {document.id for document in matches.documents}
            for opening in matches.openings:
                scores.setdefault(opening, 1.0 if document_id_of(opening) in bearing else 0.8)
            for segment_id in matches.citing:
                scores.setdefault(segment_id, 0.6)
        candidates = self.view.candidates(tuple(scores))
        scored = order(
            Scored(segment_id=each, score=score)
            for each, score in scores.items()
            if _passes(candidates[each], filters)
        )
        return Leg(
            ranking=Ranking(scored=scored[: self._options.depth], total=len(scored)),
            weight=self._options.symbol_weight,
            floor=0.0,
            ceiling=1.0,
        )


def _languages(view: View) -> tuple[Language, ...]:
    """The languages that documents of the index are in."""
    facets = view.facets(KeywordQuery())
    return tuple(Language(v.value) for f in facets if f.name == "language" for v in f.values)


def _by_language(filters: Filters, languages: Iterable[Language]) -> tuple[Filters, ...]:
    """The filters with one language each: those asked for, else all of the index."""
    return tuple(
        replace(filters, languages=(language,))
        for language in languages
        if not filters.languages or language in filters.languages
    )


def _passes(candidate: Candidate, filters: Filters) -> bool:
    """Whether a segment's document passes the filters."""
    year = candidate.year
    return (
        (not filters.languages or candidate.language in filters.languages)
        and (not filters.collections or candidate.collection in filters.collections)
        and (not filters.organs or candidate.organ in filters.organs)
        and (not filters.kinds or candidate.kind in filters.kinds)
        and (
            not filters.years
            or (year is not None and any(y.first <= year <= y.last for y in filters.years))
        )
    )
