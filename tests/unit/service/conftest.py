"""An application over a small library, and a client of it."""

import warnings
from collections.abc import Callable

import pytest

from puente.model.alignments import Alignment, Bead, Divergence, DivergenceKind, Severity
from puente.model.documents import Document, Language
from puente.model.segments import Cell, SegmentKind
from puente.symbols.finding import parse_symbol
from service.bootstrap import SearchServices
from service.web.app import create_app
from tests.fixtures.builders import document, segment
from tests.fixtures.hosts import OWN
from tests.fixtures.library import Library

with warnings.catch_warnings():
    # Starlette prefers httpx2 for its client.
    warnings.simplefilter("ignore")
    from starlette.testclient import TestClient

_DIVERGENCE = Divergence(
    kind=DivergenceKind.NUMBER, severity=Severity.HIGH, source=("21",), target=("23",)
)


@pytest.fixture
def library() -> Library:
    """A work in two versions and a translation whose original is missing."""
    symbol = parse_symbol("CE/AM-75/09 rev. 2")
    spanish = _version("es", "Orden del día", symbol=symbol, date="2009-02-13")
    english = _version("en", "Order of business", symbol=symbol, date="2009-02-13")
    notes = document(
        "notas.es", title="Notas", date="2004-10", original_language=Language.EN, organ="CAJP"
    )
    citing = "La CRM ratificó el documento CE/AM-75/09 rev. 2."
    segments = (
        segment("I. Introducción", document=spanish, kind=SegmentKind.HEADING, level=1),
        segment("La migración es constante.", document=spanish, ordinal=2, heading_path=("I.",)),
        segment("Desarrollo", document=spanish, ordinal=3, label="a)", kind=SegmentKind.ITEM),
        segment("I. Introduction", document=english, kind=SegmentKind.HEADING, level=1),
        segment("Migration is constant.", document=english, ordinal=2),
        segment("Closing", document=english, ordinal=3),
        segment(
            citing, document=notes, citations=("CE/AM-75/09 rev. 2",), notes=("notas.es.0003",)
        ),
        segment(
            "Objetivos: Diálogo",
            document=notes,
            ordinal=2,
            kind=SegmentKind.TABLE_ROW,
            label="Objetivos",
            cells=(Cell(header="CRM", text="Diálogo"),),
        ),
        segment("Véase el anexo.", document=notes, ordinal=3, kind=SegmentKind.FOOTNOTE),
    )
    return Library((spanish, english, notes), segments, (_alignment(),))


@pytest.fixture
def client(library: Library) -> TestClient:
    return _client(library)


@pytest.fixture
def client_of() -> Callable[..., TestClient]:
    """Builds a client over another library, or over a searcher and a catalogue."""
    return _client


def _client(searcher: object, catalogue: object = None) -> TestClient:
    app = create_app(lambda: SearchServices(searcher, catalogue or searcher))
    return TestClient(app, OWN, raise_server_exceptions=False, follow_redirects=False)


def _version(language: str, title: str, **values: object) -> Document:
    return document(f"ce-am-75-09-rev-2.{language}", title=title, organ="CE/AM", **values)


def _alignment() -> Alignment:
    ids = {lang: [f"ce-am-75-09-rev-2.{lang}.000{k}" for k in (1, 2, 3)] for lang in ("es", "en")}
    links = (((0,), (0,), 0.9), ((1,), (1,), 0.3), ((2,), (), 0.6), ((), (2,), 0.6))
    return Alignment(
        source_id="ce-am-75-09-rev-2.es",
        target_id="ce-am-75-09-rev-2.en",
        beads=tuple(
            Bead(
                source=tuple(ids["es"][k] for k in source),
                target=tuple(ids["en"][k] for k in target),
                confidence=confidence,
                divergences=(_DIVERGENCE,) if confidence < 0.5 else (),
            )
            for source, target, confidence in links
        ),
        score=0.8,
    )
