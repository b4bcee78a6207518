"""What a store knows of a symbol: who bears it, its family, who cites it."""

from collections.abc import Callable

import pytest

from puente.model.documents import Symbol
from puente.model.results import SymbolMatches
from puente.model.segments import SegmentKind
from puente.store.protocol import Store
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document, put, segment

BORNE = {
    "first.es": "CE/AM-75/09",
    "second.es": "CE/AM-75/09 rev. 1",
    "third.es": "CE/AM-75/09 rev. 2",
    "added.es": "CAJP/GT/TM-14/04 add. 5",
    "corrected.es": "AG/doc. 4548/06 add. 6 corr. 1",
    "older.es": "CE/AM-75/08",
}


def _fill(store: Store) -> None:
    for identifier, symbol in BORNE.items():
        put(store, document(identifier, symbol=parse_symbol(symbol)), "Texto")


@pytest.fixture
def filled(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    """An index that tests only read."""
    return index_of(_fill)


@pytest.mark.parametrize(
    ("asked", "bearing", "family"),
    [
        ("CE/AM-75/09 rev.2", ["third.es"], ["first.es", "second.es"]),
        ("ce/am-75/09 rev. 1", ["second.es"], ["first.es", "third.es"]),
        ("CE/AM-75/09", ["first.es"], ["second.es", "third.es"]),
        ("CE/AM-75/09 rev. 9", [], ["first.es", "second.es", "third.es"]),
        ("CAJP/GT/TM-14/04 add. 5", ["added.es"], []),
        ("CAJP/GT/TM-14/04", [], ["added.es"]),
        ("AG/doc.4548/06 add. 6 corr. 1", ["corrected.es"], []),
        ("AG/doc.4548/06 add. 6", [], ["corrected.es"]),
        ("AG/RES. 75", [], []),
        ("CE/AM-76/09", [], []),
    ],
)
def test_a_symbol_finds_who_bears_it_and_their_family(
    filled: Store, asked: str, bearing: list[str], family: list[str]
) -> None:
    found = filled.by_symbol(parse_symbol(asked))
    assert [each.id for each in found.documents] == bearing
    assert [each.id for each in found.family] == family


def test_a_symbol_finds_the_segments_that_cite_it(store: Store) -> None:
    made = document("informe.es")
    put(
        store,
        made,
        segment("Según una", document=made, citations=("AG/RES. 2356 (XXXVIII-O/08)",)),
        segment("Según otra", document=made, ordinal=2, citations=("AG/RES. 2355 (XXXVIII-O/08)",)),
        segment(
            "Según ambas",
            document=made,
            ordinal=3,
            citations=("AG/RES. 2355 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)"),
        ),
    )
    for asked in ("AG/RES. 2356", "AG/RES. 2356 (XXXVIII-O/08)"):
        found = store.by_symbol(parse_symbol(asked))
        assert list(found.citing) == ["informe.es.0001", "informe.es.0003"]


def test_a_document_does_not_cite_itself(store: Store) -> None:
    own = "CE/AM-75/09 rev. 2"
    made = document("informe.es", symbol=parse_symbol(own))
    title = segment(
        "CE/AM-75/09", document=made, kind=SegmentKind.TITLE, citations=("CE/AM-75/09",)
    )
    mention = segment("Este documento", document=made, ordinal=2, citations=(own,))
    before = segment("El anterior", document=made, ordinal=3, citations=("CE/AM-75/09",))
    put(store, made, title, mention, before)
    found = store.by_symbol(parse_symbol("CE/AM-75/09"))
    assert list(found.citing) == ["informe.es.0003"]


def test_the_title_stands_for_a_document_else_its_first_segment(store: Store) -> None:
    titled = document("a.es", symbol=parse_symbol("CE/AM-75/09"), title="El informe")
    put(
        store,
        titled,
        segment("CE/AM-75/09", document=titled, kind=SegmentKind.TITLE),
        segment("El informe", document=titled, ordinal=2, kind=SegmentKind.TITLE),
    )
    put(store, document("b.es", symbol=parse_symbol("CE/AM-75/09 rev. 1")), "Uno", "Dos")
    put(store, document("c.es", symbol=parse_symbol("CE/AM-75/09")))
    put(store, document("d.es", symbol=parse_symbol("CE/AM-75/08")), "Otro")
    found = store.by_symbol(parse_symbol("CE/AM-75/09"))
    assert [each.id for each in found.documents] == ["a.es", "c.es"]
    assert found.openings == ("a.es.0002", "b.es.0001")


def test_a_symbol_without_a_number_matches_nothing(filled: Store) -> None:
    asked = Symbol(text="AG/RES.", organ="AG", kind="RES", number=None)
    assert filled.by_symbol(asked) == SymbolMatches()


def test_a_number_of_any_length_is_answered(filled: Store) -> None:
    asked = Symbol(text="AG/RES.", organ="AG", kind="RES", number=10**40)
    assert filled.by_symbol(asked) == SymbolMatches()


def test_a_deleted_document_no_longer_bears_or_cites(store: Store) -> None:
    _fill(store)
    made = document("informe.es")
    put(store, made, segment("Según", document=made, citations=("CE/AM-75/08",)))
    with store.writing() as writer:
        writer.delete(made.id)
        writer.delete(document("older.es").id)
    assert store.by_symbol(parse_symbol("CE/AM-75/08")) == SymbolMatches()
