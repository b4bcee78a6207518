import pytest

from ingest.structure.classification import body_parts as parts_of_lines
from ingest.structure.cleaning import clean
from ingest.structure.lines import TextLine
from puente.model.blocks import Block
from puente.model.segments import Cell, SegmentKind

TEXT = "La Comisión recibió el informe y lo remitió a los Estados Miembros de la Organización."


def blocks(*stated):
    """Blocks of a text, a text with its level, or the cells of a row."""
    made = []
    for line, what in enumerate(stated, start=1):
        text, level = what if isinstance(what, tuple) else (what, None)
        made.append(Block(text=text, first_line=line, last_line=line, heading=level))
    return made


def row(*cells, names_columns=False, gap=0, calls=()):
    return Block(
        text=" | ".join(cells),
        first_line=1,
        last_line=1,
        gap=gap,
        calls=calls,
        cells=cells,
        names_columns=names_columns,
    )


def body_parts(made):
    return parts_of_lines(tuple(map(TextLine, made)))


def headings(*stated):
    return [
        (part.level, part.label, part.text, part.path)
        for part in body_parts(blocks(*stated))
        if part.kind is SegmentKind.HEADING
    ]


def test_headings_have_the_order_that_the_source_gives_them():
    assert headings(
        ("Informe", 1), TEXT, ("A. Consejo", 3), TEXT, ("B. Comisión", 3), ("Anexos", 1), TEXT
    ) == [
        (1, None, "Informe", ()),
        (2, "A.", "Consejo", ("Informe",)),
        (2, "B.", "Comisión", ("Informe",)),
        (1, None, "Anexos", ()),
    ]


def test_a_source_that_states_its_headings_has_no_others():
    assert headings(("Uno", 1), "Muchas gracias", TEXT, ("Dos", 1), "III. Tres", TEXT) == [
        (1, None, "Uno", ()),
        (1, None, "Dos", ()),
    ]


def test_a_source_with_one_heading_may_have_others():
    assert [text for _, _, text, _ in headings(("Uno", 1), TEXT, "Dos", TEXT)] == ["Uno", "Dos"]


def test_an_annex_is_a_heading_whatever_the_source_states():
    assert [text for _, _, text, _ in headings(("Uno", 1), TEXT, ("Dos", 1), "ANEXO II", TEXT)] == [
        "Uno",
        "Dos",
        "ANEXO II",
    ]


def test_a_paragraph_in_the_style_of_a_heading_is_none():
    long = "Encomendar a la Secretaría que " + "presente un informe y " * 5
    assert headings((f"1. {long}.", 2), (f"2. {long};", 2), (long * 2, 1)) == []


def test_numbered_paragraphs_run_on_under_stated_headings():
    parts = body_parts(
        blocks(("1. Uno", 1), f"1. {TEXT}", f"2. {TEXT}", ("2. Dos", 1), f"3. {TEXT}")
    )
    assert [(part.kind, part.label, part.path) for part in parts] == [
        (SegmentKind.HEADING, "1.", ()),
        (SegmentKind.ITEM, "1.", ("Uno",)),
        (SegmentKind.ITEM, "2.", ("Uno",)),
        (SegmentKind.HEADING, "2.", ()),
        (SegmentKind.ITEM, "3.", ("Dos",)),
    ]


def test_a_stated_heading_ends_a_resolution():
    parts = body_parts(
        blocks("LA ASAMBLEA GENERAL,", "RESUELVE:", f"1. {TEXT}", ("Debate", 1), TEXT)
    )
    assert [part.kind for part in parts] == [
        SegmentKind.PREAMBULAR,
        SegmentKind.OPERATIVE,
        SegmentKind.OPERATIVE,
        SegmentKind.HEADING,
        SegmentKind.PARAGRAPH,
    ]


def test_cells_stand_under_the_headers_that_the_source_names():
    (part,) = body_parts([row("País", "Año", names_columns=True), row("Chile", "2004")])
    assert part.cells == (Cell(header="País", text="Chile"), Cell(header="Año", text="2004"))
    assert (part.label, part.text) == (None, "País: Chile. Año: 2004")


