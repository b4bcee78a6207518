import pytest

from ingest.pairing.matcher import Pairing, PairingScope, unpaired_translations
from ingest.pairing.matcher import pair as pair_documents
from puente.model.documents import Language, Symbol
from tests.fixtures.builders import document
from tests.fixtures.pairing import Entry, pair
from tests.fixtures.versions import version
from tests.unit.puente.alignment.test_aligner import ENGLISH, SPANISH

OTHER = ["The sun rises in the east.", "Cats sleep all day.", "Bread is baked at night."]


def symbol(**parts):
    return Symbol(**{"text": "", "organ": "CE/AM", "kind": "doc", "number": 75, **parts})


def entry(identifier, texts, **values):
    name, _, language = identifier.rpartition(".")
    return Entry(
        document=document(identifier, **values), segments=version(texts, Language(language), name)
    )


def ids(pairs):
    return [(each.source_id, each.target_id) for each in pairs]


def proposed(found):
    return [(each.source_id, each.target_id, each.reason) for each in found.proposals]


def test_two_versions_are_paired_by_content_spanish_first():
    entries = [entry("b.en", ENGLISH), entry("a.es", SPANISH), entry("c.en", OTHER)]
    found = pair(entries)
    assert ids(found.pairs) == [("a.es", "b.en")]
    assert 0.9 < found.pairs[0].score <= 1


def test_what_people_ruled_to_be_versions_is_paired_before_all_others():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", OTHER)]
    found = pair(entries, confirmed=[("c.en", "a.es")])
    assert ids(found.pairs) == [("a.es", "c.en")]
    assert found.pairs[0].score < 0.5


def test_the_order_of_the_entries_does_not_matter():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", OTHER)]
    assert pair(entries) == pair(entries[::-1])


@pytest.mark.parametrize(
    ("spanish", "english", "are_paired"),
    [
        (symbol(year=2009, rev=2), symbol(year=2009, rev=2), True),
        (symbol(year=2009, rev=2), symbol(year=2009, rev=1), False),
        (symbol(year=2009, rev=2), symbol(year=2009), False),
        (symbol(year=2009), symbol(year=2010), False),
        (symbol(year=2009, session="XXXVIII-O"), symbol(), True),
        (symbol(number=75), symbol(number=76), False),
        (symbol(), None, True),
    ],
)
def test_symbols_must_be_the_same_to_the_revision(spanish, english, are_paired):
    entries = [entry("a.es", SPANISH, symbol=spanish), entry("b.en", ENGLISH, symbol=english)]
    assert ids(pair(entries).pairs) == ([("a.es", "b.en")] if are_paired else [])


def test_one_symbol_over_unrelated_texts_is_no_pair():
    entries = [entry("a.es", SPANISH, symbol=symbol()), entry("b.en", OTHER, symbol=symbol())]
    assert pair(entries) == Pairing()


def test_documents_of_different_years_are_not_versions():
    entries = [entry("a.es", SPANISH, date="2008-06-03"), entry("b.en", ENGLISH, date="2009")]
    found = pair(entries)
    assert found.pairs == ()
    assert proposed(found) == [("a.es", "b.en", "year")]


def test_a_document_is_paired_once_for_a_language():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", ENGLISH)]
    assert ids(pair(entries).pairs) == [("a.es", "b.en")]


def test_documents_in_one_language_are_never_paired():
    assert pair([entry("a.es", SPANISH), entry("b.es", SPANISH)]) == Pairing()


def test_one_language_under_two_names_is_no_pair():
    assert pair([entry("a.es", SPANISH), entry("b.en", SPANISH)]) == Pairing()


@pytest.mark.parametrize(
    "entries", [[], [entry("a.es", [])], [entry("a.es", []), entry("b.en", [])]]
)
def test_nothing_to_compare_gives_no_pair(entries):
    assert pair(entries) == Pairing()


def test_a_translation_whose_original_is_missing_is_reported():
    entries = [
        entry("a.es", SPANISH, original_language=Language.EN),
        entry("b.en", ENGLISH, original_language=Language.EN),
        entry("c.es", SPANISH, original_language=Language.PT),
        entry("d.es", SPANISH),
    ]
    documents = [each.document for each in entries]
    assert unpaired_translations(documents, [("a.es", "b.en")]) == ("c.es",)
    assert unpaired_translations(documents, []) == ("a.es", "c.es")


@pytest.mark.parametrize(
    ("spanish", "english", "reason"),
    [
        (symbol(year=2009, rev=2), symbol(year=2009, rev=1), "revision"),
        (symbol(year=2009, add=1), symbol(year=2009), "revision"),
        (symbol(year=2009), symbol(year=2010), "symbol"),
    ],
)
def test_what_reads_as_a_translation_under_another_symbol_is_proposed(spanish, english, reason):
    entries = [entry("a.es", SPANISH, symbol=spanish), entry("b.en", ENGLISH, symbol=english)]
    assert proposed(pair(entries)) == [("a.es", "b.en", reason)]


def test_a_revision_is_not_proposed_for_a_document_that_has_its_version():
    first, second = symbol(year=2009, rev=1), symbol(year=2009, rev=2)
    entries = [
        entry("a.es", SPANISH, symbol=first),
        entry("b.es", SPANISH, symbol=second),
        entry("c.en", ENGLISH, symbol=second),
    ]
    found = pair(entries)
    assert ids(found.pairs) == [("b.es", "c.en")]
    assert found.proposals == ()


def test_a_version_with_other_years_is_proposed():
    later = [text.replace("2007", "2008").replace("2009", "2010") for text in ENGLISH]
    found = pair([entry("a.es", SPANISH), entry("b.en", later)])
    assert found.pairs == ()
    assert proposed(found) == [("a.es", "b.en", "figures")]


def test_documents_that_have_their_version_are_not_even_read():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", ENGLISH)]
    texts = Counting(entries)
    documents = [each.document for each in entries]
    found = pair_documents(
        documents, texts, scope=PairingScope(aligned=(("a.es", "b.en"),), fresh=frozenset({"c.en"}))
    )
    assert found == Pairing()
    assert texts.read == set()


def test_only_pairs_with_a_fresh_document_are_looked_at():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", OTHER)]
    texts = Counting(entries)
    found = pair_documents(
        [each.document for each in entries], texts, scope=PairingScope(fresh=frozenset({"c.en"}))
    )
    assert found == Pairing()
    assert texts.read == {"a.es", "c.en"}


def test_a_third_language_is_paired_with_both_others():
    french = entry("c.fr", ENGLISH)
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), french]
    scope = PairingScope(aligned=(("a.es", "b.en"),), fresh=frozenset({"c.fr"}))
    found = pair_documents([each.document for each in entries], Counting(entries), scope=scope)
    assert ("a.es", "c.fr") in ids(found.pairs)


class Counting:
    """Texts, and which documents were read."""

    def __init__(self, entries):
        self._segments = {each.document.id: each.segments for each in entries}
        self.read = set()

    def segments_of(self, document_id):
        self.read.add(document_id)
        return self._segments[document_id]

    def vectors_of(self, document_id):
        return None
