import pytest

from ingest.pair import Entry, pair, unpaired_translations
from puente.records import DocumentPair, Language, Symbol
from tests.builders import document
from tests.ingest.test_align import ENGLISH, SPANISH
from tests.versions import version

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


def test_two_versions_are_paired_by_content_spanish_first():
    entries = [entry("b.en", ENGLISH), entry("a.es", SPANISH), entry("c.en", OTHER)]
    found = pair(entries)
    assert ids(found) == [("a.es", "b.en")]
    assert 0.9 < found[0].score <= 1


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
    assert ids(pair(entries)) == ([("a.es", "b.en")] if are_paired else [])


def test_one_symbol_over_unrelated_texts_is_no_pair():
    entries = [entry("a.es", SPANISH, symbol=symbol()), entry("b.en", OTHER, symbol=symbol())]
    assert pair(entries) == ()


def test_documents_of_different_years_are_not_versions():
    entries = [entry("a.es", SPANISH, date="2008-06-03"), entry("b.en", ENGLISH, date="2009")]
    assert pair(entries) == ()


def test_a_document_is_paired_once_for_a_language():
    entries = [entry("a.es", SPANISH), entry("b.en", ENGLISH), entry("c.en", ENGLISH)]
    assert ids(pair(entries)) == [("a.es", "b.en")]


def test_documents_in_one_language_are_never_paired():
    assert pair([entry("a.es", SPANISH), entry("b.es", SPANISH)]) == ()


@pytest.mark.parametrize(
    "entries", [[], [entry("a.es", [])], [entry("a.es", []), entry("b.en", [])]]
)
def test_nothing_to_compare_gives_no_pair(entries):
    assert pair(entries) == ()


def test_a_translation_whose_original_is_missing_is_reported():
    entries = [
        entry("a.es", SPANISH, original_language=Language.EN),
        entry("b.en", ENGLISH, original_language=Language.EN),
        entry("c.es", SPANISH, original_language=Language.PT),
        entry("d.es", SPANISH),
    ]
    found = [DocumentPair(source_id="a.es", target_id="b.en", score=1.0)]
    assert unpaired_translations(entries, found) == ("c.es",)
    assert unpaired_translations(entries, []) == ("a.es", "c.es")
