import re

import pytest

from ingest.extraction import extract
from ingest.structure.cleaning import clean
from puente.model.blocks import Block
from tests.fixtures.texts import blocks_of, cleaned
from tests.paths import SEEDS

LONG = "se recibieron comentarios de las delegaciones presentes"


def seed_blocks(start):
    return clean(extract(next(SEEDS.glob(f"{start}_*.txt"))).blocks)


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("nin\u0303ez", "niñez"),
        ("mi\u00adgra\u200bción", "migración"),
        ("\ufeffDecisión", "Decisión"),
        ("dos\u00a0países y\u2003tres", "dos países y tres"),
        ("uno\x1f\x07 dos", "uno dos"),
        ("\uf0b7 Un tema", "• Un tema"),
        ("que \uf05bpodría\uf05d", "que [podría]"),
        ("no\u2011gubernamental", "no-gubernamental"),
    ],
)
def test_characters_are_brought_to_one_form(line, expected):
    assert cleaned(line) == [expected]


@pytest.mark.parametrize(
    "line",
    ["PAGE  ", "- 6 -", "– 12 –", "[image: image1.jpg]", "PAGE \\* MERGEFORMAT", "NUMPAGES"],
)
def test_page_furniture_is_dropped(line):
    assert cleaned("Uno", line, "Dos") == ["Uno", "Dos"]


@pytest.mark.parametrize("line", ["*", "* * *", ".", "-----", "–", "][", "•••"])
def test_a_line_without_a_word_is_dropped(line):
    assert cleaned("Uno.", line, "Dos.") == ["Uno.", "Dos."]


@pytest.mark.parametrize("sign", ["[...]", "[…]", "(...)", "[. . .]", "[..]"])
def test_a_sign_of_what_a_quotation_leaves_out_ends_the_paragraph_before_it(sign):
    assert cleaned(f"El Estado {LONG}.", sign, "Dos.") == [f"El Estado {LONG}. {sign}", "Dos."]


def test_a_sign_of_what_is_left_out_is_no_part_of_a_heading():
    assert cleaned("Alegatos", "[...]", "El Estado respondió.") == [
        "Alegatos",
        "El Estado respondió.",
    ]


@pytest.mark.parametrize("bullet", ["•", "·", "▪"])
def test_a_bullet_alone_belongs_to_the_next_line(bullet):
    assert cleaned(bullet, "Un tema.") == [f"{bullet} Un tema."]


def test_a_note_between_a_number_and_its_paragraph_does_not_part_them():
    blocks = (
        Block(text="303.", first_line=1, last_line=1),
        Block(text="Una nota.", first_line=2, last_line=2, note="7"),
        Block(text="La Corte considera.", first_line=3, last_line=3),
    )
    assert [block.text for block in clean(blocks)] == ["303. La Corte considera.", "Una nota."]


@pytest.mark.parametrize(
    "line",
    [
        'Véase � HYPERLINK "http://a.org/x" �www.a.org/x�',
        'Véase � HYPERLINK "http://a.org" \\o "blocked::http://a.org" �www.a.org/x�',
        'Véase � HYPERLINK "http://a.org" ��www.a.org/x�',
        'Véase \x13 HYPERLINK "http://a.org" \x14www.a.org/x\x15',
        'Véase � HYPERLINK "www.a.org/x" ��',
    ],
)
def test_a_link_keeps_its_shown_text_once(line):
    assert cleaned(line) == ["Véase www.a.org/x"]


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        ("y el MERCOSUR", "/, la Comisión se reunió", "y el MERCOSUR, la Comisión se reunió"),
        ("objetivos del Programa", ".", "objetivos del Programa."),
        ("19-20 de julio de 2007", "), a fin de", "19-20 de julio de 2007), a fin de"),
        ("de Organizaciones Civiles (RROCM)", " en puntos", "Civiles (RROCM) en puntos"),
        ("que se pueda lograr.", " (en adelante el derecho)", "lograr. (en adelante el derecho)"),
        ("en casos de “trata”", "elaborados en la CRM", "“trata” elaborados en la CRM"),
    ],
)
def test_a_line_broken_by_a_note_mark_is_joined(first, second, expected):
    (block,) = clean(blocks_of(f"{LONG} {first}", second))
    assert block.text.endswith(expected)
    assert (block.calls, block.first_line, block.last_line) == (("",), 1, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        (f"{LONG}.", "más tarde"),
        (f"{LONG}", "· la salud"),
        (f"{LONG}", "a) la salud"),
        (f"{LONG}", "La salud"),
        ("Título breve", "de otra cosa"),
        (f"{LONG}", "... y otros"),
    ],
)
def test_other_lines_are_not_joined(first, second):
    assert cleaned(first, second) == [first, second]


