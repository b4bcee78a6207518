"""What breaks paragraphs in PDF files, one thing at a time."""

from dataclasses import replace

import pytest
from reportlab.pdfbase.pdfmetrics import stringWidth

from ingest.extraction.pdf.dehyphenation import join_lines, read_vocabulary
from ingest.extraction.pdf.furniture.running_heads import drop_furniture
from ingest.extraction.pdf.lines import Line
from tests.fixtures.documents.pdf_files import both, draw_table, read, set_lines, texts

FIRST = "La Secretaría General presentará un informe anual sobre la aplicación del Programa a|"
SECOND = "la Comisión de Asuntos Jurídicos y Políticos y a los Estados Miembros de la Organización|"
LAST = "antes del período ordinario."


def line(text, *, page=1, baseline=700.0, left=72.0, right=540.0, size=11.0):
    return Line(text=text, page=page, left=left, right=right, baseline=baseline, size=size)


def plain(*lines: str) -> str:
    return " ".join(lines).replace("|", "")


def test_a_paragraph_goes_on_over_the_end_of_a_page():
    pages = set_lines(FIRST, SECOND, top=98), set_lines(FIRST, LAST)
    assert texts(*pages) == [plain(FIRST, SECOND, FIRST, LAST)]


def test_a_line_with_room_for_the_next_word_ends_its_paragraph():
    page = set_lines(FIRST, SECOND, LAST, FIRST, SECOND, LAST)
    assert texts(page) == [plain(FIRST, SECOND, LAST)] * 2


def test_first_line_indents_begin_paragraphs():
    full = FIRST.replace(" a|", " anual.|")
    page = both(
        set_lines(full, left=100),
        set_lines(SECOND, full, top=687),
        set_lines(full, left=100, top=661),
        set_lines(SECOND, full, top=648),
    )
    assert texts(page) == [plain(full, SECOND, full)] * 2


def test_a_number_in_a_sentence_is_no_label_and_one_that_counts_on_is():
    five = (
        "5. La Comisión reitera lo dicho en su informe anual y en las notas enviadas (supra párr.|"
    )
    page = set_lines(
        five,
        "24) y lo que sigue en el mismo informe de la Secretaría General en sus|",
        "6. La Corte.",
    )
    assert texts(page) == [
        plain(five, "24) y lo que sigue en el mismo informe de la Secretaría General en sus"),
        "6. La Corte.",
    ]


def test_quotations_indented_on_both_sides_stay_whole():
    words = "que el Estado adopte sin dilación cuantas medidas sean necesarias para proteger"
    quotation = both(
        *(set_lines(words, left=120, top=600 - 13 * number) for number in range(4)),
        set_lines("la vida.", left=120, top=548),
    )
    assert texts(both(set_lines(FIRST, SECOND, LAST), quotation)) == [
        plain(FIRST, SECOND, LAST),
        plain(*[words] * 4, "la vida."),
    ]


def test_centred_lines_of_a_title_stay_apart():
    title = both(
        *(
            lambda canvas, text=text, y=y: canvas.drawCentredString(306, y, text)
            for text, y in (("CORTE INTERAMERICANA", 740), ("CASO DE LA PAZ", 727))
        )
    )
    assert texts(both(title, set_lines(FIRST, SECOND, LAST)))[:2] == [
        "CORTE INTERAMERICANA",
        "CASO DE LA PAZ",
    ]


def test_columns_are_read_one_after_the_other():
    left = set_lines("Primera columna que dice", "algo más.", left=72)
    right = set_lines("Segunda columna que dice", "otra cosa y termina.", left=330)
    assert texts(both(left, right)) == [
        "Primera columna que dice algo más.",
        "Segunda columna que dice otra cosa y termina.",
    ]


def test_a_line_that_is_drawn_late_is_put_where_it_stands():
    body = set_lines("2. Segundo punto.", "3. Tercer punto.", top=640)
    assert texts(both(body, set_lines("1. Primer punto.", top=700))) == [
        "1. Primer punto.",
        "2. Segundo punto.",
        "3. Tercer punto.",
    ]


def test_bold_and_large_lines_above_text_are_headings_by_size():
    large = set_lines("Informe anual", font="Times-Bold", size=16)
    bold = set_lines("Antecedentes", font="Times-Bold", top=660)
    page = both(large, bold, set_lines(FIRST, SECOND, LAST, top=630))
    assert [(block.text, block.heading) for block in read(page)] == [
        ("Informe anual", 1),
        ("Antecedentes", 2),
        (plain(FIRST, SECOND, LAST), None),
    ]


