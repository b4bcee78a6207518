"""The JSON routes: shapes, filters, and errors as problems."""

from dataclasses import replace

import pytest

from puente.errors import FilterError, PuenteError, StoreUnavailableError
from puente.model.queries import Sort
from puente.model.results import HydratedSegment
from puente.search.question.query_parser import parse_query
from puente.symbols.finding import parse_symbol
from service.i18n.interfaces import interfaces
from service.i18n.translator import translator
from service.web.api.schemas import search
from service.web.problems import STATUSES
from tests.fixtures.builders import document, segment
from tests.fixtures.library import Library

REFUSED = [
    ("/api/v1/search?q=a&order=date", 400, "unknown-parameter"),
    ("/api/v1/search?q=a&sort=title", 400, "bad-filter"),
    ("/api/v1/search?q=a&sort=", 400, "bad-filter"),
    ("/api/v1/search?q=a&years=maybe", 400, "bad-parameter"),
    ("/api/v1/documents?sort=relevance", 400, "bad-filter"),
    ("/api/v1/documents/notas.es?full=1", 400, "unknown-parameter"),
    ("/healthz?verbose=1", 400, "unknown-parameter"),
    ("/api/v1/search?q=a&q=b", 400, "repeated-parameter"),
    ("/api/v1/documents?size=5&lang=es&size=5", 400, "repeated-parameter"),
    ("/api/v1/search?q=a&lang=xx", 400, "bad-filter"),
    ("/api/v1/search?q=a&kind=poem", 400, "bad-filter"),
    ("/api/v1/search?q=a&year=20x4", 400, "bad-filter"),
    ("/api/v1/search?q=a&year=%D9%A2%D9%A0%D9%A0%D9%A4", 400, "bad-filter"),
    ("/api/v1/search?q=a&page=0", 400, "bad-parameter"),
    ("/api/v1/search?q=a&respell=maybe", 400, "bad-parameter"),
    ("/api/v1/search?q=a&expand=some", 400, "bad-parameter"),
    ("/api/v1/search?q=a&page=1000000000", 400, "bad-parameter"),
    ("/api/v1/search?q=a&size=1000000", 400, "bad-parameter"),
    ("/api/v1/search?q=a&visibility=secret", 400, "bad-filter"),
    ("/api/v1/search?q=a&visibility=restricted", 403, "restricted"),
    (f"/api/v1/search?q={'a' * 10_000}", 400, "query-too-long"),
    ("/api/v1/documents/nothing.es", 404, "document-not-found"),
    ("/api/v1/documents/nothing.es/segments", 404, "document-not-found"),
    ("/api/v1/documents/%00", 404, "document-not-found"),
    ("/api/v1/segments/notas.es.9999", 404, "segment-not-found"),
    ("/api/v1/symbols/migration", 404, "not-a-symbol"),
    ("/api/v1/concordance", 400, "empty-query"),
    ("/api/v1/concordance?q=a&size=101", 400, "bad-parameter"),
    (f"/api/v1/concordance?q={'a' * 10_000}", 400, "query-too-long"),
    ("/api/v1/divergences?work=nothing", 404, "document-not-found"),
    ("/api/v1/divergences?severity=grave", 400, "bad-filter"),
    ("/api/v1/divergences?weight=high", 400, "unknown-parameter"),
    ("/api/v1/coverage?size=0", 400, "bad-parameter"),
    ("/api/v1/export?format=pdf", 400, "bad-filter"),
    ("/api/v1/export?least_confidence=2", 400, "bad-parameter"),
    ("/api/v1/export?work=nothing", 404, "document-not-found"),
    ("/api/v1/export?works=notas", 400, "unknown-parameter"),
    ("/api/v1/nothing", 404, "not-found"),
]


@pytest.mark.parametrize(("address", "status", "code"), REFUSED)
def test_a_bad_request_is_answered_with_a_problem(client, address, status, code):
    answer = client.get(address)
    problem = answer.json()
    assert answer.status_code == problem["status"] == status
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["code"] == code
    assert problem["type"] == f"/en/api#{code}"
    assert list(problem) == ["type", "title", "status", "detail", "code", "errors"]


def test_a_refused_parameter_is_named(client):
    problem = client.get("/api/v1/search?q=a&direction=down&order=up").json()
    assert [error["parameter"] for error in problem["errors"]] == ["direction", "order"]


