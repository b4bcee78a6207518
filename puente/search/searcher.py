"""The only way to search: take a question apart, retrieve, fuse, and show versions together."""

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from puente.catalogue.catalogue import check_filters, symbol_answer
from puente.embedding.calibration import calibrate
from puente.embedding.protocol import Embedder
from puente.errors import EmbedderError, EmptyQueryError, FilterError, PageError
from puente.model.documents import Language
from puente.model.filters import FILTERS, DocumentValue, Filters, YearRange
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import KeywordQuery, Query, Role, Sort
from puente.model.results import (
    Candidate,
    Facet,
    FacetValue,
    Hit,
    HydratedSegment,
    ResultPage,
)
from puente.model.segments import SegmentKind
from puente.search.completion.suggester import Suggester
from puente.search.completion.suggestions import Suggestion
from puente.search.diversity import diversify
from puente.search.evidence import Explainer
from puente.search.fusion import Fused, Group, LegName, group_versions, order
from puente.search.named_documents import name_documents, nearly_best
from puente.search.near_duplicates import collapse
from puente.search.nearness import NearSegment, VectorService, nearest
from puente.search.numbered_parts import find_parts
from puente.search.ordering import holds, in_order, year_weight
from puente.search.question.query_expansion import Expander, Expansion
from puente.search.question.query_parser import checked, parse_query
from puente.search.retrieval import (
    Candidates,
    RetrievalOptions,
    SearchRequest,
    VectorQuestion,
    retrieve,
)
from puente.store.protocol import IndexChangedError, Reader, View
from puente.text.glossary import Glossary
from puente.text.lexicon import Lexicon

_log = logging.getLogger(__name__)

LARGEST_PAGE = 100

COMPARED = 50
"""Best groups among which near-duplicates are looked for: what reads the same ranks close by."""

# Every so many terms of the glossary (30 of them) are enough to know an encoder's scale.
_TERM_STEP = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """Floors of what counts as an answer, chosen on tuning halves (docs/decisions/fusion.md)."""

    retrieval: RetrievalOptions = RetrievalOptions()
    least_evidence: float = 1.02
    """Best share of the words and best share of the meaning, added: under it nothing answers."""
    enough_words: float = 0.5
    """Best share of the words that answers whatever the meaning: codes and names have little."""
    least_words: float = 0.3
    """Best share of the words, where there is no meaning to add."""
    least_meaning: float = 0.5
    """Share of the meaning from which a segment is near a question that nothing answers."""
    least_share: float = 0.35
    """Of the best result's score: results under it are left out."""


NEAREST = 10
"""Passages shown where nothing answers: those that are nearest in meaning."""

