from pathlib import Path

import pytest

from ingest.extraction.html.reader import MAX_ATTRIBUTES, MAX_DEPTH, read_html, read_web_archive
from puente.errors import ExtractionError
from puente.model.blocks import Properties
from puente.model.reports import Reason


def read(body, head=""):
    page = f"<html><head>{head}</head><body>{body}</body></html>"
    return read_html(Path("a.html"), page.encode())


def texts(body):
    return [block.text for block in read(body).blocks]


def test_the_words_of_the_main_part_are_read():
    page = (
        "<nav>Inicio</nav><header><ul><li>Menú</ul></header><main><h1>Título</h1><p>Uno</p>"
        "<script>x</script><form>Buscar</form><p hidden>a</p><p style='display: none'>b</p>"
        "<div class='share x'>Compartir</div><p>Se <del>quita</del><ins>añade</ins> "
        "<img alt='foto'>esto</p></main><footer>Pie</footer>"
    )
    assert texts(page) == ["Título", "Uno", "Se añade esto"]


def test_a_list_of_links_is_a_menu_and_one_of_sentences_is_not():
    links = "".join(f"<li><a href='/{n}'>Página {n}</a>" for n in range(3))
    said = "<li>Véase <a href='x'>el informe</a> de 2004 de la Comisión." * 3
    assert (
        texts(f"<ul>{links}</ul><ul>{said}</ul>")
        == ["• Véase el informe de 2004 de la Comisión."] * 3
    )


def test_lists_are_numbered_as_a_browser_numbers_them():
    body = (
        "<ol start=3 type=a><li>tres<ul><li>punto</ul><li>cuatro<li value=9>nueve</ol>"
        "<ol style='list-style-type: upper-roman'><li>I</ol><ol style='list-style: none'><li>x</ol>"
    )
    assert texts(body) == ["c. tres", "• punto", "d. cuatro", "i. nueve", "I. I", "x"]


def test_headings_have_their_level_and_breaks_divide_short_lines():
    body = "<h2>A<br>B</h2><p>OEA/Ser.G<br>13 octubre 2004</p><p>Uno<br><br>Dos</p><pre>a\nb</pre>"
    blocks = read(body).blocks
    assert [(block.text, block.heading) for block in blocks] == [
        ("A B", 2),
        ("OEA/Ser.G", None),
        ("13 octubre 2004", None),
        ("Uno", None),
        ("Dos", None),
        ("a b", None),
    ]


def test_tables_of_data_are_read_by_rows():
    body = (
        "<table><tr><th>País<th>Medida<th>Año<tr><td rowspan=2>Perú<td colspan=2>Ley"
        "<tr><td>Decreto<td><ul><li>2004<li>2005</ul></table>"
    )
    assert [(block.cells, block.names_columns) for block in read(body).blocks] == [
        (("País", "Medida", "Año"), True),
        (("Perú", "Ley", ""), False),
        (("Perú", "Decreto", "2004; 2005"), False),
    ]


def test_a_table_that_lays_out_a_page_is_text():
    body = (
        "<table><tr><td>Lado<td><h2>Título</h2><p>Uno</p>"
        "<table><tr><th>A<th>B<tr><td>1<td>2</table></table>"
    )
    assert [(block.text, block.cells) for block in read(body).blocks] == [
        ("Lado", ()),
        ("Título", ()),
        ("Uno", ()),
        ("A | B", ("A", "B")),
        ("1 | 2", ("1", "2")),
    ]


WORD = (
    "<p>Uno<a href='#_ftn1' name='_ftnref1'><span>[1]</span></a> y dos.</p><p>Tres</p>"
    "<div id=ftn1><p><a href='#_ftnref1' name='_ftn1'>[1]</a> La nota.</p><p>Sigue.</p></div>"
)
LIBRE_OFFICE = (
    "<p>Uno<a name='sdfootnote1anc' href='#sdfootnote1sym'><sup>1</sup></a> y dos.</p><p>Tres</p>"
    "<div id='sdfootnote1'><p><a name='sdfootnote1sym' href='#sdfootnote1anc'>1</a>La nota."
    " Sigue.</p></div>"
)
WIKI = (
    "<p>Uno<sup id='cite_ref-1'><a href='#cite_note-1'>[1]</a></sup> y dos<sup id='cite_ref-1b'>"
    "<a href='#cite_note-1'>[1]</a></sup>.</p><p>Tres</p><ol><li id='cite_note-1'><span "
    "class='mw-cite-backlink'>↑ <a href='#cite_ref-1'>a</a> <a href='#cite_ref-1b'>b</a></span> "
    "<span>La nota. Sigue.</span></ol>"
)


