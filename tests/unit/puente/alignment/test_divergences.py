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
        ("su trigésimo sexto período de sesiones", "its 36th session"),
        ("dentro de veinticuatro horas", "within 24 hours"),
        ("el Plan Decenal de Acción", "the 10-Year Plan of Action"),
        ("los daños no pecuniarios", "the non-pecuniary damages"),
        ("el trabajo no remunerado", "the unpaid work"),
        ("a más tardar el 3 de mayo", "no later than May 3"),
        ("Actuarán sin demora.", "They will act promptly."),
        ("los países sin litoral", "the landlocked countries"),
        ("mientras no se firme el acuerdo", "until the agreement is signed"),
        ("No es menos cierto que llegaron.", "It is also true that they came."),
        ("Nadie podrá ser detenido.", "No one shall be detained."),
        ("el punto resolutivo 5", "Operative Paragraph No. 5"),
        ("Los testigos vinieron, no obstante.", "The witnesses came, however."),
        ("a las 16:00 horas", "at 4 pm"),
        ("unos 1.600.000 tratamientos", "some 1.6 million treatments"),
        ("los años noventas", "the 1990s"),
        ("el 20.01.1999", "on 01.20.1999"),
        ("el 14 de julio de 1989", "on July 14,1989"),
        ("El Decreto ejecutivo .......... 23", "The Executive Decree .......... 22"),
        ("S/. 3’260,000 soles", "S/. 3,260,000 soles"),
        ("el 1 8 de febrero de 2013", "on February 18, 2013"),
        ("Cierra a las 3 de la tarde.", "It closes at 3 p.m."),
        ("el caso Tabacalera Boquerón", "the case of Tabacalera Boqueron44"),
        ("Podrá además pedirlo.", "It shall still be allowed to ask for it."),
        ("Deberás impuestos y una multa.", "You may owe tax and a fine."),
    ],
)
def test_two_ways_of_saying_the_same_do_not_diverge(spanish, english):
    assert find_divergences(spanish, english, BOTH) == ()


def test_the_gravest_difference_stands_first():
    found = find_divergences("Deberán ir a Lima el 3 de mayo.", "They may go.", BOTH)
    assert [each.severity for each in found] == sorted(
        (each.severity for each in found), key=list(Severity).index
    )
    assert found[0].kind is DivergenceKind.MODAL


@pytest.mark.parametrize(
    ("spanish", "english", "severity"),
    [
        ("Sentencia de 1 de julio de 2011.", "Judgment of July 1, 2012.", "high"),
        ("el artículo 46 de la Convención", "Article 45 of the Convention", "high"),
        ("La Corte podrá tomar medidas.", "The Court shall take measures.", "high"),
        ("en su artículo 18 dispone que", "it provides that", "medium"),
        ("La Corte debe tomar medidas.", "The Court could take measures.", "medium"),
        ("La Corte no tomará medidas.", "The Court will take measures.", "medium"),
        (
            "No vinieron los testigos del Estado, y la Comisión dijo que no los llamará.",
            "The witnesses of the State did not come, and the Commission said it will call them.",
            "low",
        ),
    ],
)
def test_what_contradicts_is_graver_than_what_is_left_out(spanish, english, severity):
    found = find_divergences(spanish, english, BOTH)
    assert [each.severity for each in found] == [severity]


def test_a_side_without_words_diverges_in_nothing():
    assert find_divergences("…", ENGLISH, BOTH) == ()
