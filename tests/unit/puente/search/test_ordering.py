from puente.model.documents import Language
from puente.model.filters import YearRange, values_of
from puente.model.identifiers import SegmentId
from puente.model.queries import Sort
from puente.model.results import Candidate
from puente.model.segments import SegmentKind
from puente.search.fusion import Feature, Fused, Group, LegName
from puente.search.ordering import NEAR, YEAR_WEIGHT, in_order, year_weight
from puente.search.question.query_parser import parse_query
from puente.search.retrieval import Candidates
from tests.fixtures.builders import document


def candidate(name, date):
    return Candidate(
        id=SegmentId(name),
        part=SegmentKind.PARAGRAPH,
        language=Language.ES,
        values=values_of(document("a.es", date=date)),
        date=date,
    )


def group(name, score, *others):
    best, *rest = (
        Fused(segment_id=SegmentId(each), parts={Feature.WORDS: score}) for each in (name, *others)
    )
    return Group(best=best, others=tuple(rest))


def ordered(text, groups, dates, *, legs=None, sort=None):
    """The names of the groups in the order that a question wants."""
    found = Candidates(
        named={},
        fused=(),
        words=1.0,
        meaning=1.0,
        legs=dict.fromkeys(dates, (LegName.KEYWORD,)) | (legs or {}),
        candidates={each: candidate(each, date) for each, date in dates.items()},
        home={},
    )
    return [each.best.segment_id for each in in_order(groups, parse_query(text, sort=sort), found)]


def test_by_date_the_newest_comes_first_ties_by_score_and_the_undated_last():
    dates = {
        "a.es.1": None,
        "b.es.1": "2004",
        "c.es.1": "2004-10-13",
        "d.es.1": "2004-10",
        "e.es.1": "2009",
        "f.es.1": "2004",
    }
    groups = [group(name, 1 - place / 10) for place, name in enumerate(dates)]
    by_date = ["e.es.1", "c.es.1", "d.es.1", "b.es.1", "f.es.1", "a.es.1"]
    assert ordered("informe", groups, dates, sort=Sort.DATE) == by_date
    assert ordered("informe", groups, dates) == list(dates)


def test_a_passage_without_a_date_has_that_of_its_other_version():
    dates = {"a.es.1": None, "a.en.1": "2009", "b.es.1": "2004"}
    groups = [group("b.es.1", 1), group("a.es.1", 0.9, "a.en.1")]
    assert ordered("informe", groups, dates, sort=Sort.DATE) == ["a.es.1", "b.es.1"]


def test_for_the_newest_the_documents_near_the_best_come_by_date_with_three_passages():
    dates = {
        "old.es.1": "2004",
        "new.es.1": "2009",
        "far.es.1": "2012",
        "old.es.2": "2004",
        "new.es.2": "2009",
        "new.es.3": "2009",
        "new.es.4": "2009",
    }
    scores = (1, NEAR, NEAR - 0.01, 0.6, 0.5, 0.4, 0.4)
    groups = [group(name, score) for name, score in zip(dates, scores, strict=True)]
    newest = ["new.es.1", "new.es.2", "new.es.3", "old.es.1", "old.es.2", "far.es.1", "new.es.4"]
    assert ordered("último informe", groups, dates) == newest
    assert ordered("último informe", groups, dates, sort=Sort.RELEVANCE) == list(dates)


def test_a_named_part_comes_first_but_by_date_it_does_not():
    dates = {"a.es.1": "2009", "b.es.1": "2004"}
    groups = [group("a.es.1", 1), group("b.es.1", 0.9)]
    legs = {"b.es.1": (LegName.PART,)}
    assert ordered("informe", groups, dates, legs=legs) == ["b.es.1", "a.es.1"]
    assert ordered("informe", groups, dates, legs=legs, sort=Sort.DATE) == ["a.es.1", "b.es.1"]


def test_a_document_of_the_years_asked_for_counts_more():
    years = YearRange(first=2004, last=2006)
    weights = [year_weight(years, candidate("a.es.1", date)) for date in ("2004-10", "2007", None)]
    assert weights == [YEAR_WEIGHT, 1.0, 1.0]
    assert year_weight(None, candidate("a.es.1", "2004")) == 1.0
