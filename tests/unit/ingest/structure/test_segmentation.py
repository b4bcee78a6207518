import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.documents import Language
from puente.model.segments import Cell, SegmentKind
from tests.fixtures.texts import outline_of, segments_of
from tests.paths import SEEDS

TEXT = "La Comisión recibió el informe y lo remitió a los Estados Miembros de la Organización."
ITEM = "Se convocó una sesión especial de la Comisión para tratar este tema con los Estados."


def read_seed(start):
    (file,) = list_files(SEEDS.glob(f"{start}_*.txt"))
    return read_document(file).segments


def headings(*lines):
    return [
        (segment.level, segment.label, segment.text)
        for segment in segments_of(*lines)
        if segment.kind is SegmentKind.HEADING
    ]


def test_headings_nest_by_the_order_of_their_labels_and_numbering_restarts():
    lines = [
        "IV. Informe anual", "A. Comisión de Mujeres", "1. Actividades", TEXT, "2. Resultados",
        "i. Estudio de caso", TEXT, "B. Secretaría", "E.1 Oficina", TEXT, "C. Departamento",
        "I. Actividades", TEXT, "II. Programas", TEXT, "V. Conclusión", TEXT,
    ]  # fmt: skip
    assert headings(*lines) == [
        (1, "IV.", "Informe anual"),
        (2, "A.", "Comisión de Mujeres"),
        (3, "1.", "Actividades"),
        (3, "2.", "Resultados"),
        (4, "i.", "Estudio de caso"),
        (2, "B.", "Secretaría"),
        (3, "E.1", "Oficina"),
        (2, "C.", "Departamento"),
        (3, "I.", "Actividades"),
        (3, "II.", "Programas"),
        (1, "V.", "Conclusión"),
    ]


def test_the_roman_one_after_h_opens_a_list_below():
    lines = ["G. Uno", TEXT, "H. Dos", "H.1. Tres", TEXT, "I. Cuatro", TEXT, "II. Cinco", TEXT]
    assert headings(*lines) == [
        (1, "G.", "Uno"),
        (1, "H.", "Dos"),
        (2, "H.1.", "Tres"),
        (3, "I.", "Cuatro"),
        (3, "II.", "Cinco"),
    ]


def test_the_letter_i_right_after_h_goes_on_with_the_letters():
    lines = [f"{label}. Algo" for label in "ABCDEFGHIJ"]
    assert headings(*(line for heading in lines for line in (heading, TEXT)))[-2:] == [
        (1, "I.", "Algo"),
        (1, "J.", "Algo"),
    ]


def test_a_heading_without_a_label_stands_below_the_last_one_with():
    lines = [
        "H.3. Conferencia", "Contexto general", TEXT, "Actividades de 2008", "1) Gestión", "· a.",
        "Ejemplos", "· b.", "2) Trata", "· c.", "Ejemplos", "· d.", "Actividades de 2009",
        "1) Gestión", "· e.",
    ]  # fmt: skip
    assert headings(*lines) == [
        (1, "H.3.", "Conferencia"),
        (2, None, "Contexto general"),
        (2, None, "Actividades de 2008"),
        (3, "1)", "Gestión"),
        (4, None, "Ejemplos"),
        (3, "2)", "Trata"),
        (4, None, "Ejemplos"),
        (2, None, "Actividades de 2009"),
        (3, "1)", "Gestión"),
    ]


