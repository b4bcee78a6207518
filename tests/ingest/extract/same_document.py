"""A small resolution as plain text and as a .docx file, and a .docx file of all that readers lose.

`data/resolution.doc` and `data/word.doc` are what LibreOffice makes of them (--convert-to doc).
"""

from tests.ingest.extract.word_files import docx, numbered, numbering, p, r, table

_NOTE = "Aprobada por consenso en la sesión ordinaria del Consejo Permanente."
_TITLE_BLOCK = (
    "CONSEJO PERMANENTE",
    "OEA/Ser.G",
    "CP/RES. 982 (1797/11)",
    "13 de abril de 2011",
    "Original: español",
    "COOPERACIÓN EN MATERIA MIGRATORIA",
)
_PREAMBLE = (
    "EL CONSEJO PERMANENTE DE LA ORGANIZACIÓN DE LOS ESTADOS AMERICANOS,",
    "RECORDANDO la resolución AG/RES. 2356 (XXXVIII-O/08) sobre los flujos de migración;",
    "CONSIDERANDO que las migraciones son una realidad de todos los Estados Miembros,",
    "RESUELVE:",
)
_OPERATIVE = (
    ("Encomendar a la Comisión Especial que presente:", 0),
    ("un informe sobre los avances logrados; y", 1),
    ("un plan de trabajo para los próximos dos años.", 1),
    ("Solicitar al Secretario General que publique esta resolución", 0),
)
_ANNEX = "ANEXO I"
_SECTIONS = (
    ("Antecedentes", "La Comisión Especial fue establecida para dar seguimiento al Programa."),
    ("Resultados", "Los Estados Miembros informaron sobre las medidas que habían adoptado:"),
)
_BULLETS = ("registro de las personas migrantes;", "acceso a la justicia.")
_ROWS = (("", "Año 2009", "Año 2010"), ("Chile", "12 casos", "14 casos"), ("Perú", "7", "9"))
_LEVELS = {
    1: (("decimal", "%1."), ("lowerLetter", "%2)")),
    2: (("upperRoman", "%1."),),
    3: (("bullet", "\uf0b7"),),
}
_HEADING = (
    '<w:style w:type="paragraph" w:styleId="Ttulo1"><w:name w:val="heading 1"/><w:pPr>'
    '<w:numPr><w:numId w:val="2"/></w:numPr><w:outlineLvl w:val="0"/></w:pPr></w:style>'
)


def as_text() -> str:
    """The document as plain text."""
    operative = [
        f"{label} {text}"
        for label, (text, _) in zip(("1.", "a)", "b)", "2."), _OPERATIVE, strict=True)
    ]
    cells = ["\n".join(f"\t{cell}" for cell in row) for row in _ROWS]
    sections = [
        line
        for label, section in zip(("I.", "II."), _SECTIONS, strict=True)
        for line in (f"{label} {section[0]}", section[1])
    ]
    return "\n\n".join(
        [
            *_TITLE_BLOCK, *_PREAMBLE, *operative[:-1], f"{operative[-1]}*.", f"*{_NOTE}",
            _ANNEX, *sections, *(f"• {text}" for text in _BULLETS), *cells,
        ]
    )  # fmt: skip


def as_docx() -> bytes:
    """The document as a .docx file."""
    called = r("*", '<w:vertAlign w:val="superscript"/>').replace(
        "<w:t", '<w:footnoteReference w:customMarkFollows="1" w:id="2"/><w:t', 1
    )
    operative = [numbered(text, 1, depth) for text, depth in _OPERATIVE]
    operative[-1] = operative[-1].replace("</w:p>", f"{called}{r('.')}</w:p>")
    sections = [
        paragraph
        for heading, text in _SECTIONS
        for paragraph in (p(heading, style="Ttulo1"), p(text))
    ]
    body = [
        *map(p, _TITLE_BLOCK), *map(p, _PREAMBLE), *operative, p(_ANNEX), *sections,
        *(numbered(text, 3) for text in _BULLETS), table(*_ROWS), p(""),
    ]  # fmt: skip
    note = f'<w:footnote w:id="2">{p(_NOTE)}</w:footnote>'
    return docx("".join(body), styles=_HEADING, numbering=numbering(_LEVELS), footnotes=note)


_BOX = f"<w:txbxContent>{p('En la caja.')}</w:txbxContent>"
_DRAWN = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:anchor distT="0" distB="0"'
    ' distL="0" distR="0" simplePos="0" relativeHeight="2" behindDoc="0" locked="0"'
    ' layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
    '<wp:positionH relativeFrom="column"><wp:posOffset>0</wp:posOffset></wp:positionH>'
    '<wp:positionV relativeFrom="paragraph"><wp:posOffset>0</wp:posOffset></wp:positionV>'
    '<wp:extent cx="900000" cy="300000"/><wp:wrapNone/><wp:docPr id="1" name="a"/>'
    '<a:graphic><a:graphicData uri="http://schemas.microsoft.com/office/word/2010/'
    'wordprocessingShape"><wps:wsp><wps:cNvSpPr txBox="1"/><wps:spPr><a:xfrm><a:off x="0" y="0"/>'
    '<a:ext cx="900000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"/></wps:spPr><wps:txbx>'
    f"{_BOX}</wps:txbx><wps:bodyPr/></wps:wsp></a:graphicData></a:graphic></wp:anchor></w:drawing>"
    "</mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>"
    f"{_BOX}</v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent></w:r>"
)
_CHANGE = 'w:id="9" w:author="a" w:date="2009-02-13T00:00:00Z"'
_COUNT = 16
PROBE = [
    ("1. Encomendar a la Secretaría.", None, ()),
    ("1.1. Que informe.", None, ()),
    ("1.2. Que publique.", None, ()),
    ("2. Agradecer.", None, ()),
    ("Visto insertado final.", None, ()),
    ("Queda.", None, ()),
    ("Se ve.", None, ()),
    ("Control.", None, ()),
    ("Ancla.", None, ()),
    ("En la caja.", None, ()),
    *(
        line
        for number in range(1, _COUNT + 1)
        for line in (
            (f"Llama {number}.", None, (str(number),)),
            (f"Nota {number}.", str(number), ()),
        )
    ),
]


def as_probe() -> bytes:
    """A .docx file with numbers, changes, hidden text, a control, a text box and sixteen notes."""
    deleted = "<w:r><w:delText>borrado</w:delText></w:r>"
    body = (
        numbered("Encomendar a la Secretaría.", 1),
        numbered("Que informe.", 1, 1),
        numbered("Que publique.", 1, 1),
        numbered("Agradecer.", 1),
        p("Visto ", f"<w:ins {_CHANGE}>{r('insertado ')}</w:ins>", r("final.")),
        p("Queda", f"<w:del {_CHANGE}>{deleted}</w:del>", r(".")),
        p("Se ve", r(" y no", "<w:vanish/>"), r(".")),
        p(f"<w:sdt><w:sdtContent>{r('Control.')}</w:sdtContent></w:sdt>"),
        p(_DRAWN, "Ancla."),
        *(
            p(f"Llama {number}", f'<w:r><w:footnoteReference w:id="{number + 1}"/></w:r>', ".")
            for number in range(1, _COUNT + 1)
        ),
    )
    notes = "".join(
        f'<w:footnote w:id="{number + 1}">{p("<w:r><w:footnoteRef/></w:r>", f" Nota {number}.")}'
        "</w:footnote>"
        for number in range(1, _COUNT + 1)
    )
    levels = {1: (("decimal", "%1."), ("decimal", "%1.%2."))}
    return docx("".join(body), numbering=numbering(levels), footnotes=notes)
