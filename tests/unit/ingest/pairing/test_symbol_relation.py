"""What the symbols of two documents say of them."""

import pytest

from ingest.pairing.symbol_relation import SAME_SYMBOL, Relation, family_of, relation_of
from puente.model.reports import ProposalReason
from puente.symbols.finding import parse_symbol
from tests.fixtures.builders import document


def bearing(name, symbol):
    return document(name, symbol=parse_symbol(symbol))


@pytest.mark.parametrize(
    ("spanish", "english", "expected"),
    [
        ("AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2356 (XXXVIII-O/08)", SAME_SYMBOL),
        ("AG/RES. (XXXVIII-O/08)", "AG/RES. (XXXVIII-O/08)", Relation(1, None)),
        ("AG/RES. (XXXVIII-O/08)", "AG/RES. (XL-O/10)", Relation(3, ProposalReason.SYMBOL)),
    ],
)
def test_a_symbol_without_a_number_names_no_document(spanish, english, expected):
    assert relation_of(bearing("a.es", spanish), bearing("b.en", english)) == expected


def test_the_drafts_of_a_session_are_no_revisions_of_each_other():
    assert family_of(bearing("a.es", "AG/RES. (XXXVIII-O/08)")) is None
