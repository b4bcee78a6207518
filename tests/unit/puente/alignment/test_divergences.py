import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.alignment.divergences import find_divergences
from puente.model.alignments import DivergenceKind, Severity
from puente.model.documents import Language
from tests.paths import SEEDS

BOTH = (Language.ES, Language.EN)
SPANISH = (
    "Los 21 Estados Miembros deberán presentar al Perú, antes del 30 de abril de 2009, un informe"
    " sobre a) los migrantes y b) los refugiados, según la resolución AG/RES. 2356 (XXXVIII-O/08)."
)
ENGLISH = (
    "The 21 member states shall submit to Peru, before April 30, 2009, a report on (a) migrants"
    " and (b) refugees, pursuant to resolution AG/RES. 2356 (XXXVIII-O/08)."
)


def kinds(found):
    return [(each.kind, each.source, each.target) for each in found]


def test_only_paragraphs_13_17_and_18_of_the_seed_pair_diverge():
    sides = [read_document(f).segments for f in list_files(sorted(SEEDS.glob("00[01]_*.txt")))]
    found = {
        number: find_divergences(source.text, target.text, BOTH)
        for number, (source, target) in enumerate(zip(*sides, strict=True), start=1)
    }
    diverging = {number: kinds(each) for number, each in found.items() if each}
    assert diverging == {
        13: [(
            DivergenceKind.CLAUSE, (),
            ("leading to specific exchange programs and joint development projects",),
        )],
        17: [
            (DivergenceKind.DATE, (), ("2009",)),
            (DivergenceKind.NAME, ("Canadá", "Quebec"), ()),
            (DivergenceKind.CLAUSE, ("próximos pasados en la ciudad de Quebec, Canadá",), ()),
        ],
        18: [(DivergenceKind.DATE, (), ("2009",))],
    }  # fmt: skip


def test_faithful_versions_do_not_diverge():
    assert find_divergences(SPANISH, ENGLISH, BOTH) == ()


@pytest.mark.parametrize(
    ("written", "changed", "kind", "source", "target"),
    [
        ("21 member", "23 member", DivergenceKind.NUMBER, ("21",), ("23",)),
        ("April", "March", DivergenceKind.DATE, ("abril",), ("March",)),
        ("2009", "2010", DivergenceKind.DATE, ("2009",), ("2010",)),
        ("Peru", "Chile", DivergenceKind.NAME, ("Perú",), ("Chile",)),
        ("shall", "may", DivergenceKind.MODAL, ("deberán",), ("may",)),
        ("shall", "shall not", DivergenceKind.NEGATION, (), ("not",)),
        ("(a) ", "", DivergenceKind.LIST, ("a)", "b)"), ("(b)",)),
        (
            "AG/RES. 2356 (XXXVIII-O/08)", "AG/RES. 2355 (XXXVIII-O/08)", DivergenceKind.SYMBOL,
            ("AG/RES. 2356 (XXXVIII-O/08)",), ("AG/RES. 2355 (XXXVIII-O/08)",),
        ),
    ],
)  # fmt: skip
def test_each_change_is_named(written, changed, kind, source, target):
    found = find_divergences(SPANISH, ENGLISH.replace(written, changed), BOTH)
    assert kinds(found) == [(kind, source, target)]


@pytest.mark.parametrize(
    ("spanish", "english"),
    [
        ("el artículo 7.5 de la Convención", "Article 7(5) of the Convention"),
        ("cuatro países y 3,5 millones", "4 countries and 3.5 million"),
        ("1.383.000 personas", "1,383,000 persons"),
        ("Podrá hacerlo en mayo.", "It may do so in May."),
        ("migrantes indocumentados sin familia", "unaccompanied undocumented migrants"),
        ("de esta reunión de los Estados Unidos", "of this United States meeting"),
    ],
)
def test_two_ways_of_saying_the_same_do_not_diverge(spanish, english):
    assert find_divergences(spanish, english, BOTH) == ()


def test_the_gravest_difference_stands_first():
    found = find_divergences("Deberán ir a Lima el 3 de mayo.", "They may go.", BOTH)
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), key=list(Severity).index
    )
    assert found[0].kind is DivergenceKind.NUMBER


def test_a_side_without_words_diverges_in_nothing():
    assert find_divergences("…", ENGLISH, BOTH) == ()
