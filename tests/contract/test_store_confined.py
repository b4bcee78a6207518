"""A reader who may see some collections: the others might as well not be there."""

from collections.abc import Callable

import pytest

from puente.catalogue.confined_reader import ConfinedReader
from puente.errors import DocumentNotFoundError, SegmentNotFoundError
from puente.model.documents import Language
from puente.model.filters import Filters
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.queries import KeywordQuery
from puente.store.protocol import Store, VectorQuery
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import alignment, ask, document, put, segment, vectors

SYMBOL = "CE/AM-75/09"
TEXTS = ["El asilo de las personas", "Migración y niñez", f"Véase {SYMBOL}", "El niño emigró"]
WORDS = [
    ask("asilo"), ask("asilo personas"), ask("migración", Language.ES),
    KeywordQuery(phrases=("asilo",)), KeywordQuery(phrases=("la niñez",)), KeywordQuery(),
    ask("asilo", filters=Filters(collections=("own",))),
    ask("asilo", filters=Filters(collections=("other",))),
    ask("asilo", filters=Filters(collections=("own", "other"), languages=(Language.ES,))),
]  # fmt: skip
SPELLED = ("asilo", "asila", "nino", "ninez", "migracion", "migrasion", "secreto", "secretos")


def _own(store: Store) -> None:
    symbol = parse_symbol(SYMBOL)
    spanish = document("a.es", collection="own", symbol=symbol, organ="CE/AM", date="2009-02")
    english = document("a.en", collection="own", symbol=symbol)
    source = put(
        store, spanish,
        *(segment(text, document=spanish, ordinal=n, citations=(SYMBOL,) if "Véase" in text else ())
          for n, text in enumerate(TEXTS, 1)),
    )  # fmt: skip
    target = put(store, english, "Asylum", "Migration", "See", "The child")
    with store.writing() as writer:
        writer.link(alignment(source, target))


def _both(store: Store) -> None:
    """The same, with documents of another collection written before, between and after."""
    symbol = parse_symbol(SYMBOL)
    for name in ("0.es", "z.es"):
        other = document(name, collection="other", symbol=symbol, organ="AG", date="1999")
        put(
            store, other,
            segment("El asilo, el asilo, el asilo", document=other, citations=(SYMBOL,)),
            segment("Secreto sobre la niñez y los niños, ninos", document=other, ordinal=2),
            segment("Migrasion de personas, una palabra y otra más", document=other, ordinal=3),
        )  # fmt: skip
    _own(store)
    other = document("m.es", collection="other")
    put(store, other, segment("El asilo de las personas", document=other))


@pytest.fixture
def alone(index_of: Callable[[Callable[[Store], None]], Store]) -> Store:
    return index_of(_own)


@pytest.fixture
def confined(index_of: Callable[[Callable[[Store], None]], Store]) -> ConfinedReader:
    return ConfinedReader(index_of(_both), ["own"])


@pytest.mark.parametrize("number", range(len(WORDS)))
@pytest.mark.parametrize("limit", [1, 99])
def test_words_are_ranked_as_if_the_others_were_not_there(confined, alone, number, limit):
    query = WORDS[number]
    found, expected = (each.keyword(query, limit=limit) for each in (confined, alone))
    assert [each.segment_id for each in found.scored] == [
        each.segment_id for each in expected.scored
    ]
    scores = [each.score for each in expected.scored]
    assert [each.score for each in found.scored] == pytest.approx(scores, rel=1e-6)
    assert (found.total, found.ceiling) == (expected.total, pytest.approx(expected.ceiling))


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("filters", [Filters(), Filters(languages=(Language.ES,))])
def test_vectors_are_ranked_as_if_the_others_were_not_there(confined, alone, text, filters):
    [vector] = vectors([segment(text)])
    assert confined.nearest(vector, filters, limit=5) == alone.nearest(vector, filters, limit=5)


def test_symbols_facets_and_spellings_are_as_if_the_others_were_not_there(confined, alone):
    assert confined.by_symbol(parse_symbol(SYMBOL)) == alone.by_symbol(parse_symbol(SYMBOL))
    for query in WORDS:
        assert confined.facets(query) == alone.facets(query)
    assert confined.spellings(SPELLED) == alone.spellings(SPELLED)
    assert alone.spellings(["nino"]) == {"nino": {"nino": 1}}


def test_what_is_shown_is_as_if_the_others_were_not_there(confined, alone):
    ids = [SegmentId(f"{name}.es.000{n}") for name in ("a", "0", "m") for n in (1, 2)]
    assert confined.hydrate(ids) == alone.hydrate(ids)
    for each in ("a.es.0001", "a.en.0002"):
        assert confined.segments([SegmentId(each)]) == alone.segments([SegmentId(each)])
    with pytest.raises(SegmentNotFoundError):
        confined.segments([SegmentId("a.es.0001"), SegmentId("0.es.0001")])


@pytest.mark.parametrize("filters", [Filters(), *(each.filters for each in WORDS)])
def test_documents_are_listed_as_if_the_others_were_not_there(confined, alone, filters):
    assert confined.documents(filters) == alone.documents(filters)


def test_look_ups_are_as_if_the_others_were_not_there(confined, alone):
    spanish, english, other = map(DocumentId, ("a.es", "a.en", "0.es"))
    assert confined.document_ids() == alone.document_ids() == (english, spanish)
    assert confined.document(spanish) == alone.document(spanish)
    assert confined.versions(confined.document(spanish).work_id) == alone.versions(
        alone.document(spanish).work_id
    )
    assert confined.documents_named([other, spanish]) == alone.documents_named([spanish])
    assert confined.alignment(english, spanish) == alone.alignment(english, spanish)
    assert confined.alignments() == alone.alignments()
    for look_up in (confined.document, confined.segments_of, confined.vectors_of):
        with pytest.raises(DocumentNotFoundError):
            look_up(other)
    assert (confined.alignment(spanish, other), confined.corrections(other, spanish)) == (None, ())
    state, expected = confined.index_state(), alone.index_state()
    counts = ("documents", "segments", "alignments")
    assert [getattr(state, each) for each in counts] == [getattr(expected, each) for each in counts]


