"""View that answers a question from one generation of an index in OpenSearch."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, TypeAlias

from puente.model.acronyms import Introducing, LearnedAcronyms
from puente.model.documents import Language, Symbol
from puente.model.identifiers import SegmentId, document_id_of
from puente.model.queries import KeywordQuery
from puente.model.results import (
    Candidate,
    Facet,
    FacetValue,
    HydratedSegment,
    Ranking,
    Scored,
    SymbolMatches,
)
from puente.model.segments import SegmentKind
from puente.store.bm25 import Bm25Options
from puente.store.citations import symbol_matches
from puente.store.hydration import hydrate
from puente.store.opensearch import queries
from puente.store.opensearch.generation import OpenSearchGeneration
from puente.store.opensearch.indices import Index
from puente.store.opensearch.queries import Counted, Json, WordStatistics
from puente.store.opensearch.view import (
    BY_BEAD,
    BY_DOCUMENT,
    BY_PLACE,
    BY_SEGMENT,
    MOST_TERMS,
    OpenSearchView,
)
from puente.store.protocol import Rankings, VectorQuery
from puente.store.quantisation import quantise
from puente.store.serialization import (
    bead_from,
    document_from,
    introduced_from,
    segment_from,
)
from puente.symbols.finding import can_mean, parse_symbol
from puente.text.acronyms.learning import learn

# So many segments with all their counterparts are a page each, which is read at once.
_SHOWN_TOGETHER = 1_000
# The name of a search: what it looks for, and the place of what was asked.
_Leg: TypeAlias = tuple[str, int]
# Beside what is counted in some languages: the search for how long their fields are.
_LENGTHS = None


class QuestionView(OpenSearchView):
    """The View of a generation; what it has found out is kept with the generation."""

    def __init__(self, index: Index, known: OpenSearchGeneration, options: Bm25Options) -> None:
        super().__init__(index, queries.visible(known.number))
        self._known = known
        self._options = options
        self._found: dict[SegmentId, Json] = {}

    @property
    def generation(self) -> int:
        return self._known.number

    def query(self, kind: str, *conditions: Json) -> Json:
        collections = self._known.collections
        # Beads and alignments have none; their segments say what is shown of them.
        if collections is not None and kind in ("document", "segment"):
            conditions = (*conditions, queries.in_collections(collections))
        return super().query(kind, *conditions)

    def facets(self, query: KeywordQuery) -> tuple[Facet, ...]:
        if query == KeywordQuery():
            return self._known.facets(lambda: self._facets(query))
        return self._facets(query)

    def languages(self) -> tuple[Language, ...]:
        return self._known.languages(self._find_languages)

    def _find_languages(self) -> tuple[Language, ...]:
        found = self.index.search(queries.languages_body(self._known.seen))["aggregations"]
        return tuple(sorted(Language(each["key"]) for each in found["languages"]["buckets"]))

    def acronyms(self) -> LearnedAcronyms:
        return self._known.acronyms(lambda: learn(self._introducing()))

    def _introducing(self) -> Iterator[Introducing]:
        """The segments that introduce acronyms; counterparts that are hidden introduce nothing."""
        wanted = ("segment_id", "language", queries.INTRODUCED, "linked")
        for source in self.segment_sources(wanted, {"exists": {"field": queries.INTRODUCED}}):
            yield Introducing(
                segment_id=SegmentId(source["segment_id"]),
                language=Language(source["language"]),
                introduced=introduced_from(source[queries.INTRODUCED]),
                counterparts=tuple(source.get("linked", ())),
            )

    def spellings(self, words: Sequence[str]) -> Mapping[str, Mapping[str, int]]:
        missing = [word for word in words if self._known.spellings(word) is None]
        if missing:
            self._learn_spellings(missing)
        return {word: self._known.spellings(word) or {} for word in words}

    def _learn_spellings(self, words: Sequence[str]) -> None:
        """Ask which words are there and, of those that are not, which near ones are."""
        answer = self.index.search(queries.spellings_body(words, self._known.seen))
        own = queries.counted_from(answer)
        near = queries.suggested_from(answer)
        asked = {each for word in words if word not in own for each in near.get(word, ())}
        counts: Mapping[str, int] = {}
        if asked:
            body = queries.words_body(sorted(asked), self._known.seen)
            counts = queries.counted_from(self.index.search(body))
        for word in words:
            found = (
                {word: own[word]}
                if word in own
                else {each: counts[each] for each in near.get(word, ()) if each in counts}
            )
            self._known.learn_spellings(word, found)

    def search(
        self,
        *,
        keyword: Sequence[KeywordQuery] = (),
        nearest: Sequence[VectorQuery] = (),
        symbols: Sequence[Symbol] = (),
        limit: int,
    ) -> Rankings:
        statistics = self._statistics(keyword)
        searches: dict[_Leg, Json] = {}
        for place, (query, known) in enumerate(zip(keyword, statistics, strict=True)):
            searches["keyword", place] = self._keyword_body(query, known, limit)
        for place, asked in enumerate(nearest):
            searches["nearest", place] = self._nearest_body(asked, limit)
        for place, symbol in enumerate(symbols):
            searches["documents", place] = self._numbered_body(symbol)
            searches["segments", place] = self._related_body(symbol)
        answers = self.index.search_together(searches)

        def hits(leg: _Leg) -> list[Json]:
            return list(self.index.followed(searches[leg], answers[leg]))

        return Rankings(
            keyword=tuple(
                replace(
                    self._ranking(answers["keyword", place]),
                    ceiling=queries.ceiling(query, known),
                    having=queries.having(query, known),
                )
                for place, (query, known) in enumerate(zip(keyword, statistics, strict=True))
            ),
            nearest=tuple(
                self._cosines(answers["nearest", place]) for place in range(len(nearest))
            ),
            symbols=tuple(
                self._matches(symbol, hits(("documents", place)), hits(("segments", place)))
                for place, symbol in enumerate(symbols)
            ),
        )

    def candidates(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, Candidate]:
        found = {each: _candidate(self._found[each]) for each in ids}
        if self._known.collections is None:
            return found
        shown = self._shown({other for each in found.values() for other in each.counterparts})
        return {
            each: replace(known, counterparts=tuple(filter(shown.__contains__, known.counterparts)))
            for each, known in found.items()
        }

    def _shown(self, ids: Iterable[SegmentId]) -> set[SegmentId]:
        """Those of some segments that a confined reader may see."""
        wanted = sorted(ids)
        shown: set[SegmentId] = set()
        for start in range(0, len(wanted), MOST_TERMS):
            part = {"terms": {"segment_id": wanted[start : start + MOST_TERMS]}}
            pages = self.index.pages(self.query("segment", part), BY_SEGMENT, ("segment_id",))
            shown.update(SegmentId(source["segment_id"]) for source in pages)
        return shown

    def hydrate(self, ids: Sequence[SegmentId]) -> Mapping[SegmentId, HydratedSegment]:
        shown: dict[SegmentId, HydratedSegment] = {}
        for start in range(0, len(ids), _SHOWN_TOGETHER):
            shown |= self._show(list(ids[start : start + _SHOWN_TOGETHER]))
        return shown

    def _show(self, ids: list[SegmentId]) -> dict[SegmentId, HydratedSegment]:
        documents = sorted({document_id_of(each) for each in ids})
        # A counterpart's own counterparts have it.
        segments = queries.any_of([{"terms": {"segment_id": ids}}, {"terms": {"linked": ids}}])
        bodies = {
            kind: queries.page_body(self.query(kind, condition), sort) | {"_source": ["record"]}
            for kind, condition, sort in (
                ("segment", segments, BY_PLACE),
                ("document", {"terms": {"document_id": documents}}, BY_DOCUMENT),
                ("bead", {"terms": {"linked": ids}}, BY_BEAD),
            )
        }
        records = {
            kind: [hit["_source"]["record"] for hit in self.index.followed(bodies[kind], answer)]
            for kind, answer in self.index.search_together(bodies).items()
        }
        return hydrate(
            ids,
            {segment.id: segment for segment in map(segment_from, records["segment"])},
            {document.id: document for document in map(document_from, records["document"])},
            map(bead_from, records["bead"]),
        )

    def _facets(self, query: KeywordQuery) -> tuple[Facet, ...]:
        if query.concepts or query.phrases:
            body = queries.segment_facets_body(query, self._known.seen)
        else:
            body = queries.document_facets_body(query.filters, self._known.seen)
        found = self.index.search(body)["aggregations"]
        return tuple(
            Facet(name=name, values=_facet_values(found[name]["buckets"]))
            for name in queries.FACETS
        )

    def _statistics(self, asked: Sequence[KeywordQuery]) -> list[WordStatistics]:
        """The statistics that each query is ranked by; what is not known is asked for at once."""
        wanted: dict[tuple[Language, ...], dict[Counted, None]] = {}
        for query in asked:
            wanted.setdefault(_languages(query), {}).update(dict.fromkeys(_counted(query)))
        known = {languages: self._known.statistics(languages) for languages in wanted}
        lacking = {
            languages: _lacking(counted, known[languages]) for languages, counted in wanted.items()
        }
        number = self._known.seen
        searches: dict[tuple[tuple[Language, ...], Counted | None], Json] = {
            (languages, _LENGTHS): queries.lengths_body(languages, number)
            for languages in wanted
            if not known[languages]
        }
        for languages, missing in lacking.items():
            for counted in missing:
                body = queries.having_body(counted, languages, number)
                searches[languages, counted] = body
        answers = self.index.search_together(searches) if searches else {}
        found = {
            languages: self._known.learn(
                languages,
                known[languages] or queries.statistics_from(answers[languages, _LENGTHS]),
                {each: queries.total(answers[languages, each]) for each in missing},
            )
            for languages, missing in lacking.items()
        }
        return [found[_languages(query)] for query in asked]

    def _keyword_body(self, query: KeywordQuery, known: WordStatistics, limit: int) -> Json:
        body = queries.keyword_body(query, known, self._options, self._known.seen)
        return body | {"size": limit}

    def _nearest_body(self, query: VectorQuery, limit: int) -> Json:
        [row] = quantise(query.vector[None, :]).rows.tolist()
        return queries.nearest_body(row, query.filters, self._known.seen, limit)

    def _numbered_body(self, symbol: Symbol) -> Json:
        """The documents whose symbol has the number."""
        bearing = _has_number("symbol_number", symbol)
        body = queries.page_body(self.query("document", bearing), BY_DOCUMENT)
        return body | {"_source": ["record"]}

    def _related_body(self, symbol: Symbol) -> Json:
        """The segments that stand for or cite what has the symbol's number."""
        names = ("symbol_number", "cited_number")
        related = queries.any_of([_has_number(name, symbol) for name in names])
        body = queries.page_body(self.query("segment", related), BY_SEGMENT)
        fields = [*queries.CANDIDATE_FIELDS, "symbol_number", "cited"]
        return body | {"_source": False, "docvalue_fields": fields}

    def _ranking(self, answer: Json) -> Ranking:
        """A ranking with the engine's scores."""
        return Ranking(
            scored=tuple(
                Scored(segment_id=self._keep(hit), score=hit["sort"][0])
                for hit in answer["hits"]["hits"]
            ),
            total=answer["hits"]["total"]["value"],
        )

    def _cosines(self, answer: Json) -> Ranking:
        """A ranking by cosine; Lucene's score of one is (1 + cosine) / 2."""
        scored = tuple(
            Scored(segment_id=self._keep(hit), score=min(2 * hit["sort"][0] - 1, 1.0))
            for hit in answer["hits"]["hits"]
        )
        return Ranking(scored=scored, total=len(scored))

    def _matches(
        self, symbol: Symbol, documents: Iterable[Json], segments: Iterable[Json]
    ) -> SymbolMatches:
        """Sort documents and segments of a symbol's number by what they are to the symbol."""
        numbered = (document_from(hit["_source"]["record"]) for hit in documents)
        bearing, family = symbol_matches(symbol, numbered)
        standing = {document.id for document in (*bearing, *family)}
        openings, citing = [], []
        for hit in segments:
            fields = hit["fields"]
            segment_id = fields["segment_id"][0]
            if "symbol_number" in fields and document_id_of(segment_id) in standing:
                openings.append(self._keep(hit))
            if any(can_mean(parse_symbol(text), symbol) for text in fields.get("cited", ())):
                citing.append(self._keep(hit))
        return SymbolMatches(
            documents=bearing, family=family, openings=tuple(openings), citing=tuple(citing)
        )

    def _keep(self, hit: Json) -> SegmentId:
        """The segment that was hit; what came with it is kept."""
        segment_id = SegmentId(hit["fields"]["segment_id"][0])
        self._found[segment_id] = hit["fields"]
        return segment_id


