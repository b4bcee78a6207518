import io
import re
import zipfile
from pathlib import Path

import docx as python_docx
import pytest

from ingest.extraction.docx.reader import read_docx
from puente.errors import ExtractionError
from puente.model.blocks import Properties
from puente.model.reports import Reason
from tests.fixtures.documents.same_document import PROBE, as_probe
from tests.fixtures.documents.word_files import docx, numbered, numbering, p, package, r, table

RAISED = '<w:vertAlign w:val="superscript"/>'
DECIMAL = (("decimal", "%1."), ("lowerLetter", "%2)"))


def read(*body, **parts):
    return read_docx(Path("a.docx"), docx("".join(body), **parts))


def texts(*body, **parts):
    return [block.text for block in read(*body, **parts).blocks]


def note(number, *text, kind="footnote"):
    return f'<w:{kind} w:id="{number}">{p(*text)}</w:{kind}>'


def call(number, kind="footnote", properties=""):
    return f'<w:r><w:{kind}Reference {properties} w:id="{number}"/></w:r>'


def style(style_id, name, inside="", kind="paragraph"):
    named = f'<w:name w:val="{name}"/>'
    return f'<w:style w:type="{kind}" w:styleId="{style_id}">{named}{inside}</w:style>'


def test_seven_of_seven_things_that_readers_lose_are_right():
    found = read_docx(Path("a.docx"), as_probe()).blocks
    assert [(block.text, block.note, block.calls) for block in found] == PROBE


@pytest.mark.parametrize(
    ("runs", "text"),
    [
        ("<w:r><w:t>1.</w:t><w:tab/><w:t>Uno</w:t></w:r>", "1.\tUno"),
        ("<w:r><w:t>AG</w:t><w:noBreakHyphen/><w:t>RES</w:t></w:r>", "AG\u2011RES"),
        ("<w:r><w:t>ni</w:t><w:softHyphen/><w:t>ños</w:t></w:r>", "ni\u00adños"),
        ('<w:r><w:sym w:font="Symbol" w:char="F05B"/><w:t>a</w:t></w:r>', "\uf05ba"),
        ('<w:r><w:sym w:font="Wingdings" w:char="A7"/><w:t>a</w:t></w:r>', "\uf0a7a"),
        (f"<w:hyperlink>{r('OEA')}</w:hyperlink>", "OEA"),
        (f'<w:fldSimple w:instr="DATE">{r("abril")}</w:fldSimple>', "abril"),
        (f"<w:moveFrom>{r('antes')}</w:moveFrom><w:moveTo>{r('aquí')}</w:moveTo>", "aquí"),
        (
            "<w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent>"
            f"{r('Haga clic')}</w:sdtContent></w:sdt>{r('x')}",
            "x",
        ),
        ("<w:oMath><w:r><w:t>a+b</w:t></w:r></w:oMath>", "a+b"),
    ],
)
def test_text_is_read_as_it_is_shown(runs, text):
    assert texts(p(runs)) == [text]


def test_the_result_of_a_field_is_text_and_its_code_is_not():
    def mark(kind):
        return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'

    code = "<w:r><w:instrText> TOC \\o </w:instrText></w:r>"
    link = "<w:r><w:instrText> HYPERLINK </w:instrText></w:r>"
    contents = p(mark("begin"), code, mark("separate"), "Índice 3"), p("Más 4", mark("end"))
    shown = p(mark("begin"), link, mark("separate"), "OEA", mark("end"))
    assert texts(*contents, shown) == ["OEA"]


def test_a_paragraph_whose_end_was_deleted_goes_on_with_the_next():
    mark = "<w:rPr><w:del/></w:rPr>"
    assert texts(p("Uno ", properties=mark), p("dos."), p("Tres.", properties=mark)) == [
        "Uno dos.",
        "Tres.",
    ]


