"""The synthetic document as flat OpenDocument text, which LibreOffice turns into a PDF."""

from collections.abc import Iterator, Sequence
from xml.sax.saxutils import escape

from tests.fixtures.documents.synthetic import HEAD, Paragraph, Part, Table

_NAMESPACES = " ".join(
    f'xmlns:{prefix}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for prefix, name in (
        ("office", "office"),
        ("style", "style"),
        ("text", "text"),
        ("table", "table"),
        ("fo", "xsl-fo-compatible"),
    )
)
_STYLES = """
<office:styles>
<style:style style:name="Standard" style:family="paragraph">
 <style:paragraph-properties fo:text-align="justify" fo:margin-bottom="0.25cm"/>
 <style:text-properties style:font-name="Liberation Serif" fo:font-size="11.5pt"
  fo:language="es" fo:country="ES" fo:hyphenate="{hyphenate}" fo:hyphenation-remain-char-count="2"
  fo:hyphenation-push-char-count="2"/></style:style>
<style:style style:name="Heading" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:text-align="start" fo:keep-with-next="always"/>
 <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Indented" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:margin-bottom="0cm" fo:text-indent="1cm"/></style:style>
<style:style style:name="Listed" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:margin-left="1cm" fo:text-indent="-1cm"/></style:style>
<style:style style:name="Cell" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:text-align="start" fo:margin-bottom="0cm"/>
 <style:text-properties fo:hyphenate="false"/></style:style>
<style:style style:name="CellHead" style:family="paragraph" style:parent-style-name="Cell">
 <style:text-properties fo:font-weight="bold"/></style:style>
<style:style style:name="Footnote" style:family="paragraph" style:parent-style-name="Standard">
 <style:paragraph-properties fo:margin-bottom="0cm"/>
 <style:text-properties fo:font-size="9pt"/></style:style>
<style:style style:name="Sign" style:family="text">
 <style:text-properties style:font-name="Symbol"/></style:style>
<text:notes-configuration text:note-class="footnote" style:num-format="1" text:start-value="0"
 text:start-numbering-at="document"
 text:citation-body-style-name="Raised" text:citation-style-name="Raised"/>
<style:style style:name="Raised" style:family="text">
 <style:text-properties style:text-position="super 58%"/></style:style>
</office:styles>
<office:automatic-styles>
<style:page-layout style:name="Page"><style:page-layout-properties fo:page-width="21.59cm"
 fo:page-height="27.94cm" fo:margin="2cm"/>
 <style:header-style><style:header-footer-properties fo:min-height="1cm"/></style:header-style>
 <style:footer-style><style:header-footer-properties fo:min-height="1cm"/></style:footer-style>
</style:page-layout>
<style:style style:name="Columns" style:family="section"><style:section-properties>
 <style:columns fo:column-count="2" fo:column-gap="0.8cm"/></style:section-properties></style:style>
<style:style style:name="Bordered" style:family="table-cell">
 <style:table-cell-properties fo:border="0.5pt solid #000000" fo:padding="0.1cm"/></style:style>
</office:automatic-styles>
<office:master-styles><style:master-page style:name="Standard" style:page-layout-name="Page">
 <style:header><text:p text:style-name="Cell">{head}</text:p></style:header>
 <style:footer><text:p text:style-name="Cell">- <text:page-number/> -</text:p></style:footer>
</style:master-page></office:master-styles>
"""


def write_flat_odf(parts: Sequence[Part], *, hyphenated: bool) -> str:
    """The document with running heads, page numbers, footnotes, columns and ruled tables."""
    styles = _STYLES.format(hyphenate=str(hyphenated).lower(), head=escape(HEAD))
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document {_NAMESPACES}'
        ' office:version="1.2" office:mimetype="application/vnd.oasis.opendocument.text">'
        f"{styles}<office:body><office:text>{''.join(_body(parts))}</office:text></office:body>"
        "</office:document>"
    )


def _body(parts: Sequence[Part]) -> Iterator[str]:
    in_columns = False
    for part in parts:
        enters = isinstance(part, Paragraph) and part.in_columns
        if enters and not in_columns:
            yield '<text:section text:style-name="Columns" text:name="Columns">'
        elif in_columns and not enters:
            yield "</text:section>"
        in_columns = enters
        yield _table(part) if isinstance(part, Table) else _paragraph(part)


def _paragraph(part: Paragraph) -> str:
    style = "Heading" if part.is_heading else "Indented" if part.is_indented else "Standard"
    text = escape(part.text)
    label = ""
    if part.label:
        sign = "\uf0b7" if part.label == "•" else part.label
        style = "Listed" if part.label == "•" else style
        label = f'<text:span text:style-name="Sign">{sign}</text:span><text:tab/>'
        label = label if part.label == "•" else f"{sign}<text:tab/>"
    if part.note:
        note = (
            f'<text:note text:note-class="footnote"><text:note-citation>{part.mark}'
            "</text:note-citation><text:note-body>"
            f'<text:p text:style-name="Footnote">{escape(part.note)}</text:p>'
            "</text:note-body></text:note>"
        )
        text = escape(part.text[: part.call]) + note + escape(part.text[part.call :])
    return f'<text:p text:style-name="{style}">{label}{text}</text:p>'


def _table(table: Table) -> str:
    rows = []
    for number, row in enumerate(table.rows):
        style = "Cell" if number else "CellHead"
        cells = "".join(
            '<table:table-cell table:style-name="Bordered">'
            f'<text:p text:style-name="{style}">{escape(cell)}</text:p></table:table-cell>'
            for cell in row
        )
        rows.append(f"<table:table-row>{cells}</table:table-row>")
    columns = f'<table:table-column table:number-columns-repeated="{len(table.rows[0])}"/>'
    return f"<table:table>{columns}{''.join(rows)}</table:table><text:p/>"