def note_page(call: str = "7", mark: str = "7", rule: bool = True):
    def draw(canvas):
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 11)
        text.textOut("La Comisión")
        text.setRise(4)
        text.setFont("Times-Roman", 6.5)
        text.textOut(call)
        text.setRise(0)
        text.setFont("Times-Roman", 11)
        text.textOut(", en su informe, lo dijo.")
        canvas.drawText(text)
        if rule:
            canvas.line(72, 104, 216, 104)

    note = set_lines(f"{mark} Cfr. el informe anual de la", "Comisión.", top=90, size=9)
    return both(draw, note)


@pytest.mark.parametrize("rule", [True, False])
def test_a_note_is_kept_out_of_the_text_and_its_call_beside_it(rule):
    caller, note = read(note_page(rule=rule))
    assert (caller.text, caller.calls) == ("La Comisión, en su informe, lo dijo.", ("7",))
    assert note == replace(
        caller,
        text="Cfr. el informe anual de la Comisión.",
        first_line=2,
        last_line=2,
        calls=(),
        note="7",
    )


def test_small_print_that_nothing_calls_is_text():
    assert {block.note for block in read(note_page(call="8", rule=False))} == {None}


def test_a_note_that_goes_on_below_the_rule_of_the_next_page_is_one_note():
    def rest(canvas):
        canvas.line(72, 104, 540, 104)
        set_lines("y lo que sigue.", top=90, size=9)(canvas)

    blocks = read(note_page(), both(set_lines(FIRST, SECOND, LAST), rest))
    notes = [block.text for block in blocks if block.note is not None]
    assert notes == ["Cfr. el informe anual de la Comisión. y lo que sigue."]


def test_a_call_in_the_size_of_the_text_is_found_by_its_note():
    glued = set_lines("En el hemisferio europeo7, o en los demás.", top=700)
    note = set_lines("Cfr. el informe.", top=90, size=9)
    raised = both(glued, lambda canvas: canvas.line(72, 104, 216, 104), raise_mark("7"), note)
    caller, found = read(raised)
    assert (caller.text, caller.calls) == ("En el hemisferio europeo, o en los demás.", ("7",))
    assert found.note == "7"


def raise_mark(mark: str):
    def draw(canvas):
        text = canvas.beginText(64, 90)
        text.setFont("Times-Roman", 5)
        text.setRise(4)
        text.textOut(mark)
        text.setRise(0)
        canvas.drawText(text)

    return draw


def test_a_unit_keeps_its_raised_number():
    def draw(canvas):
        text = canvas.beginText(72, 700)
        text.setFont("Times-Roman", 11)
        text.textOut("Una celda de 4 m")
        text.setRise(4)
        text.setFont("Times-Roman", 6.5)
        text.textOut("2")
        text.setRise(0)
        canvas.drawText(text)

    assert texts(draw) == ["Una celda de 4 m2"]


def test_running_heads_and_page_numbers_go_by_repetition():
    pages = [
        [
            line(f"OEA/Ser.G – página {page}", page=page, baseline=750),
            line(f"Texto que empieza {'a' * page}", page=page, baseline=700),
            line(f"Su fin {'b' * page}", page=page, baseline=687),
            line(f"- {page} -", page=page, baseline=40),
        ]
        for page in range(1, 6)
    ]
    kept = drop_furniture(pages)
    assert [[one.text for one in lines] for lines in kept] == [
        [f"Texto que empieza {'a' * page}", f"Su fin {'b' * page}"] for page in range(1, 6)
    ]


def test_numbers_that_do_not_follow_the_pages_are_text():
    pages = [[line(f"{year}", page=at, baseline=750), line("a" * at)] for at, year in YEARS]
    assert [len(lines) for lines in drop_furniture(pages)] == [2, 2, 2, 2]


YEARS = [(1, 2003), (2, 1998), (3, 2010), (4, 2001)]


@pytest.mark.parametrize(
    ("first", "second", "elsewhere", "joined"),
    [
        ("la migra-", "ción regular", ["de la migración"], "la migración regular"),
        ("la vice-", "ministerial", ["reunión vice-ministerial"], "la vice-ministerial"),
        ("la Corte Inter-", "American", [], "la Corte Inter-American"),
        ("la resolución 1479-", "2 de ayer", [], "la resolución 1479-2 de ayer"),
        ("el AC-", "NUR reitera", ["el ACNUR"], "el ACNUR reitera"),
    ],
)
def test_hyphens_at_the_end_of_lines_go_where_they_divide_words(first, second, elsewhere, joined):
    divided = [line(text) for text in ("se reú-", "nen", *elsewhere)]
    assert join_lines([line(first), line(second)], read_vocabulary(divided)) == joined