@pytest.mark.parametrize("body", [WORD, LIBRE_OFFICE, WIKI])
def test_notes_are_told_by_the_links_between_them_and_their_calls(body):
    assert [(b.text, b.note, b.calls) for b in read(body).blocks] == [
        ("Uno y dos.", None, ("1",)),
        ("La nota. Sigue.", "1", ()),
        ("Tres", None, ()),
    ]


@pytest.mark.parametrize("mark", ["1", "1/", "(1)", "**"])
def test_notes_typed_by_hand_are_told_by_their_raised_marks(mark):
    body = f"<p>Uno<sup>{mark}</sup> y dos.</p><p>Tres</p><p><sup>{mark}</sup> La <i>nota</i>.</p>"
    assert [(b.text, b.note, b.calls) for b in read(body).blocks] == [
        ("Uno y dos.", None, (mark.strip("/()"),)),
        ("La nota.", mark.strip("/()"), ()),
        ("Tres", None, ()),
    ]


def test_raised_figures_that_call_no_note_stay_in_their_text():
    area = "<p>Mide 5 m<sup>2</sup> en total.</p><p><sup>2</sup> Artículo segundo.</p>"
    assert texts(area) == ["Mide 5 m2 en total.", "2 Artículo segundo."]
    year = "<p>Uno<sup>1</sup> y dos.</p><p><sup>1</sup>2008 fue el año.</p>"
    assert texts(year) == ["Uno y dos.", "2008 fue el año."]
    early = "<p><sup>1</sup> Antes.</p><p>La nota<sup>1</sup>.</p>"
    assert texts(early) == ["1 Antes.", "La nota1."]


def test_a_contents_list_with_links_there_and_back_is_no_note():
    body = (
        "<p id=c1><a href='#s1'>Antecedentes del Programa</a></p><p>Uno</p>"
        "<h2 id=s1><a href='#c1'>Antecedentes</a></h2>"
    )
    assert texts(body) == ["Antecedentes del Programa", "Uno", "Antecedentes"]


@pytest.mark.parametrize(
    ("encoding", "declaration"),
    [
        ("utf-8", "<meta charset=iso-8859-1>"),
        ("cp1252", "<meta charset=windows-1252>"),
        ("cp1252", ""),
        ("iso8859-2", "<meta http-equiv=Content-Type content='text/html; charset=iso-8859-2'>"),
        ("utf-16", "<meta charset=unicode>"),
        ("utf-8", "<meta charset=nonsense>"),
        ("utf-8-sig", "<meta charset=windows-1252>"),
    ],
)
def test_the_encoding_is_the_one_declared_unless_the_bytes_say_better(encoding, declaration):
    page = f"<html><head>{declaration}</head><body><p>Comité: acción</p></body></html>"
    letters = page if encoding != "iso8859-2" else page.replace("ó", "ő")
    (block,) = read_html(Path("a.html"), letters.encode(encoding)).blocks
    assert block.text == ("Comité: acciőn" if encoding == "iso8859-2" else "Comité: acción")


def test_the_properties_are_those_of_the_head():
    head = (
        "<title>Informe\n anual</title><meta name='DC.date' content='2004-10-13T00:00'>"
        "<meta name=keywords content=migrantes>"
    )
    assert read("<p>Uno</p>", head).properties == Properties(
        title="Informe anual", date="2004-10-13", keywords="migrantes"
    )


def test_the_page_in_a_web_archive_is_read():
    archive = (
        b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\n'
        b'Content-Type: text/html; charset="windows-1252"\r\n'
        b"Content-Transfer-Encoding: quoted-printable\r\n\r\n<p>Ni=F1os</p>\r\n--b--\r\n"
    )
    (block,) = read_web_archive(Path("a.mht"), archive).blocks
    assert block.text == "Niños"


@pytest.mark.parametrize(
    ("body", "reason", "detail"),
    [
        ("<b>" * (MAX_DEPTH + 1) + "a", Reason.MALFORMED, "nested more than 1,000 deep"),
        (
            f"<p {' '.join(f'a{n}' for n in range(MAX_ATTRIBUTES + 1))}>a",
            Reason.MALFORMED,
            "more than 5,000 attributes",
        ),
        ("<p>1.</p><nav>Inicio</nav>", Reason.EMPTY, "no words"),
    ],
)
def test_what_is_no_page_of_text_is_refused(body, reason, detail):
    with pytest.raises(ExtractionError, match=detail) as caught:
        read(body)
    assert caught.value.reason is reason


def test_an_archive_without_a_page_is_malformed():
    with pytest.raises(ExtractionError, match="holds no page"):
        read_web_archive(Path("a.mht"), b"Content-Type: multipart/related\n\nHola")
