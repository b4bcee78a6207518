"""Completions out of an index: what its reader may see, as it is now, on every store."""

from collections.abc import Callable

import pytest

from puente.catalogue.confined_reader import ConfinedReader
from puente.model.withdrawals import withdrawal_of
from puente.search.searcher import Searcher
from puente.store import open_store
from puente.store.protocol import Store
from puente.symbols.finding import parse_symbol
from puente.text.glossary import Glossary
from puente.text.lexicon import load_lexicon
from tests.fixtures.builders import EMBEDDER, document, put

GLOSSARY = Glossary([("migración forzada", "forced migration"), ("trata", "trafficking")], [])
SECRET = "Migración secreta"


def _fill(store: Store) -> None:
    symbol = parse_symbol("CE/AM-75/09")
    put(store, document("a.es", title="Migración y niñez", symbol=symbol, date="2009"), "Forzada")
    put(store, document("b.es", title="Acta de migración", date="2010"), "La migración forzada")
    put(store, document("c.es", title=SECRET, collection="other", date="2011"), "trafficking")


@pytest.fixture
def read(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    return index_of(_fill)


def suggested(readers, typed, limit=10):
    searcher = Searcher(readers, None, load_lexicon(), GLOSSARY)
    return [each.text for each in searcher.suggest(typed, limit=limit)]


def test_titles_symbols_and_terms_that_are_held_complete(read):
    assert suggested([read], "migra") == [
        "migración forzada", SECRET, "Migración y niñez", "Acta de migración",
    ]  # fmt: skip
    assert suggested([read], "ce/am") == ["CE/AM-75/09"]
    assert suggested([read], "tra") == ["trafficking"]


def test_terms_leave_room_for_titles(read):
    assert suggested([read], "migra", limit=1) == ["migración forzada"]
    assert suggested([read], "a", limit=2) == ["Acta de migración", "CE/AM-75/09"]


def test_what_a_reader_may_not_see_completes_nothing(read):
    confined = ConfinedReader(read, ["oas"])
    assert suggested([confined], "migra") == [
        "migración forzada", "Migración y niñez", "Acta de migración",
    ]  # fmt: skip
    assert suggested([confined], "tra") == []


def test_one_searcher_keeps_its_readers_apart(read):
    searcher = Searcher([ConfinedReader(read, ["oas"])], None, load_lexicon(), GLOSSARY)
    for readers, count in (([read], 1), ([ConfinedReader(read, ["oas"])], 0), ([read], 1)):
        assert len(searcher.over(readers).suggest("secreta")) == count


def test_what_is_gone_completes_nothing_from_then_on(address):
    store = open_store(address, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension)
    _fill(store)
    searcher = Searcher([store], None, load_lexicon(), GLOSSARY)
    assert [each.document.id for each in searcher.suggest("secreta")] == ["c.es"]
    with store.writing() as writer:
        writer.withdraw(withdrawal_of(store.document("c.es")))
    assert searcher.suggest("secreta") == ()
    store.close()
