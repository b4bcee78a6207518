"""Word files made from what a test says of them."""

import io
import zipfile
from collections.abc import Iterable, Mapping

_NAMESPACES = (
    'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    ' xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
    ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
    ' xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    ' xmlns:v="urn:schemas-microsoft-com:vml"'
)
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_CORE = "http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"
_CORE_NAMESPACES = (
    'xmlns="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
)
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_MAIN = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_ROOTS = {
    "styles": "styles", "numbering": "numbering", "footnotes": "footnotes", "settings": "settings",
    "endnotes": "endnotes", "header1": "hdr", "header2": "hdr", "footer1": "ftr",
}  # fmt: skip


def docx(body: str, *, core: str = "", **parts: str) -> bytes:
    """A .docx file with that XML in its body and its other parts; "w:" names are known."""
    related = [
        f'<Relationship Id="{name}" Type="{_RELATION}/{name.rstrip("12")}" Target="{name}.xml"/>'
        for name in parts
    ]
    files = {
        "[Content_Types].xml": _types(parts),
        "_rels/.rels": _relationships(
            f'<Relationship Id="a" Type="{_RELATION}/officeDocument" Target="word/document.xml"/>'
            f'<Relationship Id="b" Type="{_CORE}" Target="docProps/core.xml"/>'
        ),
        "word/_rels/document.xml.rels": _relationships("".join(related)),
        "word/document.xml": _part("document", f"<w:body>{body}</w:body>"),
        "docProps/core.xml": f"<coreProperties {_CORE_NAMESPACES}>{core}</coreProperties>",
    } | {f"word/{name}.xml": _part(_ROOTS[name], xml) for name, xml in parts.items()}
    return package(files)


def package(files: Mapping[str, str | bytes]) -> bytes:
    """A zip file of those files."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as written:
        for name, content in files.items():
            written.writestr(name, content)
    return stream.getvalue()


def p(*runs: str, style: str = "", properties: str = "") -> str:
    """A paragraph of runs; what is no XML is text."""
    named = f'<w:pStyle w:val="{style}"/>' if style else ""
    inside = "".join(run if run.startswith("<") else r(run) for run in runs)
    return f"<w:p><w:pPr>{named}{properties}</w:pPr>{inside}</w:p>"


def r(text: str, properties: str = "") -> str:
    """A run."""
    return f'<w:r><w:rPr>{properties}</w:rPr><w:t xml:space="preserve">{text}</w:t></w:r>'


def numbered(text: str, list_id: int, depth: int = 0) -> str:
    """A paragraph of a list."""
    return p(
        text, properties=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{list_id}"/></w:numPr>'
    )


def numbering(lists: Mapping[int, tuple[tuple[str, str], ...]], *overrides: str) -> str:
    """numbering.xml with lists by id: for each level the format and the text of its labels."""
    shared = "".join(
        f'<w:abstractNum w:abstractNumId="{list_id}">'
        + "".join(
            f'<w:lvl w:ilvl="{depth}"><w:start w:val="1"/><w:numFmt w:val="{style}"/>'
            f'<w:lvlText w:val="{text}"/></w:lvl>'
            for depth, (style, text) in enumerate(levels)
        )
        + "</w:abstractNum>"
        for list_id, levels in lists.items()
    )
    named = "".join(
        f'<w:num w:numId="{list_id}"><w:abstractNumId w:val="{list_id}"/></w:num>'
        for list_id in lists
    )
    return shared + named + "".join(overrides)


def table(*rows: tuple[str, ...], borders: bool = True, header: bool = False) -> str:
    """A table of rows of cells; what is no XML is a paragraph."""
    drawn = '<w:tblBorders><w:insideH w:val="single"/></w:tblBorders>' if borders else ""
    written = ""
    for number, cells in enumerate(rows):
        head = "<w:trPr><w:tblHeader/></w:trPr>" if header and not number else ""
        inside = "".join(
            f"<w:tc>{cell if cell.startswith('<') else p(cell)}</w:tc>" for cell in cells
        )
        written += f"<w:tr>{head}{inside}</w:tr>"
    return f"<w:tbl><w:tblPr>{drawn}</w:tblPr>{written}</w:tbl>"


def _part(root: str, xml: str) -> str:
    return f'<?xml version="1.0" encoding="UTF-8"?><w:{root} {_NAMESPACES}>{xml}</w:{root}>'


def _relationships(xml: str) -> str:
    return f'<Relationships xmlns="{_PACKAGE}/relationships">{xml}</Relationships>'


def _types(parts: Iterable[str]) -> str:
    named = {"document": "document.main"} | {name: name.rstrip("12") for name in parts}
    return (
        f'<Types xmlns="{_PACKAGE}/content-types"><Default Extension="xml"'
        ' ContentType="application/xml"/><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        + "".join(
            f'<Override PartName="/word/{name}.xml" ContentType="{_MAIN}.{kind}+xml"/>'
            for name, kind in named.items()
        )
        + "</Types>"
    )
