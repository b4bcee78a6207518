"""The only way to search: take a question apart, retrieve, fuse, and show versions together."""

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from puente.calibration import calibrate
from puente.catalogue import Catalogue
from puente.embedding import Embedder
from puente.errors import EmptyQueryError, PageError
from puente.expansion import Expander
from puente.glossary import Glossary
from puente.highlighting import highlight
from puente.lexicon import Lexicon
from puente.query import parse_query
from puente.ranking import Group, group_versions, order
from puente.records import (
    Document,
    DocumentId,
    Facet,
    FacetValue,
    Filters,
    Hit,
    KeywordQuery,
    Language,
    Query,
    ResultPage,
    Role,
    Scored,
    Segment,
    SegmentId,
    SegmentKind,
)
from puente.retrieval import Found, Meaning, RetrievalOptions, retrieve
from puente.store.protocol import Reader

LARGEST_PAGE = 100

# Every so many terms of the glossary (30 of them) are enough to know an encoder's scale.
_TERM_STEP = 20

# The field of Filters behind each facet.
_FACET_FIELDS = {
    "language": "languages", "collection": "collections", "organ": "organs", "kind": "kinds",
    "year": "years",
}  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class SearchOptions:
    """What counts as an answer: the best that `puente eval` found on the tuning half."""

    retrieval: RetrievalOptions = RetrievalOptions()
    least_score: float = 0.15
    """When the best result stays under it, nothing answers the question."""
    least_share: float = 0.25
    """Of the best result's score: results under it are left out."""


