"""The bodies of requests to OpenSearch, made of a question and what is known of its words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, NamedTuple, TypeAlias

from puente.model.documents import Language
from puente.model.filters import FILTERS, Filter, Filters, FilterValue, Matching, YearRange
from puente.model.queries import Concept, KeywordQuery, Term
from puente.store.bm25 import Bm25Options, FieldOptions, inverse_frequency
from puente.store.opensearch.mapping import LIVE
from puente.store.term_fields import FIELDS
from puente.text.spelling import SHORTEST, allowed_edits
from puente.text.tokenization import exact_words

Json: TypeAlias = dict[str, Any]
Counted: TypeAlias = tuple[Language, str] | str
"""Key of a count: a stem of a language, or a phrase."""

_MEAN = "mean"

FACETS = tuple(each.name for each in FILTERS)

# A bucket of up to this many documents is counted exactly (but for collisions of hashes); each
# facet value takes 64 KB while it is counted.
_COUNTED_EXACTLY = 10_000
_MOST_VALUES = 10_000
_PAGE = 5_000
LINKED_COLLECTION = "linked_collection"
"""The field with the collections of a segment's counterparts."""
INTRODUCED = "introduced"
"""The field with the acronyms that a segment introduces."""
_WHATEVER_ITS_FREQUENCY: Json = {"max_term_freq": 2**31 - 1}
_NEAR = 50
"""Words that one may be a slip for."""
# The lucene engine looks at as many candidates as it is asked for: of the 100 nearest among a
# million segments it finds .914 with 200, .961 with 400, .976 with 600 and .983 with 800, in 26 to
# 34 ms, the median (tests/bench/scale.py).
_CANDIDATES = 800

# BM25F: the frequencies of a concept's terms come from the `frequency` similarity as the score.
_FIELD_SCRIPT = (
    "_score * params.weight / (1 - params.b + params.b * doc[params.length].value / params.average)"
)
_CONCEPT_SCRIPT = "params.weight * _score / (params.k1 + _score)"


# What makes a candidate of a segment.
CANDIDATE_FIELDS = ("segment_id", "part", *FACETS, "date", "linked")
_AS_CANDIDATES: Json = {"_source": False, "docvalue_fields": list(CANDIDATE_FIELDS)}


@dataclass(frozen=True, slots=True, kw_only=True)
class WordStatistics:
    """Statistics that BM25 needs of the segments of some languages.

    `averages` are the mean lengths of the fields over the segments that have them; `having` is in
    how many segments a stem stands, or a phrase.
    """

    segments: int
    averages: Mapping[str, float]
    having: dict[Counted, int] = field(default_factory=dict)


class Confined(NamedTuple):
    """A generation without the documents and segments of other collections."""

    generation: int
    collections: tuple[str, ...]


def visible(generation: int | Confined) -> list[Json]:
    """The conditions on an entry that one generation has."""
    if isinstance(generation, Confined):
        return [*visible(generation.generation), in_collections(generation.collections)]
    return [
        {"range": {"since": {"lte": generation}}},
        {"range": {"until": {"gt": generation}}},
    ]


def in_collections(collections: Iterable[str]) -> Json:
    """The condition that documents and segments of some collections meet."""
    return {"terms": {"collection": list(collections)}}


def written_by(generation: int) -> list[Json]:
    """The condition on an entry that the write of a generation has made."""
    return [{"range": {"since": {"gte": generation}}}]


def replaced_by(generation: int) -> Json:
    """The entries that the write of a generation has marked as replaced."""
    return {"range": {"until": {"gte": generation, "lt": LIVE}}}


def replaced_before(generation: int, milliseconds: int) -> Json:
    """The entries that no generation from this one on has, replaced before a time."""
    conditions = [
        {"range": {"until": {"lte": generation}}},
        {"range": {"retired": {"lt": milliseconds}}},
    ]
    return {"bool": {"filter": conditions}}


def entries(kind: str, conditions: Iterable[Json]) -> Json:
    """The entries of a kind that meet all conditions."""
    return {"bool": {"filter": [{"term": {"type": kind}}, *conditions]}}