def _has_number(name: str, symbol: Symbol) -> Json:
    """The entries that have a symbol's number in a field; none for a symbol without one."""
    return {"terms": {name: [] if symbol.number is None else [str(symbol.number)]}}


def _candidate(fields: Mapping[str, Sequence[Any]]) -> Candidate:
    # An entry of an earlier version of Puente has no more of its date than the year.
    dates = (str(fields[name][0]) for name in ("date", "year") if name in fields)
    return Candidate(
        id=SegmentId(fields["segment_id"][0]),
        part=SegmentKind(fields["part"][0]),
        language=Language(fields["language"][0]),
        values=tuple(fields[name][0] if name in fields else None for name in queries.FACETS),
        counterparts=tuple(fields.get("linked", ())),
        date=next(dates, None),
    )


def _languages(query: KeywordQuery) -> tuple[Language, ...]:
    """The languages whose statistics a query is ranked by."""
    return tuple(sorted(set(query.filters.languages)))


def _counted(query: KeywordQuery) -> Iterator[Counted]:
    """Stems and phrases of a query that must be counted."""
    for concept in query.concepts:
        yield from ((term.language, term.stem) for term in concept.terms)
    yield from query.phrases


def _lacking(counted: Iterable[Counted], known: WordStatistics | None) -> list[Counted]:
    """Stems and phrases that have not been counted yet."""
    return [each for each in counted if known is None or each not in known.having]


def _facet_values(buckets: Sequence[Json]) -> tuple[FacetValue, ...]:
    """The values with the number of documents, most frequent first."""
    found = [
        FacetValue(
            value=str(bucket["key"]),
            count=bucket["documents"]["value"] if "documents" in bucket else bucket["doc_count"],
        )
        for bucket in buckets
    ]
    return tuple(sorted(found, key=lambda value: (-value.count, value.value)))