@pytest.mark.parametrize(
    ("levels", "labels"),
    [
        ((("decimal", "%1."), ("decimal", "%1.%2")), ["1.", "1.1", "1.2", "2.", "2.1"]),
        ((("upperRoman", "%1."), ("lowerLetter", "(%2)")), ["I.", "(a)", "(b)", "II.", "(a)"]),
        ((("upperLetter", "%1)"), ("lowerRoman", "%2.")), ["A)", "i.", "ii.", "B)", "i."]),
        ((("decimalZero", "%1"), ("bullet", "\uf0b7")), ["01", "•", "•", "02", "•"]),
        ((("ordinal", "%1"), ("bullet", "-")), ["1º", "-", "-", "2º", "-"]),
        ((("none", "Artículo"), ("none", "")), ["Artículo", "", "", "Artículo", ""]),
    ],
)
def test_lists_are_numbered_as_word_numbers_them(levels, labels):
    body = [numbered("x", 1, depth) for depth in (0, 1, 1, 0, 1)]
    assert texts(*body, numbering=numbering({1: levels})) == [
        f"{label} x".strip() for label in labels
    ]


def test_a_list_begins_anew_where_its_use_says_so():
    again = (
        '<w:num w:numId="7"><w:abstractNumId w:val="1"/><w:lvlOverride w:ilvl="0">'
        '<w:startOverride w:val="4"/></w:lvlOverride></w:num>'
    )
    body = [numbered("x", list_id) for list_id in (1, 1, 7, 7, 1)]
    assert texts(*body, numbering=numbering({1: DECIMAL}, again)) == [
        "1. x", "2. x", "4. x", "5. x", "6. x",
    ]  # fmt: skip


def test_hidden_and_deleted_paragraphs_take_no_number():
    hidden = numbered(r("x", "<w:vanish/>"), 1).replace(
        "</w:numPr>", "</w:numPr><w:rPr><w:vanish/></w:rPr>"
    )
    assert texts(numbered("a", 1), hidden, numbered("b", 1), numbering=numbering({1: DECIMAL})) == [
        "1. a",
        "2. b",
    ]


def test_a_style_numbers_and_ranks_what_is_of_it():
    listed = '<w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr>'
    styles = (
        style("Ttulo1", "heading 1", listed)
        + style("Mio", "Sección propia", '<w:basedOn w:val="Ttulo1"/>')
        + style("T2", "Título 2")
        + style("Nivel", "Otro", '<w:pPr><w:outlineLvl w:val="3"/></w:pPr>')
    )
    body = [p("x", style=name) for name in ("Ttulo1", "Mio", "T2", "Nivel", "Nada")]
    found = read(*body, styles=styles, numbering=numbering({1: DECIMAL})).blocks
    assert [(block.text, block.heading) for block in found] == [
        ("1. x", 1), ("2. x", 1), ("x", 2), ("x", 4), ("x", None),
    ]  # fmt: skip


def test_notes_are_numbered_as_they_are_called_and_stand_behind_their_callers():
    own_mark = call(4, properties='w:customMarkFollows="1"').replace(
        "/></w:r>", "/><w:t>*</w:t></w:r>"
    )
    body = (
        p("Uno", call(5), " y", call(3)),
        p("Fin", call(2, "endnote")),
        p("Con", own_mark),
        p("Dos", call(6)),
    )
    notes = note(3, "B.") + note(4, "* Propia.") + note(5, "A.") + note(6, "C.")
    found = read(*body, footnotes=notes, endnotes=note(2, "Z.", kind="endnote")).blocks
    assert [(block.text, block.note, block.calls) for block in found] == [
        ("Uno y", None, ("1", "2")),
        ("A.", "1", ()),
        ("B.", "2", ()),
        ("Fin", None, ("i",)),
        ("Z.", "i", ()),
        ("Con", None, ("*",)),
        ("Propia.", "*", ()),
        ("Dos", None, ("3",)),
        ("C.", "3", ()),
    ]


def test_tables_are_rows_with_merged_and_nested_cells():
    wide = f'<w:tcPr><w:gridSpan w:val="2"/></w:tcPr>{p("Ancha")}'
    first = f'<w:tcPr><w:vMerge w:val="restart"/></w:tcPr>{p("Alta")}'
    below = f"<w:tcPr><w:vMerge/></w:tcPr>{p('')}"
    nested = table(("a", "b"), ("c", "d")) + p("")
    found = read(
        p("Antes"),
        table(("País", "Año", "Nota"), (wide, "x"), (first, "1", nested), (below, "2", "y"),
              header=True),
    ).blocks  # fmt: skip
    assert [(block.cells, block.names_columns) for block in found[1:]] == [
        (("País", "Año", "Nota"), True),
        (("Ancha", "", "x"), False),
        (("Alta", "1", "a b c d"), False),
        (("Alta", "2", "y"), False),
    ]