def test_segments_know_the_headings_above_them():
    *_, last = segments_of("I. Antecedentes", "Retos:", "1. Actividades realizadas:", TEXT)
    assert last.heading_path == ("Antecedentes", "Retos", "Actividades realizadas")


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["· Un tema", "• Otro"], [("item", "·", "Un tema"), ("item", "•", "Otro")]),
        ([f"1. {ITEM}", f"2. {ITEM}"], [("item", "1.", ITEM), ("item", "2.", ITEM)]),
        (["a) salud", "b) trabajo", TEXT],
         [("item", "a)", "salud"), ("item", "b)", "trabajo"), ("paragraph", None, TEXT)]),
        (["1. Uno", "2. Dos", "3. Tres"],
         [("item", "1.", "Uno"), ("item", "2.", "Dos"), ("item", "3.", "Tres")]),
        (["11. Actividades como:", "· Un tema"],
         [("paragraph", "11.", "Actividades como:"), ("item", "·", "Un tema")]),
        ([TEXT, f"24. {ITEM}", f"38. {ITEM}"],
         [("paragraph", None, TEXT), ("paragraph", "24.", ITEM), ("paragraph", "38.", ITEM)]),
        ([TEXT, "J. Pérez presentó el informe."],
         [("paragraph", None, TEXT), ("paragraph", None, "J. Pérez presentó el informe.")]),
        ([TEXT, "30 Estados firmaron el acuerdo", TEXT],
         [("paragraph", None, TEXT), ("heading1", None, "30 Estados firmaron el acuerdo"),
          ("paragraph", None, TEXT)]),
        (["4. Uno", TEXT, "5 Dos", TEXT],
         [("heading1", "4.", "Uno"), ("paragraph", None, TEXT), ("heading1", "5", "Dos"),
          ("paragraph", None, TEXT)]),
        ([TEXT, "Dr. Luis Monzón", "Coordinador"],
         [("paragraph", None, TEXT), ("paragraph", None, "Dr. Luis Monzón"),
          ("paragraph", None, "Coordinador")]),
    ],
)  # fmt: skip
def test_lines_are_told_by_their_form_and_what_follows(lines, expected):
    assert outline_of(*lines) == expected


def test_paragraph_numbers_go_on_under_the_next_heading():
    lines = ["A. Uno", f"1. {ITEM}", f"2. {ITEM}", "B. Dos", f"3. {ITEM}"]
    assert [(kind, label) for kind, label, _ in outline_of(*lines)] == [
        ("heading1", "A."),
        ("item", "1."),
        ("item", "2."),
        ("heading1", "B."),
        ("item", "3."),
    ]


def test_many_short_lines_are_a_list_of_names_and_no_headings():
    names = [f"Delegado {letter}" for letter in "KLMNOPQRST"]
    assert headings(TEXT, *names, TEXT) == []


def test_an_annex_stands_at_the_top():
    lines = ["I. Uno", TEXT, "1. Dos", TEXT, "ANEXO I", "Calendario", TEXT]
    assert headings(*lines)[-2:] == [(1, None, "ANEXO I"), (2, None, "Calendario")]


def test_a_spanish_resolution_has_recitals_and_operative_paragraphs():
    lines = [
        "AG/RES. 2356 (XXXVIII-O/08)", "POBLACIONES MIGRATORIAS", "(Aprobada en junio de 2008)",
        "LA ASAMBLEA GENERAL,", "VISTO el informe del Consejo Permanente;", "CONSIDERANDO:",
        "Que la migración afecta a todos los países,", "RESUELVE:", "1. Encomendar que:",
        "a) Convoque una sesión; y", "b) Presente un informe.", "2. Agradecer a Guatemala.",
        "ANEXO", TEXT,
    ]  # fmt: skip
    assert [(kind, label) for kind, label, _ in outline_of(*lines)] == [
        ("title", None),
        ("title1", None),
        ("title", None),
        ("preambular", None),
        ("preambular", None),
        ("preambular", None),
        ("preambular", None),
        ("operative", None),
        ("operative", "1."),
        ("item", "a)"),
        ("item", "b)"),
        ("operative", "2."),
        ("heading1", None),
        ("paragraph", None),
    ]


def test_an_english_resolution_has_recitals_and_one_operative_paragraph():
    lines = [
        "THE PERMANENT COUNCIL,", "HAVING SEEN the report; and", "RECALLING resolution AG/RES. 1,",
        "RESOLVES:", "To thank the Government of Guatemala for its report.",
    ]  # fmt: skip
    assert [kind for kind, _, _ in outline_of(*lines)] == [
        "preambular", "preambular", "preambular", "operative", "operative",
    ]  # fmt: skip


def test_capitals_alone_make_no_resolution():
    lines = [TEXT, "RECORDANDO A LAS VÍCTIMAS DE TRATA", TEXT]
    assert [kind for kind, _, _ in outline_of(*lines)] == ["paragraph", "heading1", "paragraph"]


