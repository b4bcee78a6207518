from dataclasses import replace

import pytest

from ingest.pairing.tmx_import import UnitOutcome, UnitReport, import_units
from puente.alignment.similarity import cosine_similarity
from puente.interchange.tmx import TranslationUnit
from puente.model.alignments import Alignment, Bead, LinkStatus
from puente.model.documents import Language, Visibility
from puente.store import open_store
from tests.fixtures.builders import EMBEDDER, alignment, document, put

ES, EN = Language.ES, Language.EN
LINKED, ALREADY = UnitOutcome.LINKED, UnitOutcome.ALREADY
NOT_FOUND, AMBIGUOUS = UnitOutcome.NOT_FOUND, UnitOutcome.AMBIGUOUS
INSIDE = UnitOutcome.INSIDE
SPANISH = ("Anexo", "Los niños migran.", "Anexo", "Fin de la sesión")
ENGLISH = ("Annex", "Children migrate.", "Annex", "End of the session")


def address_of(engine, request):
    if engine == "opensearch":
        return request.getfixturevalue("cluster_address")
    return f"sqlite:///{request.getfixturevalue('tmp_path')}/puente.db"


@pytest.fixture(params=["sqlite", pytest.param("opensearch", marks=pytest.mark.opensearch)])
def store(request):
    """An index with a work whose versions are aligned paragraph by paragraph."""
    url = address_of(request.param, request)
    opened = open_store(url, embedder=EMBEDDER.name, dimension=EMBEDDER.dimension, create=True)
    sides = put(opened, document("acta.es"), *SPANISH), put(opened, document("acta.en"), *ENGLISH)
    with opened.writing() as writer:
        writer.link(alignment(*sides))
    yield opened
    opened.close()


def unit(spanish, english, **segments):
    properties = {f"x-segments-{lang}": ids for lang, ids in segments.items()}
    return TranslationUnit(id="7", texts={ES: spanish, EN: english}, properties=properties)


def outcomes(store, *units):
    found = import_units(
        units, store, cosine_similarity(EMBEDDER), author="ana", made="2026-11-21T12:00:00Z"
    )
    return [each.outcome for each in found]


def links(store, status=LinkStatus.CONFIRMED):
    """The segments of the links of a status, by their numbers."""
    beads = store.alignment("acta.es", "acta.en").beads
    return [
        tuple([int(each[-4:]) for each in side] for side in (bead.source, bead.target))
        for bead in beads
        if bead.status is status
    ]


def test_texts_of_two_versions_become_a_confirmed_link(store):
    said = unit("LOS NIÑOS MIGRAN", "Children migrate")
    assert outcomes(store, said, said) == [LINKED, ALREADY]
    assert outcomes(store, said) == [ALREADY]
    assert links(store) == [([2], [2])]
    (correction,) = store.corrections("acta.es", "acta.en")
    assert (correction.author, correction.made) == ("ana", "2026-11-21T12:00:00Z")


def test_a_text_that_stands_twice_is_told_by_the_paragraphs_that_are_named(store):
    assert outcomes(store, unit("Anexo", "Annex")) == [AMBIGUOUS]
    named = unit("Anexo", "Annex", es="acta.es.0003", en="acta.en.0003")
    assert outcomes(store, named) == [LINKED]
    assert links(store) == [([3], [3])]


def test_a_unit_of_several_paragraphs_names_them(store):
    texts = ("Anexo Fin de la sesión", "Annex End of the session")
    assert outcomes(store, unit(*texts)) == [NOT_FOUND]
    named = unit(*texts, es="acta.es.0003 acta.es.0004", en="acta.en.0003 acta.en.0004")
    assert outcomes(store, named) == [LINKED]
    assert links(store) == [([3, 4], [3, 4])]


