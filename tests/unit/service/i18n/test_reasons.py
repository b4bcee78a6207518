import pytest

from puente.model.documents import Language
from puente.model.queries import TermRelation
from puente.model.results import Hit, HitEvidence, Place
from service.i18n.reasons import reasons
from service.i18n.translator import translator
from service.web.pages.views.markup import in_language
from tests.fixtures.builders import document, segment

ES, EN = Language.ES, Language.EN
NAME = "Optional Protocol"
MEANING = HitEvidence(place=Place.MEANING)


def hit(*evidence, legs=("keyword", "vector")):
    made = document()
    return Hit(
        segment=segment("x"), document=made, score=1.0, legs=legs, evidence=(*evidence, MEANING)
    )


def evidence(place, relation, word, *found, language=ES):
    return HitEvidence(place=place, relation=relation, word=word, found=found, language=language)


SEVERAL = hit(
    evidence(Place.TEXT, TermRelation.OWN, "persona", "personas"),
    evidence(Place.TEXT, TermRelation.TRANSLATION, "trafficking", "trata", "tratas"),
    evidence(Place.HEADING, TermRelation.ACRONYM, NAME, "OPCAT"),
    evidence(Place.TITLE, TermRelation.RELATED, "transfer", "transferred", language=EN),
    evidence(Place.TRANSLATION, TermRelation.OWN, "persona", "persona", language=EN),
)


@pytest.mark.parametrize(
    ("interface", "lines"),
    [
        (
            "en",
            [
                "In the text: persona, trata (for “trafficking”)",
                "In the heading: OPCAT (for “Optional Protocol”)",
                "In the title or details of the document: transferred (related to “transfer”)",
                "Close in meaning",
            ],
        ),
        (
            "es",
            [
                "En el texto: persona, trata (por “trafficking”)",
                "En el encabezado: OPCAT (por “Optional Protocol”)",
                "En el título o los datos del documento: transferred (afín a “transfer”)",
                "De sentido próximo",
            ],
        ),
    ],
)
def test_each_place_is_a_line_that_names_its_words(interface, lines):
    assert list(reasons(SEVERAL, translator(interface).text)) == lines


def test_no_word_in_common_is_said():
    assert reasons(hit(legs=("vector",)), translator("en").text) == (
        "By meaning only: no words in common",
    )


def test_on_a_page_words_have_their_language_and_are_escaped():
    odd = hit(evidence(Place.TEXT, TermRelation.TRANSLATION, "<b>", "<i>"))
    assert reasons(odd, translator("en"), in_language)[0] == (
        'In the text: <span lang="es">&lt;i&gt;</span> (for “&lt;b&gt;”)'
    )
