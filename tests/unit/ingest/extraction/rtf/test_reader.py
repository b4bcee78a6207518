from pathlib import Path

import pytest

from ingest.extraction.rtf.reader import MAX_DEPTH, read_rtf
from puente.errors import ExtractionError
from puente.model.blocks import Properties
from puente.model.reports import Reason


def read(body, head=r"\ansi\ansicpg1252"):
    content = rf"{{\rtf1{head} {body}}}"
    return read_rtf(Path("a.rtf"), content.encode("latin-1"))


def texts(body, head=r"\ansi\ansicpg1252"):
    return [block.text for block in read(body, head).blocks]


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (r"Ni\'f1os", "Niños"),
        ("Niños", "Niños"),
        (r"\u8220?Per\u250\'fa\u8221?", "“Perú”"),
        (r"{\uc2 X\u26085\'93\'fa y}z", "X日 yz"),
        (r"{\uc0 a\u241 o}", "año"),
        (r"a \u-10179?\u-8704?", "a 😀"),
        (r"{\fonttbl{\f1\fcharset204 Arial;}}{\f1 \'cc\'e8\'f0}", "Мир"),
        (r"{\fonttbl{\f1\fcharset2 Symbol;}}{\f1\'b7} uno", "\uf0b7 uno"),
        (r"a\~b\_c\-d\emdash e\{f\}\\", "a\u00a0b\u2011cd—e{f}\\"),
        (r"visto {\v oculto }y {\deleted borrado }{\revised nuevo}", "visto y nuevo"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt OEA}}", "OEA"),
        (r"{\upr{Nino}{\*\ud Ni\u241?o}}", "Niño"),
        (r"{\*\unknown secreto}{\pict 0102}{\*\bkmkstart m}visto", "visto"),
        (r"antes\bin4 }{}}después", "antesdespués"),
    ],
)
def test_text_is_read_as_it_is_shown(body, text):
    assert texts(body + r"\par") == [text]


@pytest.mark.parametrize(
    ("head", "letter"), [(r"\mac", r"\'96"), (r"\pca", r"\'a4"), (r"\ansi\ansicpg65001", "Ã±")]
)
def test_the_character_set_of_the_document_is_used(head, letter):
    assert texts(rf"a{letter}o\par", head) == ["año"]


def test_labels_are_those_that_the_file_shows():
    body = r"{\listtext\pard\plain 1.\tab}Uno\par\pard{\pntext\f1\'b7\tab}Dos\par"
    assert texts(r"{\fonttbl{\f1\fcharset2 Symbol;}}" + body) == ["1. Uno", "• Dos"]


def test_headings_have_the_level_of_their_style():
    styles = r"{\stylesheet{\s1\outlinelevel0 Uno;}{\s2 T\'edtulo 2;}{\s3\sbasedon1 X;}}"
    body = r"\s1 A\par\pard\s2 B\par\pard\s3 C\par\pard D\par\outlinelevel2 E\par"
    assert [block.heading for block in read(styles + body).blocks] == [1, 2, 1, None, 3]


def test_notes_stand_behind_the_paragraph_that_calls_them():
    body = (
        r"Uno{\super\chftn{\footnote\pard {\super\chftn} La \'fanica.\par Sigue.}} y{\super *}"
        r"{\*\footnote * Propia.}{\super\chftn{\footnote\ftnalt{\chftn} Final.}}.\par Dos\par"
    )
    assert [(b.text, b.note, b.calls) for b in read(r"\aftnnrlc " + body).blocks] == [
        ("Uno y.", None, ("1", "*", "i")),
        ("La única. Sigue.", "1", ()),
        ("Propia.", "*", ()),
        ("Final.", "i", ()),
        ("Dos", None, ()),
    ]


def test_cells_stand_in_the_columns_that_they_span():
    body = (
        r"\trowd\trhdr\cellx100\cellx200\cellx300\intbl A\cell B\cell C\cell\row"
        r"\trowd\clvmgf\cellx100\cellx300\intbl uno\cell dos\par tres\cell\row"
        r"\trowd\clvmrg\cellx100\cellx200\cellx300\intbl\cell x\cell y\cell\row\pard Fin\par"
    )
    assert [(block.cells, block.names_columns) for block in read(body).blocks] == [
        (("A", "B", "C"), True),
        (("uno", "dos tres", ""), False),
        (("uno", "x", "y"), False),
        ((), False),
    ]


@pytest.mark.parametrize("end", ["", r"\cell", r"\cell\row", r"\par\cell\pard Fin\par"])
def test_a_row_that_is_not_closed_is_read(end):
    found = texts(r"\trowd\cellx9\cellx99\intbl uno\cell dos\par tres" + end)
    assert found[:3] == ["uno", "dos", "tres"]


def test_a_table_of_contents_and_running_heads_are_left_out():
    body = (
        r"{\header Informe anual\par}{\footer - 1 -\par}"
        r"{\field{\*\fldinst TOC \\o}{\fldrslt Uno 3\par Dos 4}}Uno\par"
    )
    assert texts(body) == ["Uno"]


def test_the_symbol_in_the_header_of_the_first_page_is_kept():
    assert texts(r"{\headerf CP/doc.3654/02\par}Uno\par") == ["CP/doc.3654/02", "Uno"]


def test_a_text_box_is_read():
    body = (
        r"{\shp{\*\shpinst{\sp{\sn a}{\sv 1}}{\shptxt En la caja\par}}{\shprslt otra vez}}Uno\par"
    )
    assert texts(body) == ["En la caja", "Uno"]


def test_the_properties_are_those_of_the_information_group():
    info = r"{\info{\title Informe\'20anual}{\revtim\yr2010\mo1\dy1}{\creatim\yr2004\mo10\dy3}}"
    assert read(info + r"Uno\par").properties == Properties(
        title="Informe anual", date="2004-10-03"
    )


@pytest.mark.parametrize(
    ("content", "reason", "detail"),
    [
        (rb"{\rtf1 Uno\par", Reason.MALFORMED, "cut off"),
        (rb"{\rtf1 " + b"{" * MAX_DEPTH, Reason.MALFORMED, "nested more than 500 deep"),
        (rb"{\rtf1 \par 1\par}", Reason.EMPTY, "no words"),
    ],
)
def test_what_is_no_whole_document_is_refused(content, reason, detail):
    with pytest.raises(ExtractionError, match=detail) as caught:
        read_rtf(Path("a.rtf"), content)
    assert caught.value.reason is reason
