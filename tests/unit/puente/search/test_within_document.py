import pytest

from puente.alignment.word_alignment import Words
from puente.errors import QueryError
from puente.model.documents import Language
from puente.search.within_document import read_wanted
from tests.fixtures.builders import document, segment

REPORT = document("informe.es")
TEXTS = (
    "El derecho a la vida de los niños.",
    "Los derechos de toda niña.",
    "La vida, y el derecho.",
    "Rights of the child.",
)
SEGMENTS = tuple(
    segment(text, document=REPORT, ordinal=at, language=Language.EN if at == 4 else Language.ES)
    for at, text in enumerate(TEXTS, start=1)
)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("vida", [1, 3]),
        ("VIDA derechos", [1, 3]),
        ("el derecho a la vida", [1, 3]),
        ("“derecho a la vida”", [1]),
        ("“derecho” niñas", [1]),
        ("niñas", [1, 2]),
        ("children", []),
        ("rights", [4]),
        ("de", [1, 2]),
        ("¿?", []),
        ("“¿?”", []),
        ("", []),
    ],
)
def test_a_paragraph_is_found_by_all_words_in_any_form_and_by_whole_phrases(text, found):
    assert [each.ordinal for each in read_wanted(text).within(SEGMENTS)] == found


def test_what_was_found_is_marked():
    text = TEXTS[0]
    spans = read_wanted("“la vida” niña").marks(text, Language.ES)
    assert [text[each.start : each.end] for each in spans] == ["la", "vida", "niños"]


def test_too_many_words_to_find_are_refused():
    with pytest.raises(QueryError):
        read_wanted("a " * 300)


def test_no_text_is_read_for_nothing(monkeypatch):
    monkeypatch.setattr(Words, "of", NotImplemented)
    assert list(read_wanted("").within(SEGMENTS)) == []