def test_a_document_that_divides_no_words_keeps_its_hyphens():
    vocabulary = read_vocabulary([line("una línea entera")] * 99 + [line("the well-")])
    assert join_lines([line("the well-"), line("known")], vocabulary) == "the well-known"


AMOUNTS = [
    ("País", "Remesas 2008", "Fuente"),
    ("Guatemala", "4.315", "Banco de Guatemala"),
    ("Honduras", "2.824", "Banco Central"),
    ("El Salvador", "3.788", "Banco Central de Reserva"),
]


def set_columns(rows, *, top=600.0, lefts=(90, 230, 350)):
    lines = [
        set_lines(cell, top=top - 16 * number, left=left)
        for number, row in enumerate(rows)
        for left, cell in zip(lefts, row, strict=True)
        if cell
    ]
    return both(*lines)


def test_numbers_in_columns_are_a_table_without_rules():
    blocks = read(both(set_lines(FIRST, LAST), set_columns(AMOUNTS), set_lines(FIRST, top=500)))
    assert [block.cells for block in blocks] == [(), *AMOUNTS, ()]
    assert [block.names_columns for block in blocks] == [False, True, False, False, False, False]
    assert [block.gap for block in blocks] == [1, 1, 0, 0, 0, 1]


def test_a_name_without_numbers_is_a_row_of_its_table():
    rows = [*AMOUNTS[:3], ("Caribe", "", ""), *AMOUNTS[3:]]
    assert [block.cells for block in read(set_columns(rows))] == rows


def test_a_rule_below_the_first_row_says_that_it_names_columns():
    years = [("Año", "2007", "2008"), ("Guatemala", "4.128", "4.315"), ("Honduras", "2.614", "2.8")]

    def rule(canvas):
        canvas.line(90, 595, 420, 595)

    assert [block.names_columns for block in read(both(set_columns(years), rule))] == [True, 0, 0]
    assert not any(block.names_columns for block in read(set_columns(years)))


def test_a_letterhead_in_two_columns_is_lines_and_no_table():
    rows = [
        ("CONSEJO PERMANENTE DE LA", "OEA/Ser.G"),
        ("ORGANIZACIÓN DE LOS ESTADOS AMERICANOS", "CE/AM-130/10"),
        ("COMISIÓN ESPECIAL DE ASUNTOS MIGRATORIOS", "Original: español"),
    ]
    page = both(set_columns(rows, lefts=(72, 420)), set_lines(FIRST, LAST, top=500))
    assert texts(page) == [*map(" ".join, rows), plain(FIRST, LAST)]


def test_a_name_that_goes_on_below_itself_is_one_name():
    names = set_columns([("Sergio García", "Carlos Vicente de")], lefts=(72, 350))
    page = both(names, set_lines("Roux-Rengifo", top=587, left=350))
    assert texts(page) == ["Sergio García Carlos Vicente de Roux-Rengifo"]


@pytest.mark.parametrize("label", ["113.2", "5.", "(c)", "IV.", "*"])
def test_the_gap_behind_a_label_makes_no_column(label):
    page = both(
        set_lines(label), set_lines(FIRST, left=140), set_lines(SECOND, LAST, top=687, left=72)
    )
    assert texts(page) == [f"{label} {plain(FIRST, SECOND, LAST)}"]


def test_a_ruled_table_is_read_by_rows():
    page = draw_table([("Actividad", "Año"), ("Taller de\ncapacitación", "2008"), ("", "2009")])
    assert [(block.cells, block.names_columns, block.text) for block in read(page)] == [
        (("Actividad", "Año"), True, "Actividad | Año"),
        (("Taller de capacitación", "2008"), False, "Taller de capacitación | 2008"),
        (("", "2009"), False, " | 2009"),
    ]


def test_a_table_goes_on_over_the_end_of_a_page_without_its_head_again():
    head = ("Actividad", "Año")
    first = draw_table([head, ("Taller", "2008")], top=160)
    second = draw_table([head, ("Curso", "2009")], top=700)
    assert [block.cells for block in read(first, second)] == [
        head,
        ("Taller", "2008"),
        ("Curso", "2009"),
    ]


def test_a_row_that_a_page_cuts_is_one_row():
    first = draw_table([("Actividad", "Año"), ("Taller de", "2008")], top=160)
    second = draw_table([("capacitación", ""), ("Curso", "2009")], top=700)
    assert [block.cells for block in read(first, second)] == [
        ("Actividad", "Año"),
        ("Taller de capacitación", "2008"),
        ("Curso", "2009"),
    ]


