"""Addresses: one order of parameters, anchors, and spaces of symbols as underscores."""

from puente.model.documents import DocumentKind, Language
from puente.model.filters import Filters, YearRange
from puente.model.queries import Sort
from service.web import urls
from tests.fixtures.builders import document, segment


def test_the_parameters_of_a_search_have_one_order():
    filters = Filters(
        years=(YearRange(first=2004, last=2004), YearRange(first=2006, last=2009)),
        kinds=(DocumentKind.REPORT,),
        organs=("CE/AM",),
        collections=("oas",),
        languages=(Language.ES, Language.EN),
    )
    assert urls.search_address("es", "a & b", filters, page=2) == (
        "/es/search?q=a+%26+b&lang=es&lang=en&collection=oas&organ=CE%2FAM&kind=report"
        "&year=2004&year=2006-2009&page=2"
    )


def test_choices_of_a_reader_follow_the_filters():
    filters = Filters(languages=(Language.ES,))
    assert urls.search_address(
        "es", "a", filters, respell=False, sort=Sort.DATE, years=False, page=2
    ) == ("/es/search?q=a&lang=es&respell=false&sort=date&years=false&page=2")


def test_a_permalink_is_in_the_language_of_the_text():
    spanish, portuguese = document("informe.es"), document("informe.pt")
    assert urls.permalink(spanish, segment("x", ordinal=12)) == "/es/doc/informe#p12"
    assert urls.permalink(portuguese) == "/en/doc/informe?version=pt"


def test_a_permalink_has_the_official_number_that_leads_to_the_paragraph():
    numbered = segment("x", ordinal=12, official_number="op-3")
    assert urls.permalink(document("informe.es"), numbered) == "/es/doc/informe#op-3"


def test_a_symbol_is_readable_in_its_address():
    assert (
        urls.symbol_address("en", "AG/RES. 2356 (XXXVIII-O/08)", page=2)
        == "/en/symbol/AG/RES._2356_(XXXVIII-O/08)?page=2"
    )


def test_paragraphs_of_the_second_version_have_their_language_in_the_anchor():
    spanish = segment("x", ordinal=3)
    assert urls.bilingual_address("es", "en", "w", segment=spanish) == "/es-en/doc/w#p3"
    assert urls.bilingual_address("en", "es", "w", segment=spanish) == "/en-es/doc/w#es-p3"
