import io
import zipfile
from pathlib import Path

import pytest

from ingest.extraction.doc.reader import read_doc
from ingest.extraction.docx.reader import read_docx
from ingest.extraction.html.reader import read_html
from ingest.extraction.odt.reader import read_odt
from ingest.extraction.pdf.reader import read_pdf
from ingest.extraction.rtf.reader import read_rtf
from ingest.structure.title_block.restriction import find_restriction
from puente.model.blocks import Extracted
from tests.fixtures.documents.pdf_files import both, pdf_of, set_lines
from tests.fixtures.documents.word_files import docx, p
from tests.fixtures.texts import blocks_of
from tests.paths import FIXTURES, ROOT

NAME = Path("acta")
BODY = "Los Estados Miembros aprobaron el informe de la Comisión sobre la migración."


def found(*lines, heads=()):
    return find_restriction(Extracted(blocks=blocks_of(*lines), running_heads=heads))


@pytest.mark.parametrize(
    "mark",
    [
        "RESERVADO", "Reservado", "RESERVADA", "CONFIDENCIAL", "RESTRINGIDO", "(CONFIDENCIAL)",
        "RESTRICTED", "CONFIDENTIAL", "Strictly confidential", "CONFIDENTIEL",
        "Diffusion restreinte",
        "RESTREINTE", "RESTRITO", "CONFIDENCIAL - 3", "R E S E R V A D O", "Documento reservado",
        "CARÁCTER: RESERVADO", "Acceso restringido", "LIMITED",
        "Distribución limitada", "Distribución restringida", "DISTRIBUCIÓN: RESTRINGIDA",
        "Distr. LIMITED", "Distr.: RESTRICTED", "Distribution: Limited", "Distribuição restrita",
        "Distribution restreinte", "Distribution limitée", "Distribution confidentielle",
        "OEA/Ser.G\tDistr. LIMITED\tOriginal: español", "OEA/Ser.G CP/doc.1 Distr.: Restringida",
        "OEA/Ser.G   RESERVADO", "For official use only", "Uso oficial exclusivo",
    ],
)  # fmt: skip
def test_a_title_block_and_a_running_head_say_so(mark):
    assert found("CP/doc.3654/02", mark, "", "INFORME ANUAL", "", BODY)
    assert found("INFORME ANUAL", "", BODY, heads=(mark,))


@pytest.mark.parametrize(
    "line",
    [
        "Distr.: General", "DISTRIBUCIÓN: GENERAL", "Distribution générale", "Distr. GENERAL",
        "El acceso a este documento es restringido y su distribución queda limitada a los suyos.",
        "INFORME SOBRE EL PROCEDIMIENTO CONFIDENCIAL",
        "DERECHO DE ACCESO RESTRINGIDO A LA JUSTICIA",
        "Confidencialidad", "Restricted access to justice", "Reservas", "RESERVADO EL DERECHO",
        "Distribution of income", "Limited liability",
    ],
)  # fmt: skip
def test_other_words_are_no_mark(line):
    assert found("CP/doc.3654/02", line, "", "INFORME ANUAL", "", BODY) is None
    assert found("INFORME ANUAL", "", BODY, heads=(line,)) is None


def test_a_line_of_the_body_is_no_mark_unless_it_comes_back_in_capitals():
    assert found("INFORME", "", BODY, "", "CONFIDENCIAL", "", BODY) is None
    assert found("INFORME", "", BODY, "", "Confidencial", "", BODY, "", "Confidencial") is None
    assert found("INFORME", "", BODY, "", "CONFIDENCIAL", "", BODY, "", "CONFIDENCIAL")


def test_the_running_head_of_a_pdf_is_looked_at_although_it_is_dropped():
    pages = [
        both(set_lines("CONFIDENCIAL", top=760), set_lines(f"{number} {BODY}", BODY))
        for number in ("Uno", "Dos", "Tres")
    ]
    read = read_pdf(NAME, pdf_of(*pages))
    assert all("CONFIDENCIAL" not in block.text for block in read.blocks)
    assert find_restriction(read) == "CONFIDENCIAL"


@pytest.mark.parametrize("kind", ["header", "footer"])
def test_the_running_heads_of_a_docx_are_looked_at(kind):
    section = f'<w:sectPr><w:{kind}Reference w:type="default" r:id="{kind}1"/></w:sectPr>'
    read = read_docx(NAME, docx(p(BODY) + section, **{f"{kind}1": p("Informe") + p("RESERVADO")}))
    assert [block.text for block in read.blocks] == [BODY]
    assert find_restriction(read) == "RESERVADO"


def test_the_watermark_of_a_docx_is_looked_at():
    section = '<w:sectPr><w:headerReference w:type="default" r:id="header1"/></w:sectPr>'
    shape = '<v:shape><v:textpath string="CONFIDENCIAL"/></v:shape>'
    mark = f"<w:p><w:r><w:pict>{shape}</w:pict></w:r></w:p>"
    assert (
        find_restriction(read_docx(NAME, docx(p(BODY) + section, header1=mark))) == "CONFIDENCIAL"
    )


def test_the_running_heads_of_an_rtf_are_looked_at():
    read = read_rtf(NAME, rb"{\rtf1\ansi{\header Informe\par RESERVADO\par} Uno dos tres.\par}")
    assert find_restriction(read) == "RESERVADO"


@pytest.mark.parametrize("part", ["header", "footer", "header-left", "footer-first"])
def test_the_running_heads_of_an_odt_are_looked_at(part):
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
        for name in ("office", "style", "text")
    )
    content = f"<office:document-content {names}><office:body><office:text><text:p>{BODY}</text:p>"
    content += "</office:text></office:body></office:document-content>"
    styles = f"<office:document-styles {names}><office:master-styles><style:master-page>"
    styles += f"<style:{part}><text:p>RESERVADO</text:p></style:{part}></style:master-page>"
    styles += "</office:master-styles></office:document-styles>"
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as written:
        written.writestr("content.xml", content)
        written.writestr("styles.xml", styles)
    assert find_restriction(read_odt(NAME, stream.getvalue())) == "RESERVADO"


@pytest.mark.parametrize(
    "head",
    [
        '<div title="header"><p>RESERVADO</p></div>',
        '<div style="mso-element: footer">RESERVADO</div>',
    ],
)
def test_the_running_heads_of_a_web_page_are_looked_at(head):
    page = f"<html><body>{head}<p>{BODY}</p></body></html>"
    assert find_restriction(read_html(NAME, page.encode())) == "RESERVADO"
    menu = f"<html><body><nav><a>Reservado</a></nav><p>{BODY}</p></body></html>"
    assert find_restriction(read_html(NAME, menu.encode())) is None


def test_the_running_heads_of_a_doc_are_read():
    read = read_doc(NAME, (FIXTURES / "probe.doc").read_bytes())
    assert read.running_heads == ("OEA/Ser.G encabezado corriente", "- 1 -")


def test_the_seeds_are_for_everybody(seed_folder):
    for path in sorted(seed_folder.glob("*.txt")):
        lines = path.read_text(encoding="utf-8").split("\n")
        assert found(*lines) is None


def test_no_document_of_the_collection_is_held_back():
    folder = ROOT.parent / "shared" / "collection"
    if not folder.is_dir():
        pytest.skip("the collection of real documents is not there")
    for path in sorted(folder.glob("oas/*.txt")):
        assert found(*path.read_text(encoding="utf-8").split("\n")) is None, path.name