def test_boxes_behind_marked_text_are_no_table():
    def marks(canvas):
        canvas.rect(130, 696, 410, 13)
        canvas.rect(72, 683, 468, 13)
        canvas.rect(72, 670, 200, 13)

    page = both(marks, set_lines(FIRST, SECOND, LAST))
    assert texts(page) == [plain(FIRST, SECOND, LAST)]


def test_a_text_between_tables_stands_between_them():
    table = draw_table([("a", "b"), ("c", "d")], top=690)
    below = draw_table([("e", "f"), ("g", "h")], top=500)
    assert texts(both(table, below, set_lines("Texto.", top=560))) == [
        "a | b",
        "c | d",
        "Texto.",
        "e | f",
        "g | h",
    ]


def test_a_stamp_in_the_margin_of_every_page_is_told_once_and_at_the_end():
    def stamp(canvas):
        canvas.saveState()
        canvas.rotate(90)
        canvas.drawString(100, -30, "CP21234S01")
        canvas.restoreState()

    pages = (
        both(stamp, set_lines(FIRST, SECOND, top=98)),
        both(set_lines(FIRST, LAST), stamp),
    )
    assert texts(*pages) == [plain(FIRST, SECOND, FIRST, LAST), "CP21234S01"]


def test_a_page_that_is_turned_is_read_as_it_is_seen():
    def page(canvas):
        canvas.setPageRotation(90)
        canvas.translate(612, 0)
        canvas.rotate(90)
        set_lines("Primera línea de la página apaisada", "y segunda.", top=500)(canvas)

    assert texts(page) == ["Primera línea de la página apaisada y segunda."]


NOTE = (
    "Los países miembros acordaron intercambiar información sobre las prácticas que",
    "protegen a los migrantes.",
    "La Secretaría distribuirá el documento a las delegaciones antes de la reunión.",
    "El Gobierno agradeció el apoyo de los organismos que participaron en ella.",
)


def test_pages_that_say_the_same_keep_their_text():
    page = set_lines(*NOTE)
    assert [block.page for block in read(page, page)] == [1, 1, 1, 2, 2, 2]


def test_a_note_to_several_missions_keeps_what_all_copies_say():
    pages = [
        both(set_lines(f"A la Misión de {state}"), set_lines(*NOTE, top=678))
        for state in ("Guatemala", "Honduras", "Costa Rica", "Panamá")
    ]
    said = texts(*pages)
    assert said[0] == "A la Misión de Guatemala"
    assert sum("Secretaría distribuirá" in text for text in said) == 4


def test_a_page_of_few_words_that_others_repeat_is_no_page_without_words():
    assert texts(*[set_lines("Página en blanco a propósito.")] * 3)


@pytest.mark.parametrize("step", [1, 5])
def test_numbers_of_lines_in_the_margin_are_no_text(step):
    lines = [f"La delegación propuso el texto {'a' * at} del proyecto|" for at in range(1, 26)]

    def page(canvas):
        set_lines(*lines)(canvas)
        for at in range(1, 26):
            if at % step == 0:
                set_lines(str(at), top=700.0 - (at - 1) * 13.0, left=50 - 5.5 * len(str(at)))(
                    canvas
                )

    said = " ".join(texts(page))
    assert said == " ".join(line.removesuffix("|") for line in lines)


def test_numbers_beside_text_that_begins_left_of_them_are_text():
    rows = [set_lines(str(at + 4), top=700.0 - at * 13, left=300) for at in range(1, 13)]
    names = set_lines(*["Estado"] * 12, top=687)
    assert all(str(at) in " ".join(texts(both(names, *rows))) for at in range(5, 17))


def test_a_level_watermark_is_left_out_and_an_initial_is_not():
    def initial(canvas):
        set_lines("L", top=674, size=30)(canvas)
        set_lines("os países acordaron lo que", "sigue en este informe.", top=687, left=95)(canvas)

    mark = set_lines("BORRADOR", top=660, size=70)
    assert "BORRADOR" not in " ".join(texts(both(mark, set_lines(*NOTE))))
    assert "L" in " ".join(texts(initial)).split()


def test_a_call_that_is_drawn_after_the_text_stands_in_its_line():
    def page(canvas):
        set_lines("La Corte ordenó medidas", "Dos palabras más.", top=700)(canvas)
        right = 72 + stringWidth("La Corte ordenó medidas", "Times-Roman", 11)
        set_lines("3", top=704.5, left=right, size=7)(canvas)
        set_lines(". Y siguió.", top=700, left=right + 3.5)(canvas)

    assert texts(page)[0].startswith("La Corte ordenó medidas. Y siguió.")
    assert read(page)[0].calls == ("3",)
