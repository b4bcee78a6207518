"""Whole request bodies: what the engine is asked."""

import math

import pytest

from puente.model.documents import Language
from puente.model.filters import Filters, YearRange
from puente.model.queries import Concept, KeywordQuery, Term
from puente.store.bm25 import Bm25Options
from puente.store.opensearch.queries import (
    Confined,
    WordStatistics,
    ceiling,
    filter_conditions,
    having_body,
    keyword_body,
    languages_body,
    nearest_body,
    statistics_from,
)

ES, EN = Language.ES, Language.EN
KNOWN = WordStatistics(
    segments=10,
    averages={"body": 8.0, "heading": 2.0, "translation": 9.0},
    having={(ES, "trat"): 3, (EN, "traffick"): 2, "Niñez MIGRANTE": 1},
)
TRAFFICKING = Concept(
    terms=(Term(language=ES, stem="trat"), Term(language=EN, stem="traffick", weight=0.5))
)
# 3 + 0.5 * 2 of 10 segments have the concept.
IDF = math.log(1 + 6.5 / 4.5)
VISIBLE = [{"range": {"since": {"lte": 7}}}, {"range": {"until": {"gt": 7}}}]


def field(name, weight, b, average):
    """A concept's frequency in one field, dampened by its length."""
    stems = [
        {"term": {f"{name}.es": {"value": "trat", "boost": 1.0}}},
        {"term": {f"{name}.en": {"value": "traffick", "boost": 0.5}}},
    ]
    return {
        "script_score": {
            "query": {"bool": {"should": stems, "minimum_should_match": 1}},
            "script": {
                "source": "_score * params.weight"
                " / (1 - params.b + params.b * doc[params.length].value / params.average)",
                "params": {
                    "weight": weight, "b": b, "length": f"{name}_length", "average": average,
                },
            },
        }
    }  # fmt: skip


def test_a_concept_is_one_word_of_bm25f():
    query = KeywordQuery(concepts=(TRAFFICKING,))
    [concept] = keyword_body(query, KNOWN, Bm25Options(), 7)["query"]["bool"]["should"]
    fields = [
        field("body", 1.0, 0.5, 8.0),
        field("heading", 0.9, 0.5, 2.0),
        field("translation", 0.5, 0.75, 9.0),
    ]
    assert concept == {
        "script_score": {
            "query": {"bool": {"should": fields, "minimum_should_match": 1}},
            "script": {
                "source": "params.weight * _score / (params.k1 + _score)",
                "params": {"weight": pytest.approx(IDF), "k1": 0.6},
            },
        }
    }


def test_what_matches_is_visible_and_passes_the_filters():
    query = KeywordQuery(
        concepts=(TRAFFICKING,), required=2, filters=Filters(languages=(ES,), organs=("AG",))
    )
    asked = keyword_body(query, KNOWN, Bm25Options(), 7)["query"]["bool"]
    assert asked["minimum_should_match"] == 2
    conditions = [
        {"term": {"type": "segment"}},
        *VISIBLE,
        {"terms": {"language": ["es"]}},
        {"terms": {"organ": ["AG"]}},
    ]
    assert asked["filter"] == [{"bool": {"filter": conditions}}]


def test_a_ranking_is_ordered_by_score_then_segment():
    body = keyword_body(KeywordQuery(concepts=(TRAFFICKING,)), KNOWN, Bm25Options(), 7)
    assert body["sort"] == [{"_score": "desc"}, {"segment_id": "asc"}]


def test_a_phrase_must_be_there_and_counts_as_a_word():
    query = KeywordQuery(phrases=("Niñez MIGRANTE",))
    asked = keyword_body(query, KNOWN, Bm25Options(), 7)["query"]["bool"]
    assert (asked["should"], asked["minimum_should_match"]) == ([], 0)
    [word] = asked["must"]
    assert word["script_score"]["script"]["params"] == {
        "weight": pytest.approx(math.log(1 + 9.5 / 1.5)), "k1": 0.6,
    }  # fmt: skip
    dampened = word["script_score"]["query"]["script_score"]
    assert dampened["script"]["params"]["length"] == "body_length"
    assert dampened["query"] == {
        "match_phrase": {"exact": {"query": "niñez migrante", "boost": 0.5}}
    }


def test_the_filter_of_a_vector_search_is_inside_it():
    asked = nearest_body([1, -2], Filters(languages=(ES,)), 7, 3)
    assert asked["size"] == 3
    assert asked["query"]["knn"]["vector"] == {
        "vector": [1, -2],
        "k": 800,
        "filter": {
            "bool": {
                "filter": [
                    {"term": {"type": "segment"}},
                    *VISIBLE,
                    {"terms": {"language": ["es"]}},
                ]
            }
        },
    }


def test_spans_of_years_are_alternatives():
    spans = (YearRange(first=2004, last=2004), YearRange(first=2008, last=2009))
    assert filter_conditions(Filters(years=spans)) == [
        {
            "bool": {
                "should": [
                    {"range": {"year": {"gte": 2004, "lte": 2004}}},
                    {"range": {"year": {"gte": 2008, "lte": 2009}}},
                ],
                "minimum_should_match": 1,
            }
        }
    ]


def test_the_ceiling_is_that_of_a_segment_with_every_concept_without_end():
    assert ceiling(KeywordQuery(concepts=(TRAFFICKING,)), KNOWN) == pytest.approx(IDF)
    both = KeywordQuery(concepts=(TRAFFICKING,), phrases=("Niñez MIGRANTE",))
    assert ceiling(both, KNOWN) == pytest.approx(IDF + math.log(1 + 9.5 / 1.5))


def test_a_field_that_nothing_has_is_one_word_long_in_the_mean():
    answer = {
        "hits": {"total": {"value": 10}},
        "aggregations": {
            "body": {"value": 8.0},
            "heading": {"value": 2.0},
            "translation": {"value": None},
        },
    }
    assert statistics_from(answer) == WordStatistics(
        segments=10, averages={"body": 8.0, "heading": 2.0, "translation": 1.0}
    )


def test_the_languages_are_those_of_the_segments_that_a_reader_may_see():
    seen = [*VISIBLE, {"terms": {"collection": ["crm"]}}]
    assert languages_body(Confined(7, ("crm",))) == {
        "size": 0,
        "query": {"bool": {"filter": [{"term": {"type": "segment"}}, *seen]}},
        "aggs": {"languages": {"terms": {"field": "language", "size": 4}}},
    }


def test_a_stem_is_counted_over_the_segments_of_the_languages():
    segments = [{"term": {"type": "segment"}}, *VISIBLE, {"terms": {"language": [ES]}}]
    stems = [{"term": {f"{name}.es": "trat"}} for name in ("body", "heading", "translation")]
    having = {"bool": {"should": stems, "minimum_should_match": 1}}
    assert having_body((ES, "trat"), [ES], 7) == {
        "size": 0,
        "track_total_hits": True,
        "query": {"bool": {"filter": [*segments, having]}},
    }
