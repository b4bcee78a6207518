"""The only way to search: take a question apart, retrieve, fuse, and show versions together."""

import logging
import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from copy import copy
from dataclasses import dataclass, replace

from puente.catalogue.catalogue import check_filters, symbol_answer
from puente.embedding.calibration import calibrate
from puente.embedding.protocol import Embedder
from puente.errors import EmbedderError, EmptyQueryError, FilterError, PageError
from puente.model.documents import Language
from puente.model.filters import FILTERS, DocumentValue, Filters
from puente.model.identifiers import DocumentId, SegmentId, document_id_of
from puente.model.queries import KeywordQuery, Query, Role
from puente.model.results import Facet, FacetValue, Hit, HydratedSegment, ResultPage, Scored
from puente.model.segments import SegmentKind
from puente.search.diversity import diversify
from puente.search.fusion import Group, group_versions, order
from puente.search.highlighting import highlight
from puente.search.near_duplicates import collapse
from puente.search.query_expansion import Expander, Expansion
from puente.search.query_parser import parse_query
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
    """Floors of what counts as an answer: the best that `puente eval` found on the tuning half."""

    retrieval: RetrievalOptions = RetrievalOptions()
    least_score: float = 0.2
    """Score that the best result must have; under it nothing answers the question."""
    least_share: float = 0.35
    """Of the best result's score: results under it are left out."""


# A heading or a note should not outrank the paragraph that treats its subject; a title may, for who
# types it wants the document (the best on the tuning halves of both collections, docs/quality.md).
KIND_WEIGHTS: Mapping[SegmentKind, float] = {
    SegmentKind.TITLE: 1.1,
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
        self._embedder = embedder
        self._expander = Expander(lexicon, glossary)
        self._options = options
        # What has less of the best score is left out even if the best is a note and it is a title.
        self._near = options.least_share * min(KIND_WEIGHTS.values()) / max(KIND_WEIGHTS.values())
        try:
            self._scale = calibrate(embedder, glossary.terms[::_TERM_STEP]) if embedder else None
        except EmbedderError as error:  # words go on answering, and every page says so
            _log.warning("searching by words alone: %s", error)
            self._embedder = self._scale = None

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
        expand: bool = True,
        page: int = 1,
        size: int = 10,
    ) -> ResultPage:
        """One page of the answer to a typed question; raises QueryError.

        Without `respell` every word is searched as it was typed; without `expand` also in its own
        language alone, with no translation, no acronym and no related word.
        """
        depth = self._options.retrieval.depth
        if page < 1 or not 1 <= size <= LARGEST_PAGE or (page - 1) * size >= depth:
            raise PageError(depth, LARGEST_PAGE)
        query = parse_query(text, filters, respell=respell, expand=expand)
        if not (query.words or query.phrases or query.symbols):
            raise EmptyQueryError
        try:
            return self._page(query, page, size, newest=False)
        # A view may be of an index that has changed since: another may have what is refused.
        except (IndexChangedError, FilterError):
            return self._page(query, page, size, newest=True)

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
            widened = _widened(query.filters)
            retrieved = retrieve(
                views, request, widened.values(), self._options.retrieval, least_share=self._near
            )
            ranked = {filters: _ranked(found) for filters, found in retrieved.under.items()}
            is_answered = bool(query.phrases) or self._is_answered(ranked.values())
            answers = {
                filters: self._answer(found, ranked[filters] if is_answered else (), query)
                for filters, found in retrieved.under.items()
            }
            answer = answers[query.filters]
            compared = _hydrated(answer.groups[:COMPARED], answer.found)
            results = _results(answer.groups, compared)
            asked = results[(page - 1) * size : page * size]
            missing = [r[0] for r in asked if r[0].best.segment_id not in compared]
            shown = {**compared, **_hydrated(missing, answer.found)}
            return ResultPage(
                query=query,
                hits=tuple(_hit(each, shown, answer.found, request.keyword) for each in asked),
                total=len(results),
                total_is_exact=len(answer.groups) < self._options.retrieval.depth,
                page=page,
                size=size,
                facets=_facets(answers, query.filters, widened) if answer.groups else (),
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
            filters=query.filters,
        )
        return SearchRequest(
            keyword=keyword,
            meaning=self._meaning(expansion.words, query.language),
            symbols=query.symbols,
        )

    def _is_answered(self, rankings: Iterable[Sequence[Scored]]) -> bool:
        """Test whether the best result is good enough, under the filters or without one of them.

        A filter may leave out the best; what it leaves was counted beside it, so it is shown.
        """
        best = (ranking[0].score for ranking in rankings if ranking)
        return max(best, default=0.0) >= self._options.least_score

    def _answer(self, found: Candidates, ranked: Sequence[Scored], query: Query) -> _Answer:
        """Group what was found and is near the best: no more groups than the depth.

        A question with phrases is answered by every segment that has them.
        """
        least = 0.0 if query.phrases or not ranked else ranked[0].score * self._options.least_share
        kept = [each for each in ranked if each.score >= least]
        counterparts = {
            each.segment_id: found.candidates[each.segment_id].counterparts for each in kept
        }
        groups = group_versions(kept, counterparts)[: self._options.retrieval.depth]
        return _Answer(
            found=found, groups=tuple(_led_by(group, query.language, found) for group in groups)
        )

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


def _hydrated(groups: Iterable[Group], found: Candidates) -> Mapping[SegmentId, HydratedSegment]:
    """All that is shown of some groups, for one request to each view."""
    ids: dict[View, list[SegmentId]] = {}
    for group in groups:
        ids.setdefault(found.home[group.best.segment_id], []).append(group.best.segment_id)
    return {
        segment_id: shown
        for view, own in ids.items()
        for segment_id, shown in view.hydrate(own).items()
    }


def _results(
    groups: Sequence[Group], compared: Mapping[SegmentId, HydratedSegment]
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
    return diversify((*collapsed, *((group,) for group in groups[COMPARED:])), document)


def _hit(
    result: tuple[Group, ...],
    shown: Mapping[SegmentId, HydratedSegment],
    found: Candidates,
    keyword: KeywordQuery,
) -> Hit:
    """A result with all that is shown of it."""
    best, *others = (group.best for group in result)
    it = shown[best.segment_id]
    return Hit(
        segment=it.segment,
        document=it.document,
        score=best.score,
        legs=found.legs[best.segment_id],
        highlights=highlight(it.segment, keyword.concepts, keyword.phrases),
        translations=it.translations,
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


def _ranked(found: Candidates) -> tuple[Scored, ...]:
    """The segments with their scores times the weights of their kinds, best first."""
    return order(
        replace(
            each, score=each.score * KIND_WEIGHTS.get(found.candidates[each.segment_id].part, 1.0)
        )
        for each in found.scored
    )


def _led_by(group: Group, language: Language | None, found: Candidates) -> Group:
    """The group led by its best version in the question's language, at the group's score."""
    members = (group.best, *group.others)
    for member in members:
        if found.candidates[member.segment_id].language is language:
            leader = replace(member, score=group.best.score)
            return Group(best=leader, others=tuple(m for m in members if m is not member))
    return group
