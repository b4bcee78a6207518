import pytest

from ingest.pairing.file_alignment import align_file
from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.documents import Language
from puente.text.normalization import normalise
from tests.fixtures.documents.bilingual_files import ENGLISH, FILES, ROWS, SPANISH, SYMBOL
from tests.fixtures.documents.word_files import docx, p, table

PARTED = "it holds two versions, en and es; each is a document"
MIXED = "it holds text in en and es that could not be told apart as versions"


@pytest.fixture
def read(tmp_path):
    """Reads a file of that name and content, beside a manifest if one is given."""

    def read_file(name, content, manifest=""):
        (tmp_path / name).write_bytes(content)
        if manifest:
            (tmp_path / "manifest.csv").write_text(manifest, encoding="utf-8")
        (file,) = list_files([tmp_path])
        return read_document(file)

    return read_file


def paragraphs(read):
    """The paragraphs below the symbol, each with its label."""
    return [" ".join(filter(None, [s.label, s.text])) for s in read.segments][1:]


UNNUMBERED = [name for name in FILES if name != "numbered-rows.docx"]


@pytest.mark.parametrize("name", UNNUMBERED)
def test_a_file_in_two_languages_is_two_versions_of_one_work(read, name):
    found = read(name, FILES[name])
    assert found.remarks == (PARTED,)
    assert [
        (v.document.id, v.document.title, v.document.symbol.text, v.document.language)
        for v in found.versions
    ] == [
        ("cp-res-977-1710-10.es", SPANISH[0], SYMBOL, "es"),
        ("cp-res-977-1710-10.en", ENGLISH[0], SYMBOL, "en"),
    ]
    assert [paragraphs(version) for version in found.versions] == [list(SPANISH), list(ENGLISH)]
    assert [{s.language for s in v.segments} for v in found.versions] == [{"es"}, {"en"}]


@pytest.mark.parametrize("name", UNNUMBERED)
def test_the_versions_of_a_file_are_aligned_paragraph_by_paragraph(read, name):
    found = read(name, FILES[name])
    first, second = (version.segments for version in found.versions)
    beads = align_file(first, second).beads
    assert [(bead.source, bead.target) for bead in beads] == [
        ((one.id,), (other.id,)) for one, other in zip(first, second, strict=True)
    ]
    assert min(bead.confidence for bead in beads) > 0.9


def test_a_column_of_numbers_labels_both_versions(read):
    found = read("a.docx", FILES["numbered-rows.docx"])
    assert [paragraphs(version)[1] for version in found.versions] == [
        "2. EL CONSEJO PERMANENTE,",
        "2. THE PERMANENT COUNCIL,",
    ]


def test_rows_are_links_whatever_their_words_say(read):
    odd = ("El faro de la isla se encendió de nuevo en marzo.", "Nobody fished that day, she said.")
    found = read("a.docx", docx(table(*ROWS, odd, *ROWS[2:])))
    first, second = (version.segments for version in found.versions)
    bead = align_file(first, second).beads[len(ROWS)]
    assert (bead.source, bead.target) == ((first[len(ROWS)].id,), (second[len(ROWS)].id,))
    assert (bead.confidence, bead.reasons) == (1.0, (("file", 1.0),))


def test_a_row_without_counterpart_stays_in_its_version(read):
    alone = ("", "The Spanish text of this paragraph was not available to the drafting group.")
    found = read("a.docx", docx(table(*ROWS, alone)))
    assert found.other.segments[-1].text == alone[1]
    assert all(segment.text != alone[1] for segment in found.segments)


def test_notes_go_with_the_version_that_calls_them(read):
    call = '<w:r><w:footnoteReference w:id="{}"/></w:r>'
    notes = "".join(
        f'<w:footnote w:id="{number}">{p(text)}</w:footnote>'
        for number, text in ((2, "Véase el acta."), (3, "See the minutes."))
    )
    body = [*map(p, SPANISH), p(call.format(2)), *map(p, ENGLISH), p(call.format(3))]
    body[len(ROWS) - 1] = p(SPANISH[-1], call.format(2))
    body[-2] = p(ENGLISH[-1], call.format(3))
    del body[-1], body[len(ROWS)]
    found = read("a.docx", docx("".join(body), footnotes=notes))
    assert [v.segments[-1].text for v in found.versions] == ["Véase el acta.", "See the minutes."]
    assert [v.segments[-2].notes for v in found.versions] == [
        (v.segments[-1].id,) for v in found.versions
    ]