def test_citations_are_canonical_and_leave_out_the_document_itself():
    title, *_, last = segments_of(
        "CP/RES. 1234 (1456/19)", "APOYO", TEXT, "Véanse AG/DEC.57 (XXXVIII-0/08) y CP/RES. 1234"
        " (1456/19), y otra vez AG/DEC. 57 (XXXVIII-O/08).",
    )  # fmt: skip
    assert title.citations == ()
    assert last.citations == ("AG/DEC. 57 (XXXVIII-O/08)",)


def test_a_long_segment_in_another_language_keeps_its_own():
    english = "The member states received the report of the Secretariat and discussed at length"
    first, second, third = segments_of(f"{TEXT} {ITEM}", f"{english} {english}.", "Yes, we can.")
    assert [first.language, second.language, third.language] == [
        Language.ES,
        Language.EN,
        Language.ES,
    ]


def test_ids_count_all_segments_with_the_notes_last():
    segments = segments_of(TEXT, "· Uno", "� Una nota.")
    assert [segment.id for segment in segments] == [
        "0123456789ab.es.0001",
        "0123456789ab.es.0002",
        "0123456789ab.es.0003",
    ]
    assert segments[-1].kind is SegmentKind.FOOTNOTE


def test_notes_are_attached_in_order_when_every_call_is_known():
    segments = segments_of(f"{TEXT[:-1]}", "/, y otros.", f"{TEXT[:-1]}", ".", "� Una.", "� Dos.")
    assert [segment.notes for segment in segments[:2]] == [(segments[2].id,), (segments[3].id,)]


def test_notes_are_left_alone_when_a_call_was_lost():
    segments = segments_of(f"{TEXT[:-1]}", "/, y otros.", "� Una nota.", "� Otra nota.")
    assert segments[0].notes == ()


def test_the_notes_of_the_seeds_are_a_stream_of_their_own():
    notes = {
        start: [s.text[:24] for s in read_seed(start) if s.kind is SegmentKind.FOOTNOTE]
        for start in ("000", "001", "003", "004")
    }
    assert notes["000"] == ["La invitación a MERCOSUR"]
    assert notes["001"] == ["MERCOSUR was invited to "]
    assert len(notes["003"]) == 10
    assert notes["004"] == [
        "La Conferencia Sudameric", "En apoyo al Estatuto y P", "El Plan de Acción de la ",
    ]  # fmt: skip


def test_the_matrix_of_seed_004_is_read_by_rows_and_columns():
    rows = [segment for segment in read_seed("004") if segment.kind is SegmentKind.TABLE_ROW]
    assert [row.label for row in rows] == [
        "País y Año de Inicio", "Objetivos", "Participación", "Areas Geográficas",
        "Plan de Acción", "Areas de convergencia de temas y/o proyectos",
        "Convergencia de posibles actividades",
    ]  # fmt: skip
    assert rows[0].cells == (
        Cell(header="Conferencia Regional sobre Migración (CRM)", text="México,1996"),
        Cell(header="Cumbre de las Américas (SOA)", text="Estados Unidos, 1994"),
        Cell(header="Plan Puebla – Panamá (PPP)", text="El Salvador, 2001"),
    )
    assert rows[0].text == (
        "País y Año de Inicio. Conferencia Regional sobre Migración (CRM): México,1996."
        " Cumbre de las Américas (SOA): Estados Unidos, 1994."
        " Plan Puebla – Panamá (PPP): El Salvador, 2001"
    )
    assert rows[4].cells[0].text == (
        "Políticas y gestión migratoria; Derechos Humanos; Vinculación entre migración y desarrollo"
    )
    assert [cell.header for cell in rows[6].cells] == ["", "", ""]


def test_lines_led_by_tabs_are_no_table_by_themselves():
    assert [kind for kind, _, _ in outline_of(f"\t{TEXT}", f"\t{ITEM}", "", f"\t{TEXT}")] == [
        "paragraph", "paragraph", "paragraph",
    ]  # fmt: skip