@pytest.mark.parametrize("address", ["/api/v1/search?q=a", "/api/v1/documents?lang=es"])
def test_a_filter_that_nothing_has_is_named(client_of, address):
    class Strict(Library):
        def search(self, text, **values):
            raise FilterError("collection", "x", "oas")

        def documents(self, filters, **order):
            raise FilterError("collection", "x", "oas")

    answer = client_of(Strict((), ())).get(address)
    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (400, "bad-filter")
    assert [error["parameter"] for error in problem["errors"]] == ["collection"]


def test_the_service_is_ready_when_the_index_answers(client, client_of):
    class Gone(Library):
        def state(self):
            raise StoreUnavailableError("sqlite:///x", "gone")

    ready = client.get("/readyz").json()
    assert (ready["status"], ready["documents"], ready["segments"]) == ("ready", 3, 9)
    without = client_of(Gone((), ()))
    answer = without.get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (503, "store-unavailable")
    assert answer.json()["detail"] == "The store sqlite:///x cannot be used: gone"
    assert without.get("/healthz").json() == {"status": "alive"}


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/api/v1/collections", "The index is not available at the moment. Try again later."),
        ("/en/", "The index is not available at the moment. Try again later."),
        ("/es/", "El índice no está disponible en este momento. Inténtelo más tarde."),
    ],
)
def test_without_the_index_every_answer_says_so_and_when_to_come_back(client_of, address, words):
    class Gone(Library):
        def collections(self):
            raise StoreUnavailableError("opensearch://10.0.0.5:9200", "gone")

    answer = client_of(Gone((), ())).get(address)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert words in answer.text
    assert "10.0.0.5" not in answer.text


def test_a_method_other_than_get_is_a_problem_that_says_what_is_allowed(client):
    answer = client.post("/api/v1/search")
    assert (answer.status_code, answer.json()["code"]) == (405, "method-not-allowed")
    assert answer.headers["allow"] == "GET"


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [
        (StoreUnavailableError("sqlite:///x", "gone"), 503, "store-unavailable"),
        (ValueError("a secret path"), 500, "internal"),
    ],
)
def test_a_failure_is_a_problem_without_a_traceback(client_of, error, status, code):
    class Broken(Library):
        def state(self):
            raise error

    answer = client_of(Broken((), ())).get("/readyz")
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert "secret" not in answer.text
    assert "Traceback" not in answer.text


def test_a_search_answers_with_hits_their_place_and_their_translations(client):
    answer = client.get("/api/v1/search", params={"q": "constante"}).json()
    assert list(answer) == list(search.SearchAnswer.model_fields)
    (hit,) = answer["hits"]
    assert hit["segment"] == "ce-am-75-09-rev-2.es.0002"
    assert hit["document"] == "ce-am-75-09-rev-2.es"
    assert hit["symbol"] == "CE/AM-75/09 rev. 2"
    assert hit["date"] == "2009-02-13"
    assert hit["url"] == "/es/doc/ce-am-75-09-rev-2#p2"
    assert hit["highlights"] == [{"start": 16, "end": 25}]
    assert hit["translations"] == [
        {
            "document": "ce-am-75-09-rev-2.en",
            "language": "en",
            "segments": ["ce-am-75-09-rev-2.en.0002"],
            "text": "Migration is constant.",
            "confidence": 0.3,
            "highlights": [],
        }
    ]
    assert answer["facets"] == {"language": [{"value": "es", "count": 2}]}


def test_filters_reach_the_searcher_as_records(client_of):
    asked = []

    class Listening(Library):
        def search(self, text, **values):
            asked.append(values)
            return super().search(text, **values)

    client_of(Listening((), ())).get(
        "/api/v1/search?q=a&lang=es&lang=es&organ=CP&kind=report&year=2004&year=2006-2009&size=5"
    )
    (values,) = asked
    assert (values["page"], values["size"]) == (1, 5)
    filters = values["filters"]
    assert (filters.languages, filters.organs, filters.kinds) == (("es",), ("CP",), ("report",))
    assert [(years.first, years.last) for years in filters.years] == [(2004, 2004), (2006, 2009)]


def test_the_order_and_the_reading_of_years_reach_the_searcher(client_of):
    asked = []

    class Listening(Library):
        def search(self, text, **values):
            asked.append((values["sort"], values["years"]))
            return super().search(text, **values)

    client = client_of(Listening((), ()))
    for choice in ("", "&sort=date", "&sort=relevance&years=off"):
        client.get(f"/api/v1/search?q=a{choice}")
    assert asked == [(None, True), (Sort.DATE, True), (Sort.RELEVANCE, False)]