def test_a_bold_first_row_names_the_columns():
    head = p(r("País", "<w:b/>")), p(r("Año", "<w:b/>"))
    found = read(table(head, ("Chile", "2004"))).blocks
    assert [block.names_columns for block in found] == [True, False]


def test_a_table_of_one_row_only_places_text():
    assert texts(table((p("CONSEJO PERMANENTE"), p("OEA/Ser.G") + p("CP/doc.4/10")))) == [
        "CONSEJO PERMANENTE",
        "OEA/Ser.G",
        "CP/doc.4/10",
    ]


def test_the_header_of_the_first_page_gives_what_the_title_block_lacks():
    section = (
        '<w:sectPr><w:headerReference w:type="first" r:id="header1"/>'
        '<w:headerReference w:type="default" r:id="header2"/><w:titlePg/></w:sectPr>'
    )
    parts = {
        "header1": p("OEA/Ser.G<w:tab/>") + p("CP/RES. 982 (1797/11)") + p("TÍTULO") + p("- 1 -"),
        "header2": p("Título corriente"),
    }
    assert texts(p("TÍTULO"), p("Texto."), section, **parts) == [
        "OEA/Ser.G",
        "CP/RES. 982 (1797/11)",
        "TÍTULO",
        "Texto.",
    ]


def test_a_running_head_gives_no_more_than_a_symbol():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header2"/></w:sectPr>'
    head = p("Informe anual") + p("CP/RES. 982 (1797/11)")
    assert texts(p("Texto."), section, header2=head) == ["CP/RES. 982 (1797/11)", "Texto."]


def test_the_properties_are_read():
    core = (
        "<dc:title>Proyecto</dc:title><dc:language>es</dc:language>"
        "<dcterms:created>2004-10-13T10:00:00Z</dcterms:created>"
    )
    assert read(p("x"), core=core).properties == Properties(
        title="Proyecto", date="2004-10-13", language="es"
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (package({"word/document.xml": "<a/>"}), Reason.MALFORMED),
        (package({"[Content_Types].xml": "<a/>"}), Reason.MALFORMED),
        (docx(p("  ")), Reason.EMPTY),
        (docx("<w:p><w:r>" + "<w:sdt><w:sdtContent>" * 200), Reason.MALFORMED),
        (docx(p("x"), styles="<w:style"), Reason.MALFORMED),
        (docx(p("x")).replace(b"PK\x01\x02", b"XX\x01\x02"), Reason.MALFORMED),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(content, reason):
    with pytest.raises(ExtractionError) as caught:
        read_docx(Path("a.docx"), content)
    assert caught.value.reason is reason


def test_circles_of_styles_and_absurd_numbers_do_no_harm():
    styles = style("A", "a", '<w:basedOn w:val="B"/>') + style("B", "b", '<w:basedOn w:val="A"/>')
    huge = f'<w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{p("x")}'
    absurd = numbering({1: (("lowerRoman", "%1"),)}).replace(
        '<w:start w:val="1"/>', f'<w:start w:val="{"9" * 5000}"/>'
    )
    found = read(
        p("y", style="A"), numbered("z", 1), table((huge, "a"), ("b", "c")),
        styles=styles, numbering=absurd,
    )  # fmt: skip
    assert [block.text[:4] for block in found.blocks] == ["y", "0 z", "x | ", "b | "]


def test_a_file_that_python_docx_has_written_is_read_with_its_structure():
    written, stream = python_docx.Document(), io.BytesIO()
    written.add_heading("Informe anual", level=1)
    written.add_paragraph("Encomendar a la Secretaría", style="List Number")
    written.add_paragraph("que informe.", style="List Number")
    rows = written.add_table(rows=2, cols=2, style="Table Grid")
    for cell, text in zip((c for row in rows.rows for c in row.cells), "abcd", strict=True):
        cell.text = text
    written.save(stream)
    found = read_docx(Path("a.docx"), stream.getvalue()).blocks
    assert [(block.text, block.heading, block.cells) for block in found] == [
        ("Informe anual", 1, ()),
        ("1. Encomendar a la Secretaría", None, ()),
        ("2. que informe.", None, ()),
        ("a | b", None, ("a", "b")),
        ("c | d", None, ("c", "d")),
    ]


def with_chunk(name, content):
    """A .docx file that shows another file between two paragraphs."""
    outer = docx(f'{p("Antes.")}<w:altChunk r:id="c1"/>{p("Después.")}')
    with zipfile.ZipFile(io.BytesIO(outer)) as parts:
        files = {part: parts.read(part) for part in parts.namelist()}
    relation = f'<Relationship Id="c1" Type="x/aFChunk" Target="{name}"/></Relationships>'
    names = files["word/_rels/document.xml.rels"].decode()
    files["word/_rels/document.xml.rels"] = re.sub(
        r"(?:</Relationships>|(?<=[^/])/>\s*$)", relation, names, count=1
    )
    return package(files | {f"word/{name}": content})


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("c.html", b"<html><body><p>Dentro del trozo.</p></body></html>"),
        ("c.rtf", rb"{\rtf1\ansi Dentro del trozo.\par}"),
        ("c.docx", docx(p("Dentro del trozo."))),
        (
            "c.mht",
            b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\n"
            b"Content-Type: text/html; charset=utf-8\n\n<p>Dentro del trozo.</p>\n--b--\n",
        ),
    ],
)
def test_a_chunk_of_another_format_is_read_where_it_stands(name, content):
    found = read_docx(Path("a.docx"), with_chunk(name, content))
    assert [block.text for block in found.blocks] == ["Antes.", "Dentro del trozo.", "Después."]
    assert found.remarks == ()


