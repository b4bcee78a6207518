import csv
from dataclasses import replace
from datetime import UTC, datetime
from io import StringIO

import pytest
from lxml import etree

from puente.catalogue.passages import LinkFilter, passages, version_pairs
from puente.errors import DocumentNotFoundError, MixedLanguagesError
from puente.interchange.export import ExportMetadata, export
from puente.interchange.formats import ExportFormat
from puente.interchange.tmx import read_tmx
from puente.model.alignments import (
    Alignment,
    Bead,
    Divergence,
    DivergenceKind,
    LinkStatus,
    Severity,
)
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document, segment
from tests.fixtures.library import Library
from tests.paths import FIXTURES

DTD = etree.DTD(str(FIXTURES / "tmx14.dtd"))
ES = document(
    "acta.es", date="2009-02-13", symbol=parse_symbol("CE/AM-75/09 rev. 2"),
    source_url="https://www.oas.org/acta.pdf?l=es",
)  # fmt: skip
EN = document("acta.en")
IMPRINT = ExportMetadata(
    version="1.0",
    made=datetime(2026, 11, 21, tzinfo=UTC),
    address=lambda document, segment: f"/{document.language}#p{segment.number}",
)
DIVERGENCE = Divergence(
    kind=DivergenceKind.NUMBER, severity=Severity.HIGH, source=("21",), target=("23", "24")
)
SPANISH = [segment(text, document=ES, ordinal=k) for k, text in enumerate(("Uno", "Dos", "=3"), 1)]
ENGLISH = [segment(text, document=EN, ordinal=k) for k, text in enumerate(("One", "Two", "4"), 1)]


def bead(source, target, confidence=0.9, **values):
    ids = [
        tuple(f"acta.{lang}.000{k}" for k in side)
        for lang, side in (("es", source), ("en", target))
    ]
    return Bead(source=ids[0], target=ids[1], confidence=confidence, **values)


BEADS = (
    bead([1], [1, 2], divergences=(DIVERGENCE,)),
    bead([2], [], 0.6),
    bead([3], [3], 0.2, status=LinkStatus.CONFIRMED),
)


def library(beads=BEADS, turned=False):
    linked = Alignment(source_id=ES.id, target_id=EN.id, beads=beads, score=0.9)
    return Library([ES, EN], [*SPANISH, *ENGLISH], [linked])


def taken_out(form, catalogue=None, **trust):
    catalogue = catalogue or library()
    pairs = version_pairs(catalogue)
    return b"".join(export(catalogue, pairs, form, IMPRINT, LinkFilter(**trust)))


def rows(**trust):
    text = taken_out(ExportFormat.CSV, **trust).decode("utf-8-sig")
    return list(csv.DictReader(StringIO(text, newline="")))


def test_a_row_says_all_of_a_link():
    assert rows()[0] == {
        "work": "acta", "symbol": "CE/AM-75/09 rev. 2", "date": "2009-02-13",
        "source language": "es", "source": "Uno", "target language": "en", "target": "One\nTwo",
        "confidence": "0.9", "status": "automatic",
        "divergences": "number (high): 21 | 23, 24",
        "source address": "/es#p1", "target address": "/en#p1",
        "source segments": "acta.es.0001", "target segments": "acta.en.0001 acta.en.0002",
        "source original": "https://www.oas.org/acta.pdf?l=es", "target original": "",
    }  # fmt: skip


def test_a_table_has_also_what_has_no_counterpart():
    assert [(row["source"], row["target"]) for row in rows()] == [
        ("Uno", "One\nTwo"), ("Dos", ""), ("'=3", "4"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("trust", "sources"),
    [
        ({"least_confidence": 0.7}, ["Uno", "'=3"]),
        ({"confirmed_only": True}, ["'=3"]),
        ({"least_confidence": 1.0}, ["'=3"]),
    ],
)
def test_what_a_person_confirmed_is_trusted_whatever_its_confidence(trust, sources):
    assert [row["source"] for row in rows(**trust)] == sources


def test_a_memory_is_valid_and_names_the_paragraphs_of_its_links():
    content = taken_out(ExportFormat.TMX)
    assert DTD.validate(etree.fromstring(content)), DTD.error_log
    first, second = read_tmx(content)
    assert first.texts == {Language.ES: "Uno", Language.EN: "One Two"}
    assert first.properties["x-segments-en"] == "acta.en.0001 acta.en.0002"
    assert first.properties["x-divergences"] == "number (high): 21 | 23, 24"
    assert first.properties["x-original-es"] == "https://www.oas.org/acta.pdf?l=es"
    assert "x-original-en" not in first.properties
    assert second.properties["x-status"] == "confirmed"


def test_an_xliff_file_has_the_source_of_every_unit():
    root = etree.fromstring(taken_out(ExportFormat.XLIFF))
    units = root.findall(".//{*}unit")
    assert [unit.get("id") for unit in units] == ["acta.es.0001", "acta.es.0002", "acta.es.0003"]
    assert [len(unit.findall(".//{*}target")) for unit in units] == [1, 0, 1]


def test_an_xliff_file_has_two_languages_only():
    portuguese = document("acta.pt")
    other = Alignment(source_id=ES.id, target_id=portuguese.id, beads=(), score=0.9)
    catalogue = Library([ES, EN, portuguese], SPANISH, [*library()._alignments, other])
    with pytest.raises(MixedLanguagesError, match="en, es, pt"):
        taken_out(ExportFormat.XLIFF, catalogue)


def test_sides_stand_in_the_order_of_their_languages():
    turned = Alignment(
        source_id=EN.id, target_id=ES.id, score=0.9,
        beads=(replace(bead([], []), source=("acta.en.0001",), target=("acta.es.0001",),
                       divergences=(DIVERGENCE,)),),
    )  # fmt: skip
    catalogue = Library([ES, EN], [*SPANISH, *ENGLISH], [turned])
    (pair,) = version_pairs(catalogue)
    (found,) = passages(catalogue, pair)
    assert (found.source[0].text, found.target[0].text) == ("Uno", "One")
    assert found.bead.divergences == (replace(DIVERGENCE, source=("23", "24"), target=("21",)),)


def test_a_work_passes_when_one_of_its_versions_does():
    catalogue = library()
    for language, count in ((Language.EN, 1), (Language.PT, 0)):
        assert len(version_pairs(catalogue, Filters(languages=(language,)))) == count


def test_a_work_that_is_not_there_is_named():
    assert len(version_pairs(library(), work="acta")) == 1
    with pytest.raises(DocumentNotFoundError, match="nada"):
        version_pairs(library(), work="nada")