def any_of(queries: Sequence[Json]) -> Json:
    """Query for what matches at least one of some queries."""
    if not queries:
        return {"match_none": {}}
    return {"bool": {"should": list(queries), "minimum_should_match": 1}}


def filter_conditions(filters: Filters) -> list[Json]:
    """The conditions that the filters set."""
    return [_filter_condition(each, chosen) for each in FILTERS if (chosen := each.chosen(filters))]


def keyword_body(
    query: KeywordQuery, known: WordStatistics, options: Bm25Options, generation: int | Confined
) -> Json:
    """The ranking of a question, without paging; an empty one matches nothing."""
    conditions = [*visible(generation), *filter_conditions(query.filters)]
    if query.openings_only:
        conditions.append({"term": {"is_opening": True}})
    return {
        "query": {
            "bool": {
                **matching(query, known, options, generation),
                "filter": [entries("segment", conditions)],
            }
        },
        "sort": [{"_score": "desc"}, {"segment_id": "asc"}],
        "track_total_hits": True,
        **_AS_CANDIDATES,
    }


def matching(
    query: KeywordQuery, known: WordStatistics, options: Bm25Options, generation: int | Confined
) -> Json:
    """The clauses that a segment must match, with their scores."""
    return {
        "should": [_concept(concept, known, options, generation) for concept in query.concepts],
        "minimum_should_match": query.required if query.concepts else 0,
        "must": [_phrase_as_word(phrase, known, options) for phrase in query.phrases]
        if query.concepts or query.phrases
        else [any_of([])],
    }


def having(query: KeywordQuery, known: WordStatistics) -> tuple[float, ...]:
    """In how many segments each concept stands, by the weights of its terms."""
    return tuple(_having_concept(concept, known) for concept in query.concepts)


def ceiling(query: KeywordQuery, known: WordStatistics) -> float:
    """The score that no segment passes."""
    words = (concept.weight * _inverse_frequency(concept, known) for concept in query.concepts)
    phrases = (inverse_frequency(known.having[each], known.segments) for each in query.phrases)
    return sum((*words, *phrases))


def lengths_body(languages: Sequence[Language], generation: int | Confined) -> Json:
    """Search for the number of segments of some languages and the mean length of their fields."""
    averages: Json = {name: {"avg": {"field": f"{name}_length"}} for name in FIELDS}
    if isinstance(generation, Confined):
        averages["translation"] = {
            "filter": _translations_seen(generation),
            "aggs": {_MEAN: averages["translation"]},
        }
    return count_body(entries("segment", _spoken(languages, generation))) | {"aggs": averages}


def statistics_from(answer: Json) -> WordStatistics:
    """Statistics that the answer to `lengths_body` has, of no words yet."""
    found = answer["aggregations"]
    return WordStatistics(
        segments=total(answer),
        averages={name: found[name].get(_MEAN, found[name])["value"] or 1.0 for name in FIELDS},
    )


def having_body(
    counted: Counted, languages: Sequence[Language], generation: int | Confined
) -> Json:
    """Search for the number of segments of some languages that have a stem or a phrase.

    A search for each is 2 to 5 times as fast as one search with an aggregation for each, which
    looks at every segment (at 480,000 of them; 30 to 139 stems).
    """
    return count_body(
        entries("segment", [*_spoken(languages, generation), _having(counted, generation)])
    )


def total(answer: Json) -> int:
    """Number of entries that match."""
    count: int = answer["hits"]["total"]["value"]
    return count


def _spoken(languages: Sequence[Language], generation: int | Confined) -> list[Json]:
    """The conditions on what a generation has in some languages."""
    return [*visible(generation), *filter_conditions(Filters(languages=tuple(languages)))]


def nearest_body(
    vector: Sequence[int], filters: Filters, generation: int | Confined, limit: int
) -> Json:
    """The segments nearest to a vector; the filter is inside, so it never costs a result."""
    conditions = [*visible(generation), *filter_conditions(filters)]
    return {
        "size": limit,
        "query": {
            "knn": {
                "vector": {
                    "vector": list(vector),
                    "k": max(limit, _CANDIDATES),
                    "filter": entries("segment", conditions),
                }
            }
        },
        "sort": [{"_score": "desc"}, {"segment_id": "asc"}],
        **_AS_CANDIDATES,
    }