# A heading or a note should not outrank the paragraph that treats its subject; a title may, for who
# types it wants the document (the best on the tuning halves of both collections, docs/quality.md).
KIND_WEIGHTS: Mapping[SegmentKind, float] = {
    SegmentKind.TITLE: 1.2,
    SegmentKind.HEADING: 0.65,
    SegmentKind.FOOTNOTE: 0.6,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class _Answer:
    """Results under one choice of filters: what was found, and the groups made of it, in order."""

    found: Candidates
    groups: tuple[Group, ...]


class Searcher:
    """Searches the indexes that a caller may see, as if they were one."""

    def __init__(
        self,
        readers: Sequence[Reader],
        embedder: Embedder | None,
        lexicon: Lexicon,
        glossary: Glossary,
        options: SearchOptions = SearchOptions(),
    ) -> None:
        self._readers = tuple(readers)
        self._embedder = self._encoder = embedder
        self._expander = Expander(lexicon, glossary)
        self._suggester = Suggester(glossary)
        self._options = options
        # What has less of the best score is left out even if the best is a note and it is a title.
        self._near = options.least_share * min(KIND_WEIGHTS.values()) / max(KIND_WEIGHTS.values())
        try:
            self._scale = calibrate(embedder, glossary.terms[::_TERM_STEP]) if embedder else None
        except EmbedderError as error:  # words go on answering, and every page says so
            _log.warning("searching by words alone: %s", error)
            self._embedder = self._scale = None

    @property
    def vectors(self) -> VectorService:
        """Vectors of the encoder, for other programs."""
        return VectorService(self._encoder)

    def nearest(
        self, vector: NDArray[np.float32], filters: Filters = Filters(), *, limit: int = 10
    ) -> tuple[NearSegment, ...]:
        """The segments nearest to a vector of unit length by cosine; raises FilterError."""
        return nearest(self._readers, vector, filters, limit=limit)

    def over(self, readers: Sequence[Reader]) -> "Searcher":
        """The same searcher of other indexes; the encoder is not looked at again."""
        other = copy(self)
        other._readers = tuple(readers)
        return other

    def search(
        self,
        text: str,
        *,
        filters: Filters = Filters(),
        respell: bool = True,
        sort: Sort | None = None,
        years: bool = True,
        expand: bool = True,
        page: int = 1,
        size: int = 10,
    ) -> ResultPage:
        """One page of the answer to a typed question; raises QueryError.

        Without `respell` every word is searched as it was typed; without `expand` also in its own
        language alone, with no translation, no acronym and no related word. Without `years` no word
        says of what years documents are, and without `sort` the question decides the order.
        """
        depth = self._options.retrieval.depth
        if page < 1 or not 1 <= size <= LARGEST_PAGE or (page - 1) * size >= depth:
            raise PageError(depth, LARGEST_PAGE)
        query = parse_query(text, filters, respell=respell, expand=expand, sort=sort, years=years)
        if not (query.words or query.phrases or query.symbols):
            raise EmptyQueryError
        try:
            return self._page(query, page, size, newest=False)
        # A view may be of an index that has changed since: another may have what is refused.
        except (IndexChangedError, FilterError):
            return self._page(query, page, size, newest=True)

    def suggest(self, text: str, *, limit: int = 10) -> tuple[Suggestion, ...]:
        """Titles, symbols and terms that complete what was typed, best first; raises QueryError."""
        text = checked(text)
        if not any(map(str.isalnum, text)):
            raise EmptyQueryError
        return self._suggester.suggest(self._readers, text, limit=limit)

    def _page(self, query: Query, page: int, size: int, *, newest: bool) -> ResultPage:
        """The page, all of it from one generation of each index."""
        with ExitStack() as stack:
            views = [stack.enter_context(each.view(newest=newest)) for each in self._readers]
            check_filters(query.filters, views)
            learned = [view.acronyms() for view in views] if query.expand else []
            expansion = self._expander.expand(
                query, lambda words: _spellings(views, words), learned
            )
            request = self._request(query, expansion)
            widened = _widened(query.narrowed)
            retrieved = retrieve(
                views, request, widened.values(), self._options.retrieval, least_share=self._near
            )
            under = self._with_parts(query, retrieved.under)
            ranked = {filters: _ranked(each, query.years) for filters, each in under.items()}
            if query.years_filter and not holds(query, ranked):
                stack.close()
                return self._page(replace(query, years_filter=False), page, size, newest=newest)
            is_answered = bool(query.phrases) or self._is_answered(under.values())
            answers = {
                filters: self._answer(each, ranked[filters], query, is_answered=is_answered)
                for filters, each in under.items()
            }
            answer = answers[query.narrowed]
            named = nearly_best(answer.found.named) if page == 1 else ()
            leaders = (group.best.segment_id for group in answer.groups[:COMPARED])
            compared = _hydrated((*named, *leaders), answer.found)
            results = _results(answer.groups, compared, is_diverse=query.sort is not Sort.DATE)
            asked = results[(page - 1) * size : page * size]
            later = (result[0].best.segment_id for result in asked)
            rest = [each for each in later if each not in compared]
            shown = {**compared, **_hydrated(rest, answer.found)}
            explainer = Explainer(query, request.keyword, retrieved.symbols)
            return ResultPage(
                query=query,
                hits=tuple(_hit(each, shown, answer.found, explainer) for each in asked),
                total=len(results),
                total_is_exact=len(answer.groups) < self._options.retrieval.depth,
                is_answered=is_answered,
                documents=name_documents(named, query, answer.found.named, compared),
                missing=_missing(expansion, retrieved.having, query.filters),
                page=page,
                size=size,
                facets=_facets(answers, query.narrowed, widened) if answer.groups else (),
                # The filters do not decide whether the collection has a document.
                symbols=tuple(map(symbol_answer, query.symbols, retrieved.symbols)),
                corrections=expansion.corrections,
                degraded=() if self._embedder else ("vector",),
            )

    def _request(self, query: Query, expansion: Expansion) -> SearchRequest:
        concepts = expansion.concepts
        keyword = KeywordQuery(
            concepts=concepts,
            phrases=query.phrases,
            # What is quoted decides alone; the words beside it only rank.
            required=0 if query.phrases else required_concepts(expansion.asked),
            filters=query.narrowed,
        )
        return SearchRequest(
            keyword=keyword,
            meaning=self._meaning(expansion.words, query.language),
            symbols=query.symbols,
        )

    def _is_answered(self, under: Iterable[Candidates]) -> bool:
        """Test whether enough was found, under the filters or without one of them.

        A filter may leave out the best; what it leaves was counted beside it, so it is shown.
        """
        return any(self._answers(found) for found in under)

    def _answers(self, found: Candidates) -> bool:
        options = self._options
        certain = {LegName.SYMBOL, LegName.PART}
        if found.named or not all(certain.isdisjoint(legs) for legs in found.legs.values()):
            return True
        if not found.meaning:
            return found.words >= options.least_words
        is_enough = found.words >= options.enough_words
        return is_enough or found.words + found.meaning >= options.least_evidence

    def _answer(
        self, found: Candidates, ranked: Sequence[Fused], query: Query, *, is_answered: bool
    ) -> _Answer:
        """Group what was found and is near the best: no more groups than the depth.

        A question with phrases is answered by every segment that has them; of one that nothing
        answers, what is nearest in meaning is kept.
        """
        least = 0.0 if query.phrases or not ranked else ranked[0].score * self._options.least_share
        kept = [each for each in ranked if each.score >= least]
        most = self._options.retrieval.depth
        if not is_answered:
            is_near = found.meaning >= self._options.least_meaning
            kept, most = kept if is_near else [], NEAREST
        counterparts = {
            each.segment_id: found.candidates[each.segment_id].counterparts for each in kept
        }
        groups = group_versions(kept, counterparts)[:most]
        led = [_led_by(group, query.language, found) for group in groups]
        return _Answer(found=found, groups=in_order(led, query, found))

    def _with_parts(
        self, query: Query, under: Mapping[Filters, Candidates]
    ) -> Mapping[Filters, Candidates]:
        """Candidates with the article or paragraph that the question names."""
        if query.part is None:
            return under
        # As it was typed: what is no word of a title names no document.
        words = replace(query, words=query.part.title, respell=False)
        title = self._expander.expand(words, lambda _: {}).concepts if words.words else ()
        parts = find_parts(query.part, title, query, under[query.narrowed])
        return {**under, query.narrowed: parts}

    def _meaning(self, words: Sequence[str], language: Language | None) -> VectorQuestion | None:
        """The vector of the words; None without words or without an encoder."""
        if not (self._embedder and self._scale and words):
            return None
        vector = self._embedder.embed([" ".join(words)], role=Role.QUERY, language=language)[0]
        return VectorQuestion(vector=vector, scale=self._scale)


def _spellings(views: Iterable[View], words: Sequence[str]) -> dict[str, Mapping[str, int]]:
    """Add up what several views have of some words, as if they were one."""
    found: dict[str, Counter[str]] = {word: Counter() for word in words}
    for view in views:
        for word, near in view.spellings(words).items():
            found[word].update(near)
    return dict(found)


def _hydrated(
    segment_ids: Iterable[SegmentId], found: Candidates
) -> Mapping[SegmentId, HydratedSegment]:
    """All that is shown of some segments, for one request to each view."""
    ids: dict[View, list[SegmentId]] = {}
    for each in segment_ids:
        ids.setdefault(found.home[each], []).append(each)
    return {
        segment_id: shown
        for view, own in ids.items()
        for segment_id, shown in view.hydrate(own).items()
    }


def _results(
    groups: Sequence[Group], compared: Mapping[SegmentId, HydratedSegment], *, is_diverse: bool
) -> tuple[tuple[Group, ...], ...]:
    """The groups of which each result is made, the one that is shown first.

    Near-duplicates are looked for among the best groups, whatever the page: so every page is cut
    from the same results, and the total counts them.
    """

    def texts(group: Group) -> tuple[str, ...]:
        it = compared[group.best.segment_id]
        versions = (" ".join(s.text for s in each.segments) for each in it.translations)
        return it.segment.text, *versions

    def document(result: tuple[Group, ...]) -> DocumentId:
        return document_id_of(result[0].best.segment_id)

    collapsed = collapse(groups[:COMPARED], texts)
    results = (*collapsed, *((group,) for group in groups[COMPARED:]))
    return diversify(results, document) if is_diverse else results


def _missing(expansion: Expansion, having: Sequence[float], filters: Filters) -> tuple[str, ...]:
    """The words of a question that stand nowhere; not told of some languages alone."""
    if filters.languages:
        return ()
    counts: Counter[str] = Counter()
    for word, count in zip(expansion.subjects, having, strict=bool(having)):
        counts[word] += math.ceil(count)
    return tuple(word for word, count in counts.items() if not count)


def _hit(
    result: tuple[Group, ...],
    shown: Mapping[SegmentId, HydratedSegment],
    found: Candidates,
    explainer: Explainer,
) -> Hit:
    """A result with all that is shown of it."""
    best, *others = (group.best for group in result)
    it = shown[best.segment_id]
    legs = found.legs[best.segment_id]
    explained = explainer.explain(it, legs)
    return Hit(
        segment=it.segment,
        document=it.document,
        score=best.score,
        parts={feature.value: part for feature, part in best.parts.items()},
        legs=legs,
        highlights=explained.highlights,
        translations=explained.translations,
        evidence=explained.evidence,
        also_in=tuple(shown[each.segment_id] for each in others),
    )


def _widened(filters: Filters) -> dict[str, Filters]:
    """For each facet that filters, the filters without its own: its other values stay seen."""
    return {each.name: each.replaced(filters, ()) for each in FILTERS if each.chosen(filters)}


def _facets(
    answers: Mapping[Filters, _Answer], chosen: Filters, widened: Mapping[str, Filters]
) -> tuple[Facet, ...]:
    """Facets in the order of FILTERS; one that filters is counted as if it did not."""
    return tuple(
        _facet(place, answers[widened.get(each.name, chosen)]) for place, each in enumerate(FILTERS)
    )


def _facet(place: int, answer: _Answer) -> Facet:
    """Count the documents of an answer, every version of them, by the filter at the place.

    One that answers in several languages counts in each.
    """
    values: set[tuple[DocumentId, DocumentValue]] = set()
    for group in answer.groups:
        for member in (group.best, *group.others):
            candidate = answer.found.candidates[member.segment_id]
            values.add((candidate.document_id, candidate.values[place]))
    counts = Counter(str(value) for _, value in values if value is not None)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Facet(
        name=FILTERS[place].name,
        values=tuple(FacetValue(value=value, count=count) for value, count in ranked),
    )


def required_concepts(count: int) -> int:
    """Number of a question's concepts that a segment must have: half of them, rounded up."""
    return math.ceil(count / 2)


def _ranked(found: Candidates, years: YearRange | None) -> tuple[Fused, ...]:
    """The segments with their scores times the weights of their kinds and years, best first."""

    def weight(candidate: Candidate) -> float:
        return KIND_WEIGHTS.get(candidate.part, 1.0) * year_weight(years, candidate)

    return order(each.times(weight(found.candidates[each.segment_id])) for each in found.fused)


def _led_by(group: Group, language: Language | None, found: Candidates) -> Group:
    """The group led by its best version in the question's language, at the group's score."""
    members = (group.best, *group.others)
    for member in members:
        if found.candidates[member.segment_id].language is language:
            leader = replace(member, parts=group.best.parts)
            return Group(best=leader, others=tuple(m for m in members if m is not member))
    return group
