import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.alignment.word_alignment import Words, find_counterpart
from puente.model.documents import Language
from tests.paths import SEEDS


@pytest.fixture(scope="module")
def pair():
    spanish, english = list_files(sorted(SEEDS.glob("00[01]_*.txt")))
    return [
        [Words.of(s.text, s.language) for s in read_document(file).segments]
        for file in (spanish, english)
    ]


def counterpart(source, target, phrase):
    start = source.text.index(phrase)
    found = find_counterpart(source, target, start, start + len(phrase))
    return found and target.text[found.start : found.end]


@pytest.mark.parametrize(
    ("paragraph", "spanish", "english"),
    [
        (1, "procesos regionales de consulta", "regional consultative processes"),
        (1, "13 de febrero de 2009", "February 13, 2009"),
        (4, "miembros observadores", "observer members"),
        (9, "duplicidad de esfuerzos", "duplication of efforts"),
        (12, "mejores prácticas hemisféricas", "best hemispheric practices"),
        (17, "Mercado Laboral", "Labor Market"),
        (19, "base de datos legales", "legal database"),
    ],
)
def test_a_phrase_of_the_seed_pair_has_its_counterpart_both_ways(pair, paragraph, spanish, english):
    source, target = pair[0][paragraph - 1], pair[1][paragraph - 1]
    assert counterpart(source, target, spanish) == english
    assert counterpart(target, source, english) == spanish


def test_a_phrase_that_the_translation_lacks_has_no_counterpart(pair):
    assert counterpart(pair[0][16], pair[1][16], "Quebec, Canadá") is None


def test_a_cut_through_a_word_is_the_whole_word():
    source = Words.of("los Estados Miembros", Language.ES)
    target = Words.of("the member states", Language.EN)
    found = find_counterpart(source, target, 6, 8)
    assert target.text[found.start : found.end] == "states"


def test_text_without_words_has_no_counterpart():
    empty = Words.of("…", Language.EN)
    assert find_counterpart(Words.of("los países", Language.ES), empty, 0, 10) is None