def spellings_body(words: Sequence[str], generation: int | Confined) -> Json:
    """Search for the number of segments with each word, and for the words near it in the index.

    The near ones may stand in other generations only.
    """
    return words_body(words, generation) | {
        "suggest": {
            word: {
                "text": word,
                "term": {
                    "field": "words",
                    "suggest_mode": "always",
                    "max_edits": edits,
                    "prefix_length": 0,
                    "min_word_length": SHORTEST,
                    "size": _NEAR,
                    "shard_size": _NEAR,
                    # To a confined reader a word may be strange that others' documents have often.
                    **(_WHATEVER_ITS_FREQUENCY if isinstance(generation, Confined) else {}),
                },
            }
            for word in words
            if (edits := allowed_edits(word))
        }
    }


def words_body(words: Sequence[str], generation: int | Confined) -> Json:
    """Search for the number of segments with each word."""
    return {
        "size": 0,
        "query": entries("segment", visible(generation)),
        "aggs": {
            "words": {"filters": {"filters": {word: {"term": {"words": word}} for word in words}}}
        },
    }


def counted_from(answer: Json) -> dict[str, int]:
    """The words that are there in the answer to `words_body`, and how many segments have each."""
    buckets = answer["aggregations"]["words"]["buckets"]
    return {word: found["doc_count"] for word, found in buckets.items() if found["doc_count"]}


def suggested_from(answer: Json) -> Mapping[str, Sequence[str]]:
    """The words of the index near each word, in the answer to `spellings_body`."""
    return {
        word: [option["text"] for entry in entries for option in entry["options"]]
        for word, entries in answer.get("suggest", {}).items()
    }


def count_body(query: Json) -> Json:
    """Search for the number of entries that match."""
    return {"size": 0, "track_total_hits": True, "query": query}


def document_facets_body(filters: Filters, generation: int | Confined) -> Json:
    """The facets of all documents that pass the filters."""
    return {
        "size": 0,
        "query": entries("document", [*visible(generation), *filter_conditions(filters)]),
        "aggs": {name: {"terms": {"field": name, "size": _MOST_VALUES}} for name in FACETS},
    }


def languages_body(generation: int | Confined) -> Json:
    """Search for the languages that segments are in."""
    return {
        "size": 0,
        "query": entries("segment", visible(generation)),
        "aggs": {"languages": {"terms": {"field": "language", "size": len(Language)}}},
    }


def segment_facets_body(query: KeywordQuery, generation: int | Confined) -> Json:
    """The facets of the documents that have a segment matching the question."""
    conditions = [*visible(generation), *filter_conditions(query.filters)]
    return {
        "size": 0,
        "query": {
            "bool": {
                "should": [
                    any_of(_concept_terms(concept, generation)) for concept in query.concepts
                ],
                "minimum_should_match": query.required if query.concepts else 0,
                "filter": [entries("segment", conditions), *map(_phrase, query.phrases)],
            }
        },
        "aggs": {
            name: {
                "terms": {"field": name, "size": _MOST_VALUES},
                "aggs": {
                    "documents": {
                        "cardinality": {
                            "field": "document_id",
                            "precision_threshold": _COUNTED_EXACTLY,
                        }
                    }
                },
            }
            for name in FACETS
        },
    }


def value_counts_body(name: str, query: Json, after: Json | None) -> Json:
    """A page of the values of a field with the number of entries that have each."""
    composite: Json = {"size": _PAGE, "sources": [{name: {"terms": {"field": name}}}]}
    if after:
        composite["after"] = after
    return {"size": 0, "query": query, "aggs": {"values": {"composite": composite}}}


def page_body(query: Json, sort: Sequence[Json]) -> Json:
    """The first page of entries in an order that has no ties."""
    return {"size": _PAGE, "query": query, "sort": list(sort)}


def head_body() -> Json:
    """The generation that the head says, as far as the engine was refreshed."""
    return {
        "query": {"term": {"type": "head"}},
        "_source": False,
        "docvalue_fields": ["generation"],
    }