@pytest.mark.parametrize(
    ("text", "newest", "years"),
    [
        ("informes", False, None),
        ("último informe", True, None),
        ("informes desde 2010", False, {"first": 2010, "last": None, "filter": True}),
        ("informes antes de 2000", False, {"first": None, "last": 1999, "filter": True}),
        ("informe 1998", False, {"first": 1998, "last": 1998, "filter": False}),
    ],
)
def test_an_answer_says_what_it_understood_of_dates(client_of, library, text, newest, years):
    library.answer = {"query": parse_query(text)}
    answer = client_of(library).get("/api/v1/search?q=constante").json()
    assert (answer["sort"], answer["newest"], answer["years"]) == ("relevance", newest, years)


def test_documents_are_listed_by_date_on_demand(client):
    listed = client.get("/api/v1/documents?sort=date").json()["documents"]
    assert [each["date"] for each in listed] == ["2009-02-13", "2009-02-13", "2004-10"]


def test_documents_are_listed_by_page(client):
    answer = client.get("/api/v1/documents?lang=es&page=2&size=1").json()
    assert [each["document"] for each in answer["documents"]] == ["notas.es"]
    assert (answer["total"], answer["page"], answer["size"]) == (2, 2, 1)


def test_a_document_names_its_versions(client):
    answer = client.get("/api/v1/documents/ce-am-75-09-rev-2.es").json()
    assert answer["versions"] == {"es": "ce-am-75-09-rev-2.es", "en": "ce-am-75-09-rev-2.en"}
    assert answer["year"] == 2009


def test_segments_are_listed_in_order(client):
    answer = client.get("/api/v1/documents/notas.es/segments?size=2").json()
    assert [each["ordinal"] for each in answer["segments"]] == [1, 2]
    assert answer["segments"][1]["cells"] == [{"header": "CRM", "text": "Diálogo"}]
    assert answer["total"] == 3


@pytest.mark.parametrize(
    ("ordinal", "previous", "following"), [(1, None, 2), (2, 1, 3), (3, 2, None)]
)
def test_a_segment_names_its_neighbours(client, ordinal, previous, following):
    answer = client.get(f"/api/v1/segments/notas.es.000{ordinal}").json()
    assert answer["previous"] == (previous and f"notas.es.000{previous}")
    assert answer["next"] == (following and f"notas.es.000{following}")


def test_a_symbol_with_slashes_is_answered_with_its_documents_and_who_cites_it(client):
    answer = client.get("/api/v1/symbols/CE/AM-75/09 rev. 2").json()
    assert answer["canonical"] == "CE/AM-75/09 rev. 2"
    assert answer["found"] is True
    assert [each["language"] for each in answer["documents"]] == ["es", "en"]
    assert answer["cited_by"] == ["notas.es.0001"]


def test_a_symbol_that_no_document_bears_is_answered_as_such(client):
    answer = client.get("/api/v1/symbols/CE/AM-99/09").json()
    assert (answer["found"], answer["documents"], answer["cited_by"]) == (False, [], [])


def test_collections_count_what_there_is(client):
    (collection,) = client.get("/api/v1/collections").json()["collections"]
    assert (collection["name"], collection["documents"]) == ("oas", 3)


@pytest.mark.parametrize("interface", interfaces())
def test_every_error_that_a_request_can_meet_has_its_words(interface):
    met = {kind for root in STATUSES if root is not PuenteError for kind in _family(root)}
    assert {kind.code for kind in met} <= set(translator(interface).names("problems"))


def _family(kind):
    return [kind, *(each for child in kind.__subclasses__() for each in _family(child))]


def test_a_hit_names_the_other_places_of_its_text_by_their_permalinks(client_of, library):
    (hit,) = library.search("constante").hits
    other = document("otro.en", symbol=parse_symbol("CE/AM-99/09"))
    place = HydratedSegment(segment=segment("The constant", document=other), document=other)
    library.answer = {"hits": (replace(hit, also_in=(place,)),)}
    (answered,) = client_of(library).get("/api/v1/search?q=constante").json()["hits"]
    assert answered["also_in"] == [
        {
            "document": "otro.en",
            "segment": "otro.en.0001",
            "language": "en",
            "title": "Title of otro",
            "symbol": "CE/AM-99/09",
            "url": "/en/doc/otro#p1",
        }
    ]
