"""The description of the API: every route has an example that is true to its shape."""

import json
from importlib.resources import files

import pytest

from puente.interchange.formats import MEDIA_TYPES
from puente.interchange.tmx import read_tmx
from service.web.api.schemas import alignments, documents, index, reports, search
from service.web.problems import ProblemSchema

ROUTES = {
    "/api/v1/search": ("search", search.SearchAnswer),
    "/api/v1/documents": ("documents", documents.DocumentListAnswer),
    "/api/v1/documents/{document_id}": ("document", documents.DocumentAnswer),
    "/api/v1/documents/{document_id}/segments": ("segments", documents.SegmentListAnswer),
    "/api/v1/segments/{segment_id}": ("segment", documents.SegmentAnswer),
    "/api/v1/symbols/{symbol}": ("symbol", search.SymbolAnswerSchema),
    "/api/v1/collections": ("collections", index.CollectionListAnswer),
    "/api/v1/export": ("export", None),
    "/api/v1/concordance": ("concordance", reports.ConcordanceAnswer),
    "/api/v1/divergences": ("divergences", reports.DivergenceAnswer),
    "/api/v1/coverage": ("coverage", reports.CoverageAnswer),
    "/api/v1/alignments/{alignment_id}": ("alignment", alignments.AlignmentAnswer),
    "/api/v1/alignments/{alignment_id}/corrections": ("correct", alignments.CorrectionAnswer),
    "/api/v1/alignments/{alignment_id}/rulings": ("correct", alignments.CorrectionAnswer),
    "/healthz": ("health", index.HealthAnswer),
    "/readyz": ("readiness", index.ReadinessAnswer),
}
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
    assert set(answers) == {"200", "default"}
    example = answers["default"]["content"]["application/problem+json"]["example"]
    assert ProblemSchema.model_validate(example).code == "unknown-parameter"


@pytest.mark.parametrize("address", ["/docs", "/redoc"])
def test_the_pages_that_load_from_elsewhere_are_off(client, address):
    assert client.get(address, follow_redirects=True).status_code == 404