@pytest.mark.parametrize(
    ("segments", "outcome"),
    [
        ({"es": "acta.es.0001", "en": "acta.en.0001"}, LINKED),
        ({"es": "nada.es.0001", "en": "nada.en.0001"}, LINKED),
        ({"es": "x", "en": ""}, LINKED),
    ],
)
def test_paragraphs_that_say_something_else_now_are_looked_up_by_text(store, segments, outcome):
    assert outcomes(store, unit("Los niños migran.", "Children migrate.", **segments)) == [outcome]
    assert links(store) == [([2], [2])]


@pytest.mark.parametrize(
    ("spanish", "english"),
    [("Otra cosa", "Children migrate."), ("Los niños migran.", "Something else")],
)
def test_a_text_that_no_document_has_is_not_found(store, spanish, english):
    assert outcomes(store, unit(spanish, english)) == [NOT_FOUND]
    assert store.corrections("acta.es", "acta.en") == ()


def test_a_link_against_the_alignment_moves_it(store):
    assert outcomes(store, unit("Los niños migran.", "End of the session")) == [LINKED]
    assert links(store) == [([2], [4])]


def put_unaligned(store, work="nota"):
    """A Spanish document and two English ones that are not aligned with it."""
    put(store, document("nota.es", work_id="nota"), "Uno dos tres", "Washington, D. C.")
    put(store, document("note.en", work_id=work), "One two three", "Washington, D.C.")
    put(store, document("other.en"), "Four five", "Something else")


def test_versions_that_were_not_aligned_are(store):
    put_unaligned(store)
    assert outcomes(store, unit("Uno dos tres", "One two three")) == [LINKED]
    linked = store.alignment("nota.es", "note.en")
    assert linked.beads[0].status is LinkStatus.CONFIRMED
    assert [each.id for each in store.versions("nota")] == ["note.en", "nota.es"]


def test_documents_with_a_paragraph_in_common_are_no_versions_of_each_other(store):
    put_unaligned(store, work="note")
    common = ("Washington, D. C.", "Washington, D.C.")
    half_named = unit(*common, es="nota.es.0002")
    assert outcomes(store, unit(*common), half_named) == [NOT_FOUND, NOT_FOUND]
    assert store.alignment("nota.es", "note.en") is None


def test_documents_whose_paragraphs_a_unit_names_become_versions(store):
    put_unaligned(store, work="note")
    named = unit("Uno dos tres", "One two three", es="nota.es.0001", en="note.en.0001")
    common = unit("Washington, D. C.", "Washington, D.C.")
    assert outcomes(store, common, named, common) == [NOT_FOUND, LINKED, LINKED]
    assert [each.id for each in store.versions("nota")] == ["note.en", "nota.es"]


def test_one_memory_gives_a_document_no_second_version(store):
    put_unaligned(store, work="note")
    first = unit("Uno dos tres", "One two three", es="nota.es.0001", en="note.en.0001")
    second = unit("Washington, D. C.", "Four five", es="nota.es.0002", en="other.en.0001")
    assert outcomes(store, first, second) == [LINKED, NOT_FOUND]
    assert store.alignment("nota.es", "other.en") is None


def test_a_document_that_has_a_version_gets_no_second_one(store):
    put(store, document("other.en"), "Something of its own")
    assert outcomes(store, unit("Los niños migran.", "Something of its own")) == [NOT_FOUND]


def test_an_alignment_from_english_to_spanish_is_corrected_likewise(store):
    old = store.alignment("acta.es", "acta.en")
    turned = Alignment(
        source_id=old.target_id, target_id=old.source_id, score=old.score,
        beads=tuple(replace(each, source=each.target, target=each.source) for each in old.beads),
    )  # fmt: skip
    with store.writing() as writer:
        writer.link(turned)
    assert outcomes(store, unit("Los niños migran.", "Children migrate.")) == [LINKED]
    assert links(store) == [([2], [2])]


def sentence(spanish, english):
    return TranslationUnit(id="s", texts={ES: spanish, EN: english}, is_sentence=True)