def test_an_empty_line_ends_a_line_for_good():
    assert cleaned(LONG, "", "en puntos específicos") == [LONG, "en puntos específicos"]


@pytest.mark.parametrize("label", ["B.", "C. ", "E.1 ", "F.2.", "III.", "2.", "a)", "ii", "(b)"])
@pytest.mark.parametrize("gap", [(), ("",)])
def test_a_label_alone_on_its_line_joins_the_next(label, gap):
    assert cleaned(label, *gap, "Otras actividades") == [f"{label.strip()} Otras actividades"]


@pytest.mark.parametrize("following", ["B. Otra", "· Otra", "C.", "\tOtra"])
def test_a_label_joins_no_other_label_bullet_or_cell(following):
    assert cleaned("A.", following, "Texto")[0] == "A."


def test_notes_at_the_end_are_told_from_text():
    blocks = clean(blocks_of("Texto.", " �.\tUna nota.", "", "� Otra."))
    assert [(block.text, block.note) for block in blocks] == [
        ("Texto.", None),
        ("Una nota.", ""),
        ("Otra.", ""),
    ]


def test_unreadable_marks_before_text_are_bullets():
    assert cleaned("Temas:", "� Salud", "� Trabajo", "Fin.") == [
        "Temas:",
        "· Salud",
        "· Trabajo",
        "Fin.",
    ]


def test_star_notes_and_their_calls_are_taken_out_of_the_text():
    blocks = clean(blocks_of("CONVERGENCIA*", "* Un tema", "*La Conferencia se inició en 1999."))
    assert [(block.text, block.note, block.calls) for block in blocks] == [
        ("CONVERGENCIA", None, ("*",)),
        ("* Un tema", None, ()),
        ("La Conferencia se inició en 1999.", "*", ()),
    ]


def test_a_title_in_capitals_broken_at_a_small_word_is_joined():
    assert cleaned("PROCESOS REGIONALES DE ", "", "LAS AMÉRICAS", "ANTECEDENTES") == [
        "PROCESOS REGIONALES DE LAS AMÉRICAS",
        "ANTECEDENTES",
    ]


def test_a_letter_lost_inside_a_word_stays_visible():
    assert cleaned("la migraci�n � y otros") == ["la migraci�n y otros"]


def test_the_labels_of_seed_003_are_joined():
    lines = next(SEEDS.glob("003_*.txt")).read_text(encoding="utf-8").split("\n")
    alone = [n for n, line in enumerate(lines, 1) if re.fullmatch(r"(?:\w\.?){1,4}[.)]? ?", line)]
    joined = {block.first_line: block for block in seed_blocks("003")}
    assert len(alone) == 41
    assert [n for n in alone if joined[n].last_line == n] == []


def test_the_lines_broken_by_note_marks_in_the_seeds_are_joined():
    broken = {
        start: [(b.first_line, b.last_line) for b in seed_blocks(start) if "" in b.calls]
        for start in ("000", "001", "002", "003", "004")
    }
    assert broken == {
        "000": [(1, 2)],
        "001": [(1, 2)],
        "002": [],
        "003": [
            (79, 80), (532, 533), (539, 540), (543, 544), (548, 549), (551, 552), (558, 559),
            (565, 566),
        ],
        "004": [],
    }  # fmt: skip


def test_the_seeds_have_nothing_joined_but_labels_notes_and_broken_titles():
    spans = {
        start: sum(block.last_line > block.first_line for block in seed_blocks(start))
        for start in ("000", "001", "002", "003", "004")
    }
    # 003: 41 labels and 8 note marks; 002: three lines of the title; 004: the matrix's title.
    assert spans == {"000": 1, "001": 1, "002": 1, "003": 49, "004": 1}