# A line that names or frames a subject should not outrank the paragraph that treats it.
KIND_WEIGHTS: Mapping[SegmentKind, float] = {
    SegmentKind.TITLE: 0.75,
    SegmentKind.HEADING: 0.65,
    SegmentKind.FOOTNOTE: 0.85,
}


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
        self._catalogue = Catalogue(readers)
        self._embedder = embedder
        self._lexicon = lexicon
        self._glossary = glossary
        self._options = options
        self._scale = calibrate(embedder, glossary.terms[::_TERM_STEP]) if embedder else None
        self._expander: tuple[tuple[int, ...], Expander] | None = None

    def search(
        self, text: str, *, filters: Filters = Filters(), page: int = 1, size: int = 10
    ) -> ResultPage:
        """One page of the answer to a typed question; raises QueryError."""
        depth = self._options.retrieval.depth
        if page < 1 or not 1 <= size <= LARGEST_PAGE or (page - 1) * size >= depth:
            raise PageError(depth, LARGEST_PAGE)
        query = parse_query(text, filters)
        if not (query.words or query.phrases or query.symbols):
            raise EmptyQueryError
        self._catalogue.check(filters)
        expansion = self._current_expander().expand(query)
        keyword = KeywordQuery(
            concepts=expansion.concepts,
            phrases=query.phrases,
            # What is quoted decides alone; the words beside it only rank.
            required=0 if query.phrases else required_concepts(len(expansion.concepts)),
            filters=filters,
        )
        asked = _Asked(query, keyword, self._meaning(expansion.words))
        found, groups = self._answer(asked)
        return ResultPage(
            query=query,
            hits=self._hits(groups[(page - 1) * size : page * size], found, keyword),
            total=len(groups),
            total_is_exact=len(groups) < depth,
            page=page,
            size=size,
            facets=self._facets(asked, groups, found) if groups else (),
            # Whether the collection has a document is not a matter of the filters.
            symbols=tuple(self._catalogue.answer(symbol) for symbol in query.symbols),
            corrections=expansion.corrections,
            degraded=() if self._embedder else ("vector",),
        )

    def _answer(self, asked: "_Asked") -> tuple[Found, tuple[Group, ...]]:
        """What was retrieved, and the results in it, no more than the depth."""
        found = retrieve(
            self._readers,
            asked.keyword,
            asked.meaning,
            asked.query.symbols,
            self._options.retrieval,
        )
        # What stays under the least share even if the best one is a heading need not be read.
        best = found.scored[0].score if found.scored else 0.0
        least = best * self._options.least_share * min(KIND_WEIGHTS.values())
        near = tuple(each for each in found.scored if each.score >= least)
        segments = self._segments([each.segment_id for each in near], found)
        kept = self._answering(near, segments, asked.keyword)
        groups = self._group(kept, segments, asked.query.language)
        return found, groups[: self._options.retrieval.depth]

    def _meaning(self, words: Sequence[str]) -> Meaning | None:
        """The vector of the words; None without words or without an encoder."""
        if not (self._embedder and self._scale and words):
            return None
        vector = self._embedder.embed([" ".join(words)], role=Role.QUERY)[0]
        return Meaning(vector=vector, scale=self._scale)

    def _current_expander(self) -> Expander:
        """The expander for the words that the indexes have now."""
        generations = tuple(reader.index_state().generation for reader in self._readers)
        if self._expander is None or self._expander[0] != generations:
            vocabulary: Counter[str] = Counter()
            for reader in self._readers:
                vocabulary.update(reader.vocabulary())
            self._expander = generations, Expander(self._lexicon, self._glossary, vocabulary)
        return self._expander[1]

    def _answering(
        self,
        near: Sequence[Scored],
        segments: Mapping[SegmentId, Segment],
        keyword: KeywordQuery,
    ) -> tuple[Scored, ...]:
        """The segments that answer, weighed by kind: those near enough to the best one.

        A question with phrases is answered by every segment that has them.
        """
        scored = order(
            replace(each, score=each.score * KIND_WEIGHTS.get(segments[each.segment_id].kind, 1.0))
            for each in near
        )
        if keyword.phrases:
            return scored
        if not scored or scored[0].score < self._options.least_score:
            return ()
        least = scored[0].score * self._options.least_share
        return tuple(each for each in scored if each.score >= least)

    def _group(
        self,
        kept: Sequence[Scored],
        segments: Mapping[SegmentId, Segment],
        language: Language | None,
    ) -> tuple[Group, ...]:
        """The results: the versions of a passage together, led by the question's language."""
        ids = [each.segment_id for each in kept]
        beads = [bead for reader in self._readers for bead in reader.beads(ids)]
        return tuple(_led_by(group, language, segments) for group in group_versions(kept, beads))

    def _segments(self, ids: Sequence[SegmentId], found: Found) -> dict[SegmentId, Segment]:
        """The segments by id, each from the index that found it."""
        segments: dict[SegmentId, Segment] = {}
        for reader in self._readers:
            own = [each for each in ids if found.home[each] is reader]
            segments.update(zip(own, reader.segments(own), strict=True))
        return segments

    def _hits(
        self, groups: Sequence[Group], found: Found, keyword: KeywordQuery
    ) -> tuple[Hit, ...]:
        """The groups of one page with all that is shown of them."""
        ids = [group.best.segment_id for group in groups]
        segments = self._segments(ids, found)
        translations = self._catalogue.translations(ids)
        return tuple(
            Hit(
                segment=segments[best],
                document=self._catalogue.document(segments[best].document_id),
                score=group.best.score,
                legs=found.legs[best],
                highlights=highlight(segments[best], keyword.concepts, keyword.phrases),
                translations=translations.get(best, ()),
            )
            for group, best in zip(groups, ids, strict=True)
        )

    def _facets(self, asked: "_Asked", groups: Sequence[Group], found: Found) -> tuple[Facet, ...]:
        """The documents among the results, counted by each facet.

        A facet that filters is counted without its own filter, so that its other values stay seen.
        """
        shown = self._documents(groups, found)
        facets = []
        for name, field in _FACET_FIELDS.items():
            documents = shown
            if getattr(asked.keyword.filters, field):
                others = replace(asked.keyword.filters, **{field: ()})
                keyword = replace(asked.keyword, filters=others)
                widened, wider = self._answer(replace(asked, keyword=keyword))
                documents = self._documents(wider, widened)
            facets.append(_facet(name, documents))
        return tuple(facets)

    def _documents(self, groups: Sequence[Group], found: Found) -> tuple[Document, ...]:
        """The documents that the results stand in, every version of them."""
        ids = {
            (each.segment_id.rpartition(".")[0], found.home[each.segment_id])
            for group in groups
            for each in (group.best, *group.others)
        }
        return tuple(
            reader.document(DocumentId(document))
            for document, reader in sorted(ids, key=lambda pair: pair[0])
        )


def _facet(name: str, documents: Sequence[Document]) -> Facet:
    values = (getattr(document, name) for document in documents)
    counts = Counter(str(value) for value in values if value is not None)
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Facet(
        name=name, values=tuple(FacetValue(value=value, count=count) for value, count in ranked)
    )


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question as it is put to the indexes."""

    query: Query
    keyword: KeywordQuery
    meaning: Meaning | None


def required_concepts(count: int) -> int:
    """How many of a question's concepts a segment must have: half of them, rounded up."""
    return math.ceil(count / 2)


def _led_by(
    group: Group, language: Language | None, segments: Mapping[SegmentId, Segment]
) -> Group:
    """The group led by its best version in the question's language, at the group's score."""
    members = (group.best, *group.others)
    own = [each for each in members if segments[each.segment_id].language is language]
    if not own or own[0] is group.best:
        return group
    others = tuple(each for each in members if each is not own[0])
    return Group(best=Scored(segment_id=own[0].segment_id, score=group.best.score), others=others)