def test_every_bullet_of_the_seeds_is_an_item_or_an_entry_of_a_cell():
    items = entries = 0
    for start in ("000", "001", "002", "003", "004"):
        for segment in read_seed(start):
            items += segment.label == "·"
            bulleted = segment.kind is SegmentKind.TABLE_ROW and segment.label in (
                "Plan de Acción",
                "Areas de convergencia de temas y/o proyectos",
            )
            entries += sum(cell.text.count(";") + 1 for cell in segment.cells if bulleted)
    assert (items, entries) == (190, 35)


def test_nothing_of_the_conversion_is_left_in_the_seeds():
    segments = [segment for n in range(5) for segment in read_seed(f"00{n}")]
    # The middle dot divides the lines of title blocks.
    texts = "\n".join(s.text for s in segments if s.kind is not SegmentKind.TITLE)
    found = [
        mark for mark in ("�", "HYPERLINK", "PAGE", "[image", "- 6 -", "*", "·") if mark in texts
    ]
    assert found == []


SPANISH_RESOLUTION = (
    "AG/RES. 2867 (XLIV-O/14)", "MIGRACIÓN", "(Aprobada en junio de 2014)", "LA ASAMBLEA GENERAL,",
    "VISTO el informe del Consejo Permanente,", "RESUELVE:", "1. Encomendar el tema.",
    "2. Agradecer a Guatemala.", "_______________",
    "1. La delegación de Nicaragua deja constancia de su reserva.",
    "2. El Estado Plurinacional de Bolivia no acompaña el consenso.",
)  # fmt: skip
ENGLISH_RESOLUTION = (
    "AG/RES. 2867 (XLIV-O/14)", "MIGRATION", "(Adopted on June 4, 2014)", "THE GENERAL ASSEMBLY,",
    "HAVING SEEN the report of the Permanent Council,", "RESOLVES:", "1. To take up the topic.",
    "2. To thank Guatemala.", "", "_______________",
    "1. The delegation of Nicaragua places its reservation on record.",
    "2. The Plurinational State of Bolivia does not join the consensus.",
)  # fmt: skip


@pytest.mark.parametrize("lines", [SPANISH_RESOLUTION, ENGLISH_RESOLUTION], ids=["es", "en"])
def test_numbered_lines_below_the_rule_of_a_resolution_are_footnotes(lines):
    assert [(kind, label) for kind, label, _ in outline_of(*lines)] == [
        ("title", None),
        ("title1", None),
        ("title", None),
        ("preambular", None),
        ("preambular", None),
        ("operative", None),
        ("operative", "1."),
        ("operative", "2."),
        ("footnote", "1"),
        ("footnote", "2"),
    ]
    *_, first, second = outline_of(*lines)
    assert (f"1. {first[2]}", f"2. {second[2]}") == lines[-2:]


def test_after_a_footnote_at_the_foot_of_a_page_the_resolution_goes_on():
    lines = [*SPANISH_RESOLUTION[:-1], "3. Pedir un informe.", "LA ASAMBLEA GENERAL,"]
    kinds = [(kind, label) for kind, label, _ in outline_of(*lines)]
    assert ("operative", "3.") in kinds
    assert kinds[-1] == ("footnote", "1")


def test_below_a_rule_outside_resolutions_numbers_count_paragraphs():
    assert outline_of(TEXT, "__________", f"1. {ITEM}", f"2. {ITEM}") == [
        ("paragraph", None, TEXT),
        ("item", "1.", ITEM),
        ("item", "2.", ITEM),
    ]


def test_the_left_column_of_a_title_block_is_read_before_the_right_one():
    assert read_seed("002")[0].text == (
        "CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS AMERICANOS"
        " · COMISIÓN DE ASUNTOS JURÍDICOS Y POLÍTICOS · Grupo de Trabajo encargado de elaborar un"
        " Programa Interamericano para la Promoción y Protección de los Derechos Humanos de los"
        " Migrantes Incluyendo los Trabajadores Migrantes y sus Familias · OEA/Ser.G"
        " · CAJP/GT/TM-14/04 add.5 · 13 octubre 2004 · Original: inglés"
    )


def test_what_has_no_word_is_no_segment():
    assert [text for _, _, text in outline_of("Uno dos.", "7. [...]", "8. Tres.", "*")] == [
        "Uno dos.",
        "Tres.",
    ]
