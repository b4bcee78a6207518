"""The description of the API: every route has an example that is true to its shape."""

import json
from importlib.resources import files

import pytest

from puente.interchange.formats import MEDIA_TYPES
from puente.interchange.tmx import read_tmx
from puente.search.searcher import Searcher
from puente.text.glossary import load_glossary
from puente.text.lexicon import load_lexicon
from service.web.api.schemas import (
    alignments,
    coverage,
    documents,
    index,
    pairs,
    reports,
    search,
    suggestions,
    vectors,
)
from service.web.problems import REQUEST_STATUSES, STATUSES, ProblemSchema

ROUTES = {
    "/api/v1/search": ("search", search.SearchAnswer),
    "/api/v1/suggest": ("suggest", suggestions.SuggestAnswer),
    "/api/v1/documents": ("documents", documents.DocumentListAnswer),
    "/api/v1/documents/{document_id}": ("document", documents.DocumentAnswer),
    "/api/v1/documents/{document_id}/file": ("original_file", None),
    "/api/v1/documents/{document_id}/segments": ("segments", documents.SegmentListAnswer),
    "/api/v1/documents/{document_id}/paragraphs/{official_number}": (
        "paragraph",
        documents.SegmentAnswer,
    ),
    "/api/v1/segments/{segment_id}": ("segment", documents.SegmentAnswer),
    "/api/v1/symbols/{symbol}": ("symbol", search.SymbolAnswerSchema),
    "/api/v1/collections": ("collections", index.CollectionListAnswer),
    "/api/v1/export": ("export", None),
    "/api/v1/concordance": ("concordance", reports.ConcordanceAnswer),
    "/api/v1/divergences": ("divergences", reports.DivergenceAnswer),
    "/api/v1/coverage": ("coverage", reports.CoverageAnswer),
    "/api/v1/coverage/table": ("coverage_by_year", coverage.CoverageTableAnswer),
    "/api/v1/alignments/{alignment_id}": ("alignment", alignments.AlignmentAnswer),
    "/api/v1/alignments/{alignment_id}/corrections": ("correct", alignments.CorrectionAnswer),
    "/api/v1/alignments/{alignment_id}/rulings": ("correct", alignments.CorrectionAnswer),
    "/api/v1/pairs/{document_id}/{other_id}": ("decide", pairs.PairAnswer),
    "/api/v1/embed": ("embed", vectors.EmbedAnswer),
    "/api/v1/embeddings": ("embeddings", vectors.EmbeddingsAnswer),
    "/api/v1/nearest": ("nearest_segments", vectors.NearestAnswer),
    "/healthz": ("health", index.HealthAnswer),
    "/readyz": ("readiness", index.ReadinessAnswer),
}
_STATUSES = (301, 308, 400, 401, 403, 404, 409, 410, 413, 421, 429, 500, 503)
EXAMPLES = json.loads(
    files("service.web.api").joinpath("examples.json").read_text(encoding="utf-8")
)


@pytest.fixture
def paths(client):
    return client.get("/openapi.json").json()["paths"]


def test_exactly_the_promised_routes_are_described(paths):
    assert set(paths) == set(ROUTES)


@pytest.mark.parametrize(
    ("route", "name", "model"), [(r, *v) for r, v in ROUTES.items() if v[1] is not None]
)
def test_a_route_shows_an_example_that_fits_its_model(paths, route, name, model):
    [operation] = paths[route].values()
    answers = operation["responses"]
    assert answers["200"]["content"]["application/json"]["example"] == EXAMPLES[name]
    assert model.model_validate(EXAMPLES[name]).model_dump(mode="json") == EXAMPLES[name]


def test_only_the_former_address_of_corrections_is_deprecated(paths):
    deprecated = {
        path: [each["operationId"] for each in ways.values()]
        for path, ways in paths.items()
        if any(each.get("deprecated") for each in ways.values())
    }
    assert deprecated == {"/api/v1/alignments/{alignment_id}/rulings": ["rule"]}


def test_an_export_shows_a_memory_that_is_valid(paths):
    answers = paths["/api/v1/export"]["get"]["responses"]["200"]["content"]
    assert list(answers) == list(MEDIA_TYPES.values())
    (unit,) = read_tmx(EXAMPLES["export"].encode())
    assert answers["application/x-tmx+xml"]["example"] == EXAMPLES["export"]
    assert unit.texts == {"es": "La migración es constante.", "en": "Migration is constant."}