def _filter_condition(narrowing: Filter, chosen: Sequence[FilterValue]) -> Json:
    """The condition that the chosen values of one filter set."""
    if narrowing.matching is Matching.EQUAL:
        return {"terms": {narrowing.name: list(chosen)}}
    spans = (each for each in chosen if isinstance(each, YearRange))
    return any_of([{"range": {narrowing.name: {"gte": s.first, "lte": s.last}}} for s in spans])


def _concept(
    concept: Concept, known: WordStatistics, options: Bm25Options, generation: int | Confined
) -> Json:
    """A concept as one word of BM25F: its terms' frequencies, summed with their weights."""
    fields = [
        _seen(
            name,
            _field(name, getattr(options, name), concept.terms, known.averages[name]),
            generation,
        )
        for name in FIELDS
    ]
    parameters = {"weight": concept.weight * _inverse_frequency(concept, known), "k1": options.k1}
    return _scripted(any_of(fields if concept.terms else []), _CONCEPT_SCRIPT, parameters)


def _field(name: str, options: FieldOptions, terms: Sequence[Term], average: float) -> Json:
    stems = [
        {"term": {f"{name}.{term.language}": {"value": term.stem, "boost": term.weight}}}
        for term in terms
    ]
    return _scripted(any_of(stems), _FIELD_SCRIPT, _dampening(name, options, average))


def _phrase_as_word(phrase: str, known: WordStatistics, options: Bm25Options) -> Json:
    """A phrase as one word of the text: how often it stands there is its frequency."""
    dampening = _dampening("body", options.body, known.averages["body"])
    counted = _scripted(_phrase(phrase), _FIELD_SCRIPT, dampening)
    weight = inverse_frequency(known.having[phrase], known.segments)
    return _scripted(counted, _CONCEPT_SCRIPT, {"weight": weight, "k1": options.k1})


def _dampening(name: str, options: FieldOptions, average: float) -> Json:
    return {
        "weight": options.weight,
        "b": options.b,
        "length": f"{name}_length",
        "average": average,
    }


def _scripted(query: Json, source: str, parameters: Json) -> Json:
    return {"script_score": {"query": query, "script": {"source": source, "params": parameters}}}


def _having(counted: Counted, generation: int | Confined) -> Json:
    """Query for what has a stem or a phrase."""
    if isinstance(counted, str):
        return _phrase(counted)
    return any_of(_term_queries(*counted, generation))


def _phrase(phrase: str) -> Json:
    """A phrase word for word, scored by how often it stands there; one of no words matches nothing.

    The similarity adds the frequency up once for each word, and the boost takes that back.
    """
    words = exact_words(phrase)
    if not words:
        return {"match_none": {}}
    return {"match_phrase": {"exact": {"query": " ".join(words), "boost": 1 / len(words)}}}


def _concept_terms(concept: Concept, generation: int | Confined) -> list[Json]:
    return [
        query
        for term in concept.terms
        for query in _term_queries(term.language, term.stem, generation)
    ]


def _term_queries(language: Language, stem: str, generation: int | Confined) -> list[Json]:
    """A stem in each field."""
    return [_seen(name, {"term": {f"{name}.{language}": stem}}, generation) for name in FIELDS]


def _seen(name: str, query: Json, generation: int | Confined) -> Json:
    """A query of a field; to a confined reader the words of hidden translations are not there."""
    if name != "translation" or not isinstance(generation, Confined):
        return query
    return {"bool": {"must": [query], "filter": [_translations_seen(generation)]}}


def _translations_seen(generation: Confined) -> Json:
    """The segments all of whose counterparts a confined reader may see.

    The words of one counterpart cannot be told from those of another. An entry of an earlier
    version of Puente does not say of which collections they are: it is as if it had none.
    """
    if not generation.collections:
        return any_of([])
    count = {"source": f"doc['{LINKED_COLLECTION}'].size()"}
    wanted = {"terms": list(generation.collections), "minimum_should_match_script": count}
    return {"terms_set": {LINKED_COLLECTION: wanted}}


def _inverse_frequency(concept: Concept, known: WordStatistics) -> float:
    return inverse_frequency(_having_concept(concept, known), known.segments)


def _having_concept(concept: Concept, known: WordStatistics) -> float:
    return sum(term.weight * known.having[term.language, term.stem] for term in concept.terms)