@pytest.mark.parametrize(
    "title", ["LOS DERECHOS HUMANOS", "LA PROTECCIÓN CONSULAR", "SOBRE LA DEMOCRACIA", "EN APOYO"]
)
def test_a_symbol_never_joins_the_title_below_or_behind_it(title):
    symbol = "AG/RES. 9017 (XXX-O/00)"
    assert cleaned(symbol, "", title, "LA ASAMBLEA GENERAL,") == [
        symbol, title, "LA ASAMBLEA GENERAL,",
    ]  # fmt: skip
    assert cleaned(f"{symbol} {title}", "LA ASAMBLEA GENERAL,") == [
        symbol, title, "LA ASAMBLEA GENERAL,",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "AG/RES. 9017 (XXX-O/00) fue aprobada por la Asamblea General.",
        "AG/RES. 9017 (XXX-O/00) y AG/RES. 9018 (XXX-O/00)",
        "CP/doc.3327/00 13 de octubre de 2000",
    ],
)
def test_a_symbol_that_a_sentence_or_a_list_opens_with_stays_in_it(line):
    assert cleaned(line) == [line]


def test_a_line_on_adoption_ends_where_the_acting_body_begins():
    adopted = "(Aprobada en la sesión plenaria del 5 de junio de 2000)"
    assert cleaned(f"{adopted} LA ASAMBLEA GENERAL,") == [adopted, "LA ASAMBLEA GENERAL,"]


@pytest.mark.parametrize(
    ("lines", "joined"),
    [
        (("LA MUJER MIGRANTE EN EL HEMISFERIO", "LA XXIX ASAMBLEA DE DELEGADAS DE LA COMISIÓN",
          "INTERAMERICANA DE MUJERES,"),
         ["LA MUJER MIGRANTE EN EL HEMISFERIO",
          "LA XXIX ASAMBLEA DE DELEGADAS DE LA COMISIÓN INTERAMERICANA DE MUJERES,"]),
        (("EL CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS", "AMERICANOS,"),
         ["EL CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS AMERICANOS,"]),
        (("THE PERMANENT COUNCIL OF THE ORGANIZATION OF AMERICAN", "STATES,"),
         ["THE PERMANENT COUNCIL OF THE ORGANIZATION OF AMERICAN STATES,"]),
        (("LA MIGRACIÓN", "LA ASAMBLEA GENERAL,"), ["LA MIGRACIÓN", "LA ASAMBLEA GENERAL,"]),
        (("MIGRACIÓN INTERNACIONAL", "ASAMBLEA GENERAL,"),
         ["MIGRACIÓN INTERNACIONAL", "ASAMBLEA GENERAL,"]),
    ],
)  # fmt: skip
def test_the_name_of_a_body_that_acts_is_one_line_below_the_title(lines, joined):
    spaced = [part for line in lines for part in (line, "")] if len(lines) > 2 else lines
    assert cleaned(*spaced) == joined


@pytest.mark.parametrize("gap", [0, 1])
def test_a_broken_remark_in_brackets_is_one_line(gap):
    lines = ("(Resolución aprobada en la sesión plenaria,", "celebrada el 10 de junio de 1994)")
    assert cleaned(lines[0], *[""] * gap, lines[1]) == [" ".join(lines)]
    assert cleaned("(1) La primera,", *[""] * gap, "(2) la otra)")[1:] == ["(2) la otra)"]


def heads(*texts, level=2):
    """Headings of one level, and a note where the text is a pair of mark and text."""
    blocks = [
        Block(text=text, first_line=at, last_line=at, heading=level)
        if isinstance(text, str)
        else Block(text=text[1], first_line=at, last_line=at, note=text[0])
        for at, text in enumerate(texts, start=1)
    ]
    return [block.text for block in clean(blocks) if block.note is None]


@pytest.mark.parametrize(
    ("texts", "joined"),
    [
        (("VIII", "REPARACIONES"), ["VIII REPARACIONES"]),
        (("I", "INTRODUCCIÓN DE LA CAUSA"), ["I INTRODUCCIÓN DE LA CAUSA"]),
        (("XL", "Costas"), ["XL Costas"]),
        (("A) El derecho a la propiedad en relación con", "la violación"), None),
        (("Pension system upon which the", "Judgments of 1997"), None),
        (("VII ARTÍCULO 26 (DESARROLLO", "Y SOCIALES) DE LA CONVENCIÓN"), None),
        (("ARTICLE 26 (RIGHTS)", ("79", "The article."), "OF THE CONVENTION"),
         ["ARTICLE 26 (RIGHTS) OF THE CONVENTION"]),
        (("REPARACIONES", "APLICACIÓN DEL ARTÍCULO 63.1"),
         ["REPARACIONES", "APLICACIÓN DEL ARTÍCULO 63.1"]),
        (("Alegatos", "A. La Comisión"), ["Alegatos", "A. La Comisión"]),
    ],
)  # fmt: skip
def test_two_lines_of_one_heading_are_one(texts, joined):
    assert heads(*texts) == (joined or [" ".join(texts)])