PARAGRAPHS = [
    "La Secretaría informó que los Estados Miembros habían entregado sus respuestas en plazo.",
    "El Grupo de Trabajo examinó las respuestas en dos sesiones y acordó un calendario común.",
    "Las delegaciones pidieron que el calendario se publicara en la página de la Organización.",
    "La Presidencia agradeció los aportes y levantó la sesión a las seis de la tarde.",
]
QUOTATION = (
    "The court held that the State had failed to investigate the facts with due diligence and that"
    " the victims had the right to know the truth about what had happened to their relatives."
)
TERMS = (
    ("Asamblea General", "General Assembly"),
    ("Consejo Permanente", "Permanent Council"),
    ("Comisión Interamericana de Mujeres", "Inter-American Commission of Women"),
    ("Reunión de Consulta", "Meeting of Consultation"),
    ("Carta Democrática Interamericana", "Inter-American Democratic Charter"),
    ("Secretaría General", "General Secretariat"),
)
WHOLE = {
    "quotation": "".join(map(p, (*PARAGRAPHS, QUOTATION, *PARAGRAPHS))),
    "glossary": table(("Español", "English"), *(TERMS * 4)),
    "terms below a text": "".join(map(p, PARAGRAPHS)) + table(("Español", "English"), *TERMS),
    "title page": "".join(
        map(
            p,
            (
                "CONSEJO PERMANENTE / PERMANENT COUNCIL",
                "Informe sobre los conocimientos del litoral",
                "Report on coastal knowledge",
                *(PARAGRAPHS * 2),
            ),
        )
    ),
    "summary": "".join(map(p, (QUOTATION, *(PARAGRAPHS * 2)))),
}


@pytest.mark.parametrize("body", WHOLE.values(), ids=WHOLE)
def test_a_text_in_one_language_with_words_of_another_stays_whole(read, body):
    found = read("a.docx", docx(body))
    assert (found.other, found.remarks) == (None, ())


ANSWERS = [
    "Ports were closed for eleven days because of the storm, and fishing boats stayed in harbour.",
    "Wheat exports doubled when the railway to the northern provinces was opened to freight.",
    "A museum of musical instruments will be built beside the old cathedral next summer.",
    "Volunteers planted nine thousand trees on the slopes that had burned the year before.",
]


def test_what_cannot_be_told_apart_is_said_and_nothing_is_dropped(read):
    rows = tuple(zip(PARAGRAPHS, ANSWERS, strict=True))
    found = read("a.docx", docx(table(("Pregunta", "Respuesta"), *rows)))
    assert (found.other, found.remarks) == (None, (MIXED,))
    said = normalise(" ".join(segment.text for segment in found.segments))
    assert all(text in said for text in (*PARAGRAPHS, *ANSWERS))


FRENCH = (
    "Le Conseil permanent a examiné le rapport du groupe de travail et l'a transmis aux États.",
    "Les délégations ont demandé que le calendrier soit publié sur le site de l'Organisation.",
)


def test_a_file_in_three_languages_is_one_document_and_the_report_says_so(read):
    rows = [(*row, FRENCH[number % 2]) for number, row in enumerate(ROWS)]
    found = read("a.docx", docx(table(*rows)))
    assert (found.other, found.remarks) == (None, (MIXED.replace("en and es", "en, es and fr"),))


def test_who_signs_stays_with_the_version_that_is_signed(read):
    es, en = (
        ("José Miguel Insulza", "Secretario General"),
        ("José Miguel Insulza", "Secretary General"),
    )
    found = read("a.docx", docx("".join(map(p, (SYMBOL, *SPANISH, *es, *ENGLISH, *en)))))
    assert [paragraphs(version) for version in found.versions] == [
        [*SPANISH, *es],
        [*ENGLISH, *en],
    ]


def test_both_languages_in_each_paragraph_are_parted_at_the_stroke(read):
    found = read("a.docx", docx("".join(p(f"{es} / {en}") for es, en in ROWS)))
    assert [v.segments[2].text for v in found.versions] == [SPANISH[2], ENGLISH[2]]


def test_the_row_of_a_manifest_speaks_for_both_versions(read):
    manifest = f"file,organ,date,title\na.docx,CIDI,2011-03-04,{SPANISH[0].capitalize()}\n"
    found = read("a.docx", FILES["rows.docx"], manifest)
    assert [(v.document.organ, v.document.date, v.document.title) for v in found.versions] == [
        ("CIDI", "2011-03-04", SPANISH[0].capitalize()),
        ("CIDI", "2011-03-04", ENGLISH[0]),
    ]


def test_a_manifest_that_states_a_language_keeps_the_file_one_document(read):
    found = read("a.docx", FILES["rows.docx"], "file,language\na.docx,es\n")
    assert (found.other, found.document.language) == (None, Language.ES)
    assert found.remarks == (
        "it holds text in en and es, and is one document by its row of the manifest",
    )
