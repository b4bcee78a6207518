import io
import zipfile
from pathlib import Path

import pytest

from ingest.extraction.odt.reader import read_odt
from puente.errors import ExtractionError
from puente.model.reports import Reason

NAMESPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{value}:1.0"'
    for name, value in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
        ("draw", "drawing"),
    )
)
NUMBERED = (
    '<text:list-style style:name="L"><text:list-level-style-number text:level="1" '
    'style:num-format="1" style:num-suffix="." text:start-value="4"/>'
    '<text:list-level-style-number text:level="2" style:num-format="a" style:num-prefix="("'
    ' style:num-suffix=")" text:display-levels="2"/>'
    '<text:list-level-style-bullet text:level="3" text:bullet-char="➢"/></text:list-style>'
)
HIDDEN = (
    '<style:style style:name="H" style:family="section"><style:section-properties '
    'text:display="none"/></style:style><style:style style:name="I" style:parent-style-name="H"/>'
)


def packed(**parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        for name, content in parts.items():
            written.writestr(zipfile.ZipInfo(name.replace("__", "/") + ".xml"), content)
    return stream.getvalue()


def read(body, automatic="", **parts):
    content = (
        f"<office:document-content {NAMESPACES}><office:automatic-styles>{automatic}"
        f"</office:automatic-styles><office:body><office:text>{body}</office:text></office:body>"
        "</office:document-content>"
    )
    return read_odt(Path("a.odt"), packed(content=content, **parts)).blocks


def listed(*items, attributes=""):
    inside = "".join(f"<text:list-item>{item}</text:list-item>" for item in items)
    return f'<text:list text:style-name="L" {attributes}>{inside}</text:list>'


def p(text):
    return f"<text:p>{text}</text:p>"


def test_lists_go_on_where_they_say_so():
    body = (
        listed(p("a") + listed(p("b"), p("c") + listed(p("d"))), attributes='xml:id="x"')
        + p("entre")
        + listed(p("e") + p("más"), attributes='text:continue-numbering="true"')
        + listed(p("f"), attributes='text:continue-list="x"')
        + listed(p("g"))
    )
    assert [block.text for block in read(body, NUMBERED)] == [
        "4. a", "(4.a) b", "(4.b) c", "• d", "entre", "5. e", "más", "6. f", "4. g",
    ]  # fmt: skip


def test_headings_are_numbered_by_the_outline():
    outline = (
        '<text:outline-style><text:outline-level-style text:level="1" style:num-format="I"'
        ' style:num-suffix="."/></text:outline-style>'
    )
    body = (
        '<text:h text:outline-level="1">Uno</text:h><text:h text:outline-level="2">A</text:h>'
        '<text:h text:outline-level="1">Dos</text:h>'
    )
    styles = f"<office:document-styles {NAMESPACES}>{outline}</office:document-styles>"
    assert [(block.text, block.heading) for block in read(body, styles=styles)] == [
        ("I. Uno", 1),
        ("A", 2),
        ("II. Dos", 1),
    ]


def test_hidden_sections_contents_and_annotations_are_left_out():
    body = (
        f'<text:section text:style-name="I">{p("a")}</text:section>'
        f"<text:table-of-content><text:index-body>{p('b')}</text:index-body></text:table-of-content>"
        + p("visto<office:annotation><text:p>c</text:p></office:annotation>"
            "<text:hidden-text>d</text:hidden-text>")
    )  # fmt: skip
    assert [block.text for block in read(body, HIDDEN)] == ["visto"]


def test_a_cell_is_repeated_and_one_that_spans_covers_others():
    body = (
        "<table:table><table:table-row><table:table-cell "
        'table:number-columns-repeated="2"><text:p>x</text:p></table:table-cell><table:table-cell>'
        "<text:p>y</text:p></table:table-cell></table:table-row><table:table-row>"
        '<table:table-cell table:number-columns-spanned="2"><text:p>z</text:p></table:table-cell>'
        "<table:covered-table-cell/><table:covered-table-cell/></table:table-row></table:table>"
    )
    assert [block.cells for block in read(body)] == [("x", "x", "y"), ("z", "", "y")]


@pytest.mark.parametrize(
    ("parts", "reason", "detail"),
    [
        ({"content": "<a"}, Reason.MALFORMED, "no XML"),
        ({"content": "<a/>"}, Reason.MALFORMED, "holds no text"),
        ({"meta": "<a/>"}, Reason.MALFORMED, "no content.xml"),
        ({"content": "<!DOCTYPE a []><a/>"}, Reason.MALFORMED, "DOCTYPE"),
        ({"META-INF__manifest": "<encryption-data/>"}, Reason.ENCRYPTED, "password"),
    ],
)
def test_what_is_no_whole_document_is_refused(parts, reason, detail):
    with pytest.raises(ExtractionError, match=detail) as caught:
        read_odt(Path("a.odt"), packed(**parts))
    assert caught.value.reason is reason


@pytest.mark.parametrize(
    ("position", "calls"),
    [("super", ("1",)), ("33% 58%", ("1",)), ("sub 58%", ()), ("-33% 58%", ()), ("0% 100%", ())],
)
def test_the_position_of_a_style_or_of_its_base_raises_text(position, calls):
    styles = (
        f'<style:style style:name="A"><style:text-properties style:text-position="{position}"/>'
        '</style:style><style:style style:name="B" style:parent-style-name="A"/>'
    )
    mark = '<text:span text:style-name="B">1/</text:span>'
    found = read(p(f"La nota{mark}.") + p(f"{mark} Al final."), styles)
    assert found[0].calls == calls


def test_a_span_in_a_raised_one_is_raised_unless_it_says_otherwise():
    styles = "".join(
        f'<style:style style:name="{name}">'
        f'<style:text-properties style:text-position="{position}"/></style:style>'
        for name, position in (("A", "super 58%"), ("B", "0% 100%"))
    )
    mark = (
        '<text:span text:style-name="A">1<text:span text:style-name="I">/</text:span></text:span>'
    )
    level = (
        '<text:span text:style-name="A"><text:span text:style-name="B">1/</text:span></text:span>'
    )
    found = read(p(f"La nota{mark} y{level}.") + p(f"{mark} Al final."), styles)
    assert [(block.text, block.calls) for block in found] == [
        ("La nota y1/.", ("1",)),
        ("Al final.", ()),
    ]


@pytest.mark.parametrize("shape", ["custom-shape", "rect", "ellipse", "text-box", "caption"])
def test_the_text_of_a_shape_makes_paragraphs_of_its_own(shape):
    body = (
        f"<text:p>Párrafo que ancla.<draw:g><draw:{shape}><text:p>Uno</text:p><text:p>Dos</text:p>"
        f"</draw:{shape}></draw:g> Y sigue.</text:p>"
    )
    assert [block.text for block in read(body)] == ["Párrafo que ancla. Y sigue.", "Uno", "Dos"]
