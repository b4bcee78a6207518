"""Rows that a write leaves in the file, and those that it does not."""

from contextlib import closing, suppress
from dataclasses import replace
from pathlib import Path

import apsw
import numpy as np
import pytest

from puente.errors import SegmentNotFoundError
from puente.model.alignments import Bead
from puente.model.documents import Language, Symbol
from puente.model.segments import Segment
from puente.store.sqlite.store import SqliteStore
from tests.fixtures.builders import alignment, ask, correction, document, ids, put, segment, vectors

SPANISH, ENGLISH = document("informe.es"), document("report.en")


def rows(path: Path) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table of the file, those of the search for phrases too."""
    with closing(apsw.Connection(str(path))) as connection:
        tables = connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        return {
            name: connection.execute(f'SELECT * FROM "{name}"').fetchall()
            for (name,) in tables.fetchall()
        }


def counts(path: Path, *tables: str) -> dict[str, int]:
    found = rows(path)
    return {name: len(found[name]) for name in tables}


def link_two(store: SqliteStore) -> tuple[Segment, Segment]:
    """Two versions of one paragraph, linked; the Spanish one cites a document."""
    first = segment("El asilo", document=SPANISH, citations=("CE/AM-75/09",))
    second = segment("Asylum", document=ENGLISH)
    with store.writing() as writer:
        writer.put(SPANISH, [first], vectors([first]))
        writer.put(ENGLISH, [second], vectors([second]))
        writer.link(alignment([first], [second]))
    return first, second


def traces(path: Path, word: str = "marcad") -> list[str]:
    """The files of an index that have a word in any of their bytes."""
    return [
        each.name
        for each in sorted(path.parent.glob(f"{path.name}*"))
        if word.encode() in each.read_bytes().lower()
    ]


def fill(store: SqliteStore) -> None:
    """Documents beside a marked one, which is linked and corrected."""
    for number in range(20):
        put(store, document(f"acta-{number}.es"), *(f"Párrafo {n} de {number}" for n in range(9)))
    first = put(store, replace(SPANISH, title="MARCADO título"), "Lo marcado marcadísimo", "Uno")
    second = put(store, ENGLISH, "What is marked", "One")
    with store.writing() as writer:
        writer.link(alignment(first, second))
        writer.add_correction(replace(correction(first[:1], second[:1]), author="Marcada"))


def test_a_deleted_document_leaves_no_word_in_the_file(store: SqliteStore, path: Path) -> None:
    fill(store)
    assert traces(path)
    with store.writing() as writer:
        writer.delete(SPANISH.id)
        writer.remove_corrections(SPANISH.id, ENGLISH.id)
    assert traces(path) == []
    assert ids(store.keyword(ask("párrafo", Language.ES), limit=1)) == ["acta-0.es.0001"]


def test_words_that_a_reader_still_sees_go_when_the_file_is_closed(
    store: SqliteStore, path: Path
) -> None:
    fill(store)
    with closing(apsw.Connection(str(path))) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT * FROM document").fetchall()
        with store.writing() as writer:
            writer.delete(SPANISH.id)
            writer.remove_corrections(SPANISH.id, ENGLISH.id)
        assert traces(path)
        reader.execute("ROLLBACK")
    store.close()
    assert traces(path) == []


@pytest.mark.parametrize("error", [KeyError, KeyboardInterrupt])
def test_a_write_that_fails_leaves_every_row_as_it_was(
    store: SqliteStore, path: Path, error: type[BaseException]
) -> None:
    link_two(store)
    before = rows(path)
    with suppress(error), store.writing() as writer:
        writer.delete(ENGLISH.id)
        found = [segment("La trata", document=SPANISH), segment("El refugio", ordinal=2)]
        writer.put(SPANISH, found, vectors(found))
        writer.settle_pairing()
        raise error
    assert rows(path) == before


def test_vectors_of_another_shape_undo_what_was_put_before_them(
    store: SqliteStore, path: Path
) -> None:
    link_two(store)
    before = rows(path)
    other = segment("La trata", document=document("otro.es"))

    def write() -> None:
        with store.writing() as writer:
            writer.put(document("otro.es"), [other], vectors([other]))
            writer.put(SPANISH, [segment("El asilo")], np.zeros((2, 64), np.float32))

    with pytest.raises(ValueError, match="shape"):
        write()
    assert rows(path) == before


def test_a_link_of_a_segment_that_is_not_the_documents_undoes_the_write(
    store: SqliteStore, path: Path
) -> None:
    first, second = link_two(store)
    before = rows(path)
    foreign = Bead(source=(second.id,), target=(second.id,), confidence=0.9)
    linked = alignment([first], [second])
    wrong = replace(linked, beads=(*linked.beads, foreign))
    with pytest.raises(SegmentNotFoundError, match=second.id), store.writing() as writer:
        writer.link(wrong)
    assert rows(path) == before


def test_the_last_document_that_goes_takes_every_row_with_it(
    store: SqliteStore, path: Path
) -> None:
    link_two(store)
    tables = (
        "document", "segment", "vector", "posting", "vocabulary", "citation", "alignment",
        "bead", "bead_segment", "phrase",
    )  # fmt: skip
    assert all(counts(path, *tables).values())
    with store.writing() as writer:
        writer.delete(SPANISH.id)
        writer.delete(ENGLISH.id)
    assert counts(path, *tables) == dict.fromkeys(tables, 0)


def test_a_word_is_counted_in_the_segments_that_have_it_now(store: SqliteStore) -> None:
    put(store, SPANISH, "asilo y asilo", "asilo", "refugio")
    assert store.spellings(["asilo", "refugio"]) == {
        "asilo": {"asilo": 2},
        "refugio": {"refugio": 1},
    }
    put(store, SPANISH, "refugio", "refugio")
    assert store.spellings(["asilo", "refugio"]) == {"asilo": {}, "refugio": {"refugio": 2}}


def test_what_is_put_twice_in_one_write_is_there_once(store: SqliteStore, path: Path) -> None:
    with store.writing() as writer:
        for text in ("El asilo", "La trata"):
            writer.put(SPANISH, [segment(text)], vectors([segment(text)]))
    assert counts(path, "document", "segment", "vector") == {
        "document": 1,
        "segment": 1,
        "vector": 1,
    }
    assert ids(store.keyword(ask("asilo trata"), limit=9)) == ["informe.es.0001"]
    assert store.keyword(ask("asilo"), limit=9).total == 0
    assert store.problems() == ()


def test_a_document_between_others_is_replaced_without_moving_them(store: SqliteStore) -> None:
    names = [document(f"{name}.es") for name in ("uno", "dos", "tres")]
    for made in names:
        put(store, made, f"Texto de {made.id}", "asilo")
    put(store, names[1], "trata", "asilo", "refugio")
    assert ids(store.keyword(ask("asilo"), limit=9)) == [
        "dos.es.0002",
        "tres.es.0002",
        "uno.es.0002",
    ]
    assert [len(store.segments_of(made.id)) for made in names] == [2, 3, 2]
    assert store.problems() == ()


def test_a_number_of_a_symbol_may_be_longer_than_an_integer_of_the_engine(
    store: SqliteStore,
) -> None:
    symbol = Symbol(text=f"AG/RES. {10**30}", organ="AG", kind="RES", number=10**30)
    put(store, document("larga.es", symbol=symbol), "Uno")
    assert [found.id for found in store.by_symbol(symbol).documents] == ["larga.es"]


def test_a_write_of_nothing_writes_no_row(store: SqliteStore, path: Path) -> None:
    link_two(store)
    before = rows(path)
    with store.writing() as writer:
        writer.finish()
    assert rows(path) == before