def test_a_column_without_a_header_gives_the_rows_theirs():
    parts = list(
        body_parts([row("", "2004", "2005"), row("Chile", "1", "2"), row("Perú", "", "3")])
    )
    assert [(part.label, part.text) for part in parts] == [
        ("Chile", "Chile. 2004: 1. 2005: 2"),
        ("Perú", "Perú. 2005: 3"),
    ]


def test_two_rows_of_headers_are_read_together():
    (part,) = body_parts(
        [
            row("", "Casos", "Casos", names_columns=True),
            row("", "2004", "2005", names_columns=True),
            row("Chile", "1", "2"),
        ]
    )
    assert part.text == "Chile. Casos 2004: 1. Casos 2005: 2"


def test_headers_that_are_repeated_or_stand_alone():
    head = row("País", "Año", names_columns=True)
    parts = body_parts(
        [head, row("Chile", "1"), head, row("Perú", "2"), row("X", "Y", gap=1), head]
    )
    assert [part.text for part in parts] == [
        "País: Chile. Año: 1",
        "País: Perú. Año: 2",
        "X. Y",
        "País. Año",
    ]


def test_the_notes_of_headers_are_of_the_first_row():
    parts = body_parts(
        [row("País", "Año", names_columns=True, calls=("*",)), row("Chile", "1"), row("Perú", "2")]
    )
    assert [part.calls for part in parts] == [("*",), ()]


def test_rows_of_other_widths_lose_no_cell():
    parts = body_parts([row("", "A", names_columns=True), row("x", "1", "2"), row("y")])
    assert [part.text for part in parts] == ["x. A: 1. 2", "y"]


def test_cells_are_normalised_and_never_joined_to_other_lines():
    text = Block(
        text="El informe sobre las personas migrantes de la región", first_line=1, last_line=1
    )
    found = clean([text, row("niños\u00a0y", "\uf05ba\uf05d")])
    assert [block.text for block in found] == [text.text, "niños y | [a]"]
    assert found[1].cells == ("niños y", "[a]")


@pytest.mark.parametrize(
    "text",
    [
        "US$ 57,000.00", "Juan Montero US$ 55.000,00", "Argentina 12 14", "Chile 34,5%",
        "55.000,00",
        "Presidente", "Secretaria", "Presidente en ejercicio", "Acting President",
        "CONVENCIDOS de que la violencia limita el ejercicio de los derechos",
        "CONVINCED that the elimination of violence is a condition",
    ],
)  # fmt: skip
def test_amounts_offices_and_recitals_are_no_headings(text):
    assert headings((text, 1), TEXT, ("Uno", 1), TEXT, ("Dos", 1), TEXT) == [
        (1, None, "Uno", ()),
        (1, None, "Dos", ()),
    ]
    assert headings(TEXT, text, TEXT) == []


@pytest.mark.parametrize(
    "text",
    [
        "Informe 2008",
        "Caso 11.137",
        "JUDGE OLIVER JACKMAN",
        "Artículo 7",
        "CONSIDERANDO:",
        "Tema 3",
    ],
)
def test_a_heading_may_have_a_figure_a_judge_or_a_formula_alone(text):
    assert headings((text, 1), TEXT, ("Dos", 1), TEXT)[0] == (1, None, text, ())


def test_names_above_an_office_are_no_headings():
    signed = ("Hernán Salgado-Pesantes", "Presidente", "Manuel E. Ventura Robles", "Secretario")
    stated = [(text, 2) for text in signed]
    assert headings(("Uno", 1), TEXT, ("Dos", 1), TEXT, *stated, TEXT) == [
        (1, None, "Uno", ()),
        (1, None, "Dos", ()),
    ]


def test_the_number_of_a_recital_is_its_label_behind_quoted_numbers():
    texts = (
        "VISTOS:", "1. La Sentencia, que decidió:", "5. Investigar.", "6. Publicar.",
        "2. El escrito del Estado.", "RESUELVE:", "1. Archivar.",
    )  # fmt: skip
    labels = [part.label for part in body_parts(blocks(*texts))]
    assert labels == [None, "1.", "5.", "6.", "2.", None, "1."]
