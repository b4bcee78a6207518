"""What the stages make of eighteen orders and judgments: title, date, recitals, operative part."""

from functools import cache
from itertools import groupby

import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import SourceFile
from ingest.sources.manifest import Given
from tests.fixtures.documents.gold import REALDOCS

DATES = {
    ("1198.pdf", "1202.pdf"): "2005-06-24",
    ("13488.pdf", "13486.pdf"): "2011-02-22",
    ("13542.pdf", "988.pdf"): "2012-06-26",
    ("1375.pdf", "1378.pdf"): "2010-11-18",
    ("1417.pdf", "1421.pdf"): "1991-12-04",
    ("1445.pdf", "1448.pdf"): "2011-05-15",
    ("1501.pdf", "1504.pdf"): "2000-10-11",
    ("1568.pdf", "1571.pdf"): "1997-07-22",
    ("930.pdf", "933.pdf"): "2012-06-26",
}
JUDGMENTS = ("1198.pdf", "1202.pdf", "1417.pdf", "1421.pdf")
ORDERS = sorted(name for pair in DATES for name in pair if name not in JUDGMENTS)


@cache
def read(name):
    path = REALDOCS / name
    if not path.is_file():
        pytest.skip("needs ../shared/realdocs")
    return read_document(
        SourceFile(path=path, source=name, checksum="0" * 16, size=0, given=Given())
    )


@pytest.mark.parametrize(("pair", "date"), DATES.items())
def test_both_languages_have_the_same_date_organ_kind_and_title_block(pair, date):
    english, spanish = map(read, pair)
    assert [each.document.date for each in (english, spanish)] == [date, date]
    assert english.document.organ == spanish.document.organ == "CORTEIDH"
    assert english.document.kind is spanish.document.kind
    blocks = [[s.level for s in each.segments if s.kind == "title"] for each in (english, spanish)]
    assert blocks == [[None, 1]] * 2 if pair[0] in JUDGMENTS else blocks == [[1]] * 2


@pytest.mark.parametrize(
    ("name", "title"),
    [
        (
            "1198.pdf",
            "Case of Acosta-Calderón v. Ecuador Judgment of June 24, 2005"
            " (Merits, Reparations and Costs)",
        ),
        (
            "13486.pdf",
            "RESOLUCIÓN DE LA CORTE INTERAMERICANA DE DERECHOS HUMANOS DE 22 DE FEBRERO DE 2011"
            " MEDIDAS PROVISIONALES RESPECTO DE HAITÍ ASUNTO A. J. Y OTROS",
        ),
    ],
)
def test_the_title_names_the_case(name, title):
    assert read(name).document.title == title


@pytest.mark.parametrize("name", ORDERS)
def test_an_order_has_one_preamble_and_one_operative_part_without_signatures(name):
    kinds = [s.kind for s in read(name).segments if s.kind in ("preambular", "operative")]
    assert [kind for kind, _ in groupby(kinds)] == ["preambular", "operative"]
    operative = [s for s in read(name).segments if s.kind == "operative"]
    assert operative[-1].label is not None


@pytest.mark.parametrize("name", ["13486.pdf", "13488.pdf"])
def test_headings_among_recitals_are_headings(name):
    found = [(s.level, s.label) for s in read(name).segments if s.kind == "heading"]
    assert found == [(1, "a)"), (1, "b)"), (1, "c)")]


@pytest.mark.parametrize("name", ["1198.pdf", "1202.pdf"])
def test_the_numbered_paragraphs_of_a_judgment_are_paragraphs(name):
    wanted = 1
    for segment in read(name).segments:
        wanted += segment.kind == "paragraph" and segment.label == f"{wanted}."
    assert wanted - 1 == 175