def test_a_chunk_that_cannot_be_read_is_named_in_a_remark():
    found = read_docx(Path("a.docx"), with_chunk("c.bin", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR"))
    assert [block.text for block in found.blocks] == ["Antes.", "Después."]
    assert found.remarks == ("its part word/c.bin is no text that can be read, and is left out",)


def test_a_chunk_inside_a_chunk_is_named_and_not_read():
    inner = with_chunk("d.docx", docx(p("Muy dentro.")))
    found = read_docx(Path("a.docx"), with_chunk("c.docx", inner))
    assert [block.text for block in found.blocks] == ["Antes.", "Antes.", "Después.", "Después."]
    assert found.remarks == ("its part word/d.docx is no text that can be read, and is left out",)


@pytest.mark.parametrize(
    ("requires", "shown"), [("wps", "elegida"), ("w14", "otra"), ("nadie", "otra")]
)
def test_the_form_that_needs_something_unknown_is_not_shown(requires, shown):
    forms = (
        f'<mc:AlternateContent xmlns:nadie="urn:nadie" xmlns:w14="urn:otro">'
        f'<mc:Choice Requires="{requires}">{r("elegida")}</mc:Choice>'
        f"<mc:Fallback>{r('otra')}</mc:Fallback></mc:AlternateContent>"
    )
    assert texts(p(forms)) == [shown]


def test_the_style_of_a_run_can_raise_the_mark_of_a_note():
    raised = style("Llamada", "a", f"<w:rPr>{RAISED}</w:rPr>", kind="character")
    styled = r("1/", '<w:rStyle w:val="Llamada"/>')
    found = read(p("La nota", styled, "."), p(styled, " Al final."), styles=raised).blocks
    assert [(block.text, block.note) for block in found] == [("La nota.", None), ("Al final.", "1")]


def test_a_table_of_figures_without_lines_is_a_table_on_a_first_page_too():
    rows = (("País", "Remesas 2008", "Fuente"), ("Guatemala", "4.315", "Banco"), ("Perú", "2", ""))
    found = read(p("INFORME"), table(*rows, borders=False), p("Fin.")).blocks
    assert [block.cells for block in found if block.cells] == list(rows)
    assert [block.names_columns for block in found if block.cells] == [True, False, False]


def test_a_title_block_that_a_table_sets_out_is_none():
    rows = (
        ("CONSEJO PERMANENTE", "OEA/Ser.G"),
        ("COMISIÓN", "CP/doc.4312/09"),
        ("", "3 mayo 2009"),
    )
    assert not any(block.cells for block in read(table(*rows, borders=False), p("Fin.")).blocks)