def test_who_may_see_no_collection_sees_nothing(confined):
    nobody = ConfinedReader(confined._store, [])
    assert (
        nobody.documents() == nobody.alignments() == nobody.keyword(WORDS[0], limit=9).scored == ()
    )
    [vector] = vectors([segment("asilo")])
    with nobody.view() as view:
        found = view.search(nearest=[VectorQuery(vector=vector)], limit=9)
        assert found.nearest[0].scored == ()
        assert [facet.values for facet in view.facets(KeywordQuery())] == [()] * len(
            view.facets(KeywordQuery())
        )


def test_the_translation_in_a_hidden_collection_is_not_shown(store: Store):
    own = put(store, document("a.es", collection="own"), "El asilo")
    hidden = put(store, document("a.en", collection="other"), "The asylum")
    with store.writing() as writer:
        writer.link(alignment(own, hidden))
    reader = ConfinedReader(store, ["own"])
    assert len(store.hydrate([own[0].id])[own[0].id].translations) == 1
    assert reader.hydrate([own[0].id])[own[0].id].translations == ()
    assert reader.alignments() == ()
    with reader.view(newest=True) as view:
        view.search(keyword=[ask("asilo")], limit=9)
        assert view.candidates([own[0].id])[own[0].id].counterparts == ()
        assert view.hydrate([hidden[0].id]) == {}
    whole = ConfinedReader(store, ["own", "other"])
    assert whole.hydrate([own[0].id]) == store.hydrate([own[0].id])


HIDDEN = "xilófono"
"""A word that stands in hidden translations alone."""


def _own_versions(store: Store, *, hidden: bool) -> None:
    """Versions of own collections, one of which has a translation in a collection of others."""
    sides = {}
    for name, collection in (("a.es", "own"), ("a.en", "own"), ("b.es", "own"), ("b.en", "other")):
        if hidden or collection == "own":
            text = {"b.en": f"The {HIDDEN} {HIDDEN} of the asylum", "a.en": "The asylum"}
            made = document(name, collection=collection)
            sides[name] = put(store, made, text.get(name, f"El asilo {name[0]}"), "Las remesas")
    with store.writing() as writer:
        writer.link(alignment(sides["a.es"], sides["a.en"]))
        if hidden:
            writer.link(alignment(sides["b.es"], sides["b.en"]))


def _with_hidden_translation(store: Store) -> None:
    _own_versions(store, hidden=True)


def _without_it(store: Store) -> None:
    _own_versions(store, hidden=False)


@pytest.mark.parametrize(
    "query",
    [
        ask(HIDDEN), ask("asylum"), ask(f"asilo {HIDDEN}"), ask("asilo"), ask("remesas"),
        ask("asylum", Language.ES), ask("asylum", filters=Filters(languages=(Language.ES,))),
    ],
)  # fmt: skip
def test_the_words_of_a_hidden_translation_find_and_move_nothing(index_of, query):
    store = index_of(_with_hidden_translation)
    confined, alone = ConfinedReader(store, ["own"]), index_of(_without_it)
    found, expected = (each.keyword(query, limit=9) for each in (confined, alone))
    assert [each.segment_id for each in found.scored] == [
        each.segment_id for each in expected.scored
    ]
    assert [each.score for each in found.scored] == pytest.approx(
        [each.score for each in expected.scored], rel=1e-6
    )
    assert (found.total, found.ceiling) == (expected.total, pytest.approx(expected.ceiling))
    assert confined.facets(query) == alone.facets(query)


def test_who_may_see_both_collections_finds_by_the_translation(index_of):
    store = index_of(_with_hidden_translation)
    for reader in (store, ConfinedReader(store, ["own", "other"])):
        found = reader.keyword(ask(HIDDEN), limit=9)
        assert [each.segment_id for each in found.scored] == ["b.en.0001", "b.es.0001"]
    assert ConfinedReader(store, ["own"]).keyword(ask(HIDDEN), limit=9).total == 0
    assert ConfinedReader(store, []).keyword(ask(HIDDEN), limit=9).total == 0


def test_a_link_that_a_person_makes_across_collections_stays_hidden(store: Store):
    own = put(store, document("a.es", collection="own"), "El asilo", "Otro")
    hidden = put(store, document("a.en", collection="other"), "The xylophone", "Another")
    with store.writing() as writer:
        writer.link(alignment(own[1:], hidden[1:]))
    with store.writing() as writer:
        writer.relink(alignment(own, hidden))
    assert store.keyword(ask("xylophone"), limit=9).total == 2
    assert ConfinedReader(store, ["own"]).keyword(ask("xylophone"), limit=9).total == 0


def test_a_write_is_seen_by_confined_readers(store: Store):
    reader = ConfinedReader(store, ["own"])
    assert reader.keyword(ask("asilo"), limit=9).total == 0
    for name, collection in (("a.es", "own"), ("b.es", "other")):
        put(store, document(name, collection=collection), "El asilo")
    assert reader.keyword(ask("asilo"), limit=9).total == 1
    with store.writing() as writer:
        writer.delete(DocumentId("a.es"))
    assert reader.keyword(ask("asilo"), limit=9).total == 0
