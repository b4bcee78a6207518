"""Acronyms that an index teaches: from its documents as they are now, and those that one sees."""

from ingest.maintenance.reindex import reindex
from puente.catalogue.confined_reader import ConfinedReader
from puente.model.acronyms import Acronym, NamedAcronym
from puente.model.documents import Language
from puente.model.identifiers import DocumentId, SegmentId
from puente.model.segments import Segment
from puente.store.protocol import Reader, Store
from tests.fixtures.builders import EMBEDDER, alignment, ask, document, put, segment

SPANISH = "La Comisión Interamericana de Derechos Humanos (CIDH) informó."
ENGLISH = "The Inter-American Commission on Human Rights (“IACHR”) reported."
CIDH = NamedAcronym(
    acronym="CIDH",
    name="Comisión Interamericana de Derechos Humanos",
    segment_id=SegmentId("informe.es.0001"),
)
IACHR = NamedAcronym(
    acronym="IACHR",
    name="Inter-American Commission on Human Rights",
    segment_id=SegmentId("report.en.0001"),
)


def known(reader: Reader) -> tuple[Acronym, ...]:
    return reader.acronyms().known


def put_both(store: Store, **english: str) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    return put(store, document("informe.es"), SPANISH), put(
        store, document("report.en", **english), ENGLISH
    )


def link(store: Store, source: tuple[Segment, ...], target: tuple[Segment, ...]) -> None:
    with store.writing() as writer:
        writer.link(alignment(source, target))


def test_one_language_teaches_an_acronym_that_has_the_letters_of_its_name(store: Store) -> None:
    put_both(store)
    assert known(store) == (Acronym(spanish=CIDH), Acronym(english=IACHR))


def test_aligned_paragraphs_teach_it_in_both_languages(store: Store) -> None:
    link(store, *put_both(store))
    assert known(store) == (Acronym(spanish=CIDH, english=IACHR),)


def test_what_a_view_has_learned_is_the_same_object_each_time(store: Store) -> None:
    put_both(store)
    with store.view() as view:
        assert view.acronyms() is view.acronyms()


def test_an_acronym_goes_with_the_documents_that_prove_it(store: Store) -> None:
    link(store, *put_both(store))
    with store.writing() as writer:
        writer.delete(DocumentId("informe.es"))
    assert known(store) == (Acronym(english=IACHR),)
    put(store, document("report.en"), "The Commission reported.")
    assert known(store) == ()


def test_an_acronym_is_one_language_s_again_when_the_link_is_gone(store: Store) -> None:
    link(store, *put_both(store))
    with store.writing() as writer:
        writer.unlink(DocumentId("report.en"), DocumentId("informe.es"))
    assert known(store) == (Acronym(spanish=CIDH), Acronym(english=IACHR))


def test_a_new_index_teaches_the_same(store: Store) -> None:
    link(store, *put_both(store))
    reindex(store, EMBEDDER)
    assert known(store) == (Acronym(spanish=CIDH, english=IACHR),)


def test_a_reader_is_taught_by_documents_that_it_may_see(store: Store) -> None:
    link(store, *put_both(store, collection="closed"))
    assert known(ConfinedReader(store, ["oas"])) == (Acronym(spanish=CIDH),)
    assert known(ConfinedReader(store, ["closed"])) == (Acronym(english=IACHR),)
    assert known(ConfinedReader(store, ["oas", "closed"])) == known(store)
    assert known(ConfinedReader(store, [])) == ()


def test_hidden_documents_make_no_acronym_ambiguous(store: Store) -> None:
    put_both(store)
    other = document("acta.es", collection="closed")
    put(store, other, segment("El Centro de Ideas del Hielo (CIDH)", document=other))
    assert known(store) == (Acronym(english=IACHR),)
    assert known(ConfinedReader(store, ["oas"])) == (
        Acronym(spanish=CIDH),
        Acronym(english=IACHR),
    )


def test_an_acronym_with_a_hyphen_is_also_one_word(store: Store) -> None:
    put(store, document("report.en"), "It ratified the OP-CAT.", "It ratified the OPCAT.")
    ids = [SegmentId("report.en.0001"), SegmentId("report.en.0002")]

    def found(text: str) -> list[SegmentId]:
        ranking = store.keyword(ask(text, Language.EN), limit=9)
        return sorted(each.segment_id for each in ranking.scored)

    assert found("opcat") == ids
    assert found("cat") == ids[:1]
    assert store.spellings(["opcat"]) == {"opcat": {"opcat": 2}}
    assert ConfinedReader(store, ["oas"]).spellings(["opcat"]) == {"opcat": {"opcat": 2}}