def put_paragraphs(store, *, linked=((0, 0), (1, 1))):
    """Two versions of two paragraphs of two sentences, linked so by their numbers."""
    spanish = put(
        store, document("nota.es", work_id="nota"),
        "Los niños migran solos. Véase el anexo primero.", "Fin de la nota. Véase otra cosa.",
    )  # fmt: skip
    english = put(
        store, document("note.en", work_id="nota"),
        "Children migrate alone. See the first annex.", "End of the note. See something else.",
    )  # fmt: skip
    beads = tuple(
        Bead(source=(spanish[one].id,), target=(english[other].id,), confidence=0.5)
        for one, other in linked
    )
    with store.writing() as writer:
        writer.link(Alignment(source_id="nota.es", target_id="note.en", beads=beads, score=0.5))


def test_a_soft_hyphen_of_a_memory_is_no_part_of_its_words(store):
    assert outcomes(store, unit("Los ni\u00adños mi\u00adgran.", "Children mi\u200bgrate.")) == [
        LINKED
    ]
    assert links(store) == [([2], [2])]


def test_a_unit_in_three_languages_is_one_line(store):
    texts = {ES: "Los niños migran.", EN: "Children migrate.", Language.FR: "Les enfants migrent."}
    said = TranslationUnit(id="7", texts=texts)
    (report,) = import_units(
        [said], store, cosine_similarity(EMBEDDER), author="ana", made="2026-11-21T12:00:00Z"
    )
    assert report == UnitReport(
        unit="7", outcome=LINKED, source=("acta.es.0002",), target=("acta.en.0002",)
    )


@pytest.mark.parametrize(("collection", "outcome"), [("csm", LINKED), ("crm", NOT_FOUND)])
def test_a_unit_joins_no_documents_of_two_restricted_collections(store, collection, outcome):
    for name, owner, text in (("uno.es", "csm", "Los niños."), ("two.en", collection, "Children.")):
        put(store, document(name, collection=owner, visibility=Visibility.RESTRICTED), text)
    said = unit("Los niños.", "Children.", es="uno.es.0001", en="two.en.0001")
    assert outcomes(store, said) == [outcome]


def test_every_text_of_a_language_is_tried(store):
    said = TranslationUnit(
        id="7", texts={ES: "Los chicos migran.", EN: "Children migrate."},
        variants={ES: ("Los niños migran.",)},
    )  # fmt: skip
    assert outcomes(store, said) == [LINKED]
    assert links(store) == [([2], [2])]


def test_a_sentence_confirms_the_link_of_the_paragraphs_it_is_part_of(store):
    put_paragraphs(store)
    said = sentence("LOS NIÑOS MIGRAN SOLOS", "Children migrate alone")
    assert outcomes(store, said, said) == [LINKED, ALREADY]
    beads = store.alignment("nota.es", "note.en").beads
    assert [each.status for each in beads] == [LinkStatus.CONFIRMED, LinkStatus.AUTOMATIC]


def test_a_sentence_of_paragraphs_that_are_not_linked_says_so(store):
    put_paragraphs(store, linked=((0, 1), (1, 0)))
    assert outcomes(store, sentence("Los niños migran solos.", "Children migrate alone.")) == [
        INSIDE
    ]
    assert store.corrections("nota.es", "note.en") == ()


@pytest.mark.parametrize(
    "said",
    [
        TranslationUnit(
            id="p", texts={ES: "Los niños migran solos.", EN: "Children migrate alone."}
        ),
        sentence("niños migran", "Children migrate alone."),
        sentence("Los niños migran solos.", "Children migrate together."),
    ],
    ids=["of paragraphs", "two words", "another"],
)
def test_what_is_no_sentence_of_the_paragraphs_is_not_found(store, said):
    put_paragraphs(store)
    assert outcomes(store, said) == [NOT_FOUND]
