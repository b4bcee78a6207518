from hypothesis import given
from hypothesis import strategies as st

from puente.symbols.finding import find_symbols, find_typed_symbols, parse_symbol, slug

# Pieces that symbols are made of, so that random texts hold many of them.
PIECES = [
    "AG", "CP", "CE", "AM", "CAJP", "GT", "TM", "A", "S", "E", "CCPR", "CN.4", "HRC", "CD45",
    "WHA57", "OEA/Ser.L/V/II.98", "/", "-", ".", " ", "\n", "(", ")", "–", "\u00a0", "RES. ",
    "DEC.", "doc.", "INF.", "ACTA ", "rev. ", "Add.", "corr", "2356", "08", "75/09", "1998", "0",
    "13", "(D1)", " (XXXVIII-O/08)", "XL-0/10", "(1662/08)", " de mayo", "30 December", "S-26",
    "resolución ", ".R1",
]  # fmt: skip
texts = st.one_of(
    st.text(max_size=200),
    st.lists(st.sampled_from(PIECES), max_size=16).map("".join),
)


@given(texts)
def test_every_symbol_that_is_found_is_read_back_from_its_spelling(text: str):
    for mention in (*find_symbols(text), *find_typed_symbols(text)):
        assert parse_symbol(mention.symbol.text) == mention.symbol


@given(texts)
def test_mentions_stand_in_order_where_they_say(text: str):
    for mentions in (find_symbols(text), find_typed_symbols(text)):
        assert all(text[mention.start : mention.end] == mention.raw for mention in mentions)
        ends = [0, *(mention.end for mention in mentions)]
        assert all(end <= mention.start for end, mention in zip(ends, mentions, strict=False))


@given(texts)
def test_a_slug_is_fit_for_an_address(text: str):
    for mention in find_typed_symbols(text):
        assert set(slug(mention.symbol)) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")


@given(st.integers(1, 99999), st.integers(1948, 2047), st.integers(0, 99))
def test_a_document_number_a_year_and_a_revision_are_read_as_printed(
    number: int, year: int, revision: int
):
    symbol = parse_symbol(f"CE/AM-{number}/{year % 100:02d} rev. {revision}")
    assert (symbol.number, symbol.year, symbol.rev) == (number, year, revision)