@pytest.mark.parametrize("route", ROUTES)
def test_a_route_promises_problems_and_no_other_errors(paths, route):
    [operation] = paths[route].values()
    answers = operation["responses"]
    problems = {status: answer for status, answer in answers.items() if status != "200"}
    assert {"400", "500"} <= set(problems) <= set(map(str, _STATUSES))
    for status, answer in problems.items():
        stated = answer["content"]["application/problem+json"]
        _, narrowed = stated["schema"]["allOf"]
        example = ProblemSchema.model_validate(stated["example"])
        assert narrowed["properties"]["status"] == {"const": int(status)}
        assert example.status == int(status)
        assert example.code in narrowed["properties"]["code"]["enum"]
        assert f"`{example.code}`" in answer["description"]


def test_every_code_of_a_request_is_stated_on_some_route(paths):
    stated = {code for route in paths.values() for each in route.values() for code in _codes(each)}
    codes = {kind.code for kind in STATUSES} | set(REQUEST_STATUSES)
    # Of pages alone, of another method than is described, and of errors that are told by a kind.
    assert codes - stated == {
        "version-not-found", "method-not-allowed", "bad-query",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("route", "ways"),
    [
        ("/api/v1/search", [{}, {"key": []}, {"name-and-key": []}]),
        ("/readyz", [{}, {"key": []}, {"name-and-key": []}]),
        ("/api/v1/alignments/{alignment_id}/corrections", [{"key": []}, {"name-and-key": []}]),
        ("/healthz", None),
    ],
)
def test_a_route_says_whether_a_key_counts(client, route, ways):
    description = client.get("/openapi.json").json()
    [operation] = description["paths"][route].values()
    schemes = description["components"]["securitySchemes"]
    assert operation.get("security") == ways
    assert {name: each["scheme"] for name, each in schemes.items()} == {
        "key": "bearer", "name-and-key": "basic",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("route", "name", "stated"),
    [
        ("/api/v1/search", "q", {"minLength": 1, "maxLength": 512}),
        ("/api/v1/search", "year", {"maxItems": 50}),
        ("/api/v1/search", "size", {"minimum": 1, "maximum": 100}),
        ("/api/v1/export", "work", {"maxLength": 512}),
        ("/api/v1/export", "least_confidence", {"minimum": 0, "maximum": 1}),
        ("/api/v1/documents/{document_id}", "document_id", {"minLength": 1, "maxLength": 512}),
    ],
)
def test_a_parameter_states_its_limits(paths, route, name, stated):
    [schema] = [
        each["schema"] for each in paths[route]["get"]["parameters"] if each["name"] == name
    ]
    assert schema.items() >= stated.items()


def test_a_question_is_needed_and_a_year_has_a_form(paths):
    parameters = {each["name"]: each for each in paths["/api/v1/search"]["get"]["parameters"]}
    assert (parameters["q"]["required"], parameters["lang"]["required"]) == (True, False)
    assert parameters["year"]["schema"]["items"]["pattern"] == "^[0-9]{4}(-[0-9]{4})?$"


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/search", 400, "empty-query"),
        ("/api/v1/search?q=...", 400, "empty-query"),
        ("/api/v1/search?q=a&year=204", 400, "bad-filter"),
        (f"/api/v1/documents/{'a' * 513}", 404, "not-found"),
        (f"/api/v1/export?work={'a' * 513}", 400, "bad-parameter"),
    ],
)
def test_what_the_description_rules_out_is_refused(client_of, library, address, status, code):
    searcher = Searcher((), None, load_lexicon(), load_glossary())
    answer = client_of(searcher, library).get(address)
    assert (answer.status_code, answer.json()["code"]) == (status, code)


def _codes(operation):
    for status, answer in operation["responses"].items():
        if status != "200":
            _, narrowed = answer["content"]["application/problem+json"]["schema"]["allOf"]
            yield from narrowed["properties"]["code"]["enum"]


@pytest.mark.parametrize("address", ["/docs", "/redoc"])
def test_the_pages_that_load_from_elsewhere_are_off(client, address):
    assert client.get(address, follow_redirects=True).status_code == 404
