import pytest

from ingest.pipeline.read_document import read_document
from ingest.sources.listing import list_files
from puente.model.blocks import Properties
from puente.model.documents import Distribution, DocumentKind, Language, Provenance, Visibility
from tests.fixtures.texts import described
from tests.paths import SEEDS

TEXT = "Los Estados Miembros recibieron el informe de la Secretaría y lo remitieron a la Comisión."
ENGLISH_TEXT = "The member states received the report of the Secretariat and sent it on."
ENGLISH_COVER = (
    "PERMANENT COUNCIL OF THE\t\tOEA/Ser.G",
    "ORGANIZATION OF AMERICAN STATES\t\tCP/RES. 1234 (1456/19)",
    "\t\t13 October 2019",
    "\t\tOriginal: Spanish",
    "COMMITTEE ON JURIDICAL AND POLITICAL AFFAIRS",
    "",
    "SUPPORT FOR REGIONAL PROCESSES",
    "ON MIGRATION",
    "",
    "(Adopted at the meeting held on October 14, 2019)",
    "",
)


def described_seed(start):
    (file,) = list_files(SEEDS.glob(f"{start}_*.txt"))
    return read_document(file).document


def test_the_title_block_of_seed_002_is_read():
    found = described_seed("002")
    assert (found.id, found.work_id) == ("cajp-gt-tm-14-04-add-5.es", "cajp-gt-tm-14-04-add-5")
    assert found.symbol is not None
    assert found.symbol.text == "CAJP/GT/TM-14/04 add. 5"
    assert (found.date, found.language, found.original_language) == (
        "2004-10-13",
        Language.ES,
        Language.EN,
    )
    assert (found.organ, found.committee, found.series) == ("CP", "CAJP", "OEA/Ser.G")
    assert found.kind is DocumentKind.PRESENTATION
    assert found.title == (
        "NOTAS PARA UNA PRESENTACIÓN DEL COORDINADOR DE LA SECRETARÍA TÉCNICA DE LA CONFERENCIA"
        " REGIONAL SOBRE MIGRACIÓN (CRM) PARA LA SESIÓN ESPECIAL DEL GRUPO DE TRABAJO CELEBRADA"
        " LOS DÍAS 30 DE SEPTIEMBRE Y 1º DE OCTUBRE DE 2004"
    )
    assert {each.origin for each in found.provenance} == {"title block", "text"}


def test_the_title_and_date_of_seed_004_are_read():
    found = described_seed("004")
    assert found.title == (
        "Matriz de Convergencia de los Procesos Regionales de las Américas en el Tema Migratorio"
    )
    assert (found.date, found.kind, found.symbol) == ("2002-05-29", DocumentKind.MATRIX, None)


def test_an_english_title_block_in_two_columns_is_read():
    found = described(*ENGLISH_COVER, ENGLISH_TEXT)
    assert (found.title, found.date) == (
        "SUPPORT FOR REGIONAL PROCESSES ON MIGRATION",
        "2019-10-14",
    )
    assert (found.organ, found.committee, found.series) == ("CP", "CAJP", "OEA/Ser.G")
    assert (found.id, found.original_language) == ("cp-res-1234-1456-19.en", Language.ES)
    assert found.kind is DocumentKind.RESOLUTION


def test_the_manifest_goes_before_the_title_block():
    found = described(
        *ENGLISH_COVER,
        ENGLISH_TEXT,
        title="Apoyo",
        symbol="CP/RES. 1235 (1457/19)",
        date="2019",
        organ="AG",
        language="fr",
        kind="report",
        collection="crm",
        visibility="restricted",
        source_url="https://www.oas.org/1235",
    )
    assert (found.id, found.title, found.date) == ("cp-res-1235-1457-19.fr", "Apoyo", "2019")
    assert found.source_url == "https://www.oas.org/1235"
    assert (found.organ, found.committee) == ("AG", "CAJP")
    assert (found.kind, found.collection) == (DocumentKind.REPORT, "crm")
    assert found.visibility is Visibility.RESTRICTED
    assert Provenance(field="title", origin="manifest") in found.provenance
    assert Provenance(field="committee", origin="title block") in found.provenance


def test_a_text_without_a_title_block_is_called_by_its_checksum_and_first_words():
    found = described(TEXT, TEXT)
    assert (found.id, found.title) == ("0123456789ab.es", TEXT)
    assert (found.date, found.organ, found.symbol) == (None, None, None)


def test_a_text_that_starts_with_a_heading_is_called_by_it():
    found = described("I. Antecedentes", TEXT)
    assert found.title == "Antecedentes"
    assert Provenance(field="title", origin="text") in found.provenance


def test_a_long_opening_is_cut_at_a_word():
    assert described(f"{TEXT} {TEXT}").title == (
        "Los Estados Miembros recibieron el informe de la Secretaría y lo remitieron a la"
        " Comisión. Los Estados Miembros…"
    )


def test_a_committee_in_the_manifest_brings_its_organ():
    found = described(TEXT, committee="CE/AM")
    assert (found.organ, found.committee) == ("CP", "CE/AM")


@pytest.mark.parametrize(
    ("title", "kind"),
    [
        ("Informe sobre la resolución AG/RES. 2141", DocumentKind.REPORT),
        ("Draft Resolution: Migrant Populations", DocumentKind.RESOLUTION),
        ("Declaración de Medellín", DocumentKind.DECLARATION),
        ("ORDEN DEL DÍA DE LA REUNIÓN", DocumentKind.AGENDA),
        ("Report on the presentations", DocumentKind.REPORT),
        ("Comparative matrix", DocumentKind.MATRIX),
        ("Resolución de la Corte Interamericana de 2 de mayo", DocumentKind.ORDER),
        ("Caso 19 Comerciantes Vs. Colombia Sentencia de 5 de julio", DocumentKind.JUDGMENT),
        ("Ruling of the Court. Compliance with judgment", DocumentKind.ORDER),
        ("Voto razonado del juez Ventura", DocumentKind.SEPARATE_OPINION),
        ("Partially dissenting opinion of Judge Jackman", DocumentKind.SEPARATE_OPINION),
        ("OPINIÓN CONSULTIVA OC-17/02", DocumentKind.ADVISORY_OPINION),
        ("Inter-American Convention on Extradition", DocumentKind.CONVENTION),
        ("Observations under article 9 of the Convention", DocumentKind.DOCUMENT),
        ("COMUNICADO CONJUNTO", DocumentKind.COMMUNIQUE),
        ("Acta de la reunión", DocumentKind.MINUTES),
        ("Proyecto de resolución sobre migrantes", DocumentKind.RESOLUTION),
        ("Follow-up to the Declaration of Santiago", DocumentKind.DOCUMENT),
        ("Nota verbal", DocumentKind.DOCUMENT),
    ],
)
def test_the_first_word_for_a_kind_tells_the_kind(title, kind):
    assert described(TEXT, title=title).kind is kind


def test_session_agenda_item_and_distribution_are_read_above_the_title():
    found = described(
        "ASAMBLEA GENERAL\t\tOEA/Ser.P",
        "TRIGÉSIMO QUINTO PERÍODO ORDINARIO DE SESIONES\t\tAG/doc.4476/05",
        "5 al 7 de junio de 2005\t\tOriginal: español",
        "Fort Lauderdale, Florida\t\tPunto 12 del temario",
        "Distribución limitada",
        "",
        "INFORME ANUAL SOBRE LA MIGRACIÓN",
        "",
        TEXT,
    )
    assert (found.title, found.date) == ("INFORME ANUAL SOBRE LA MIGRACIÓN", "2005-06-07")
    assert (found.session, found.agenda_item, found.distribution) == (
        "TRIGÉSIMO QUINTO PERÍODO ORDINARIO DE SESIONES",
        "12",
        Distribution.LIMITED,
    )
    assert Provenance(field="session", origin="title block") in found.provenance


def test_title_blocks_in_portuguese_and_french_are_read():
    portuguese = described(
        "CONSELHO PERMANENTE DA\t\tOEA/Ser.G",
        "ORGANIZAÇÃO DOS ESTADOS AMERICANOS\t\tCP/doc.3654/02",
        "\t\t13 de outubro de 2002",
        "\t\tOriginal: espanhol",
        "RELATÓRIO SOBRE A MIGRAÇÃO",
        "",
        "Os Estados membros receberam o relatório da Secretaria e o enviaram à Comissão.",
    )
    assert (portuguese.organ, portuguese.date, portuguese.original_language) == (
        "CP", "2002-10-13", Language.ES,
    )  # fmt: skip
    assert (portuguese.title, portuguese.kind) == (
        "RELATÓRIO SOBRE A MIGRAÇÃO",
        DocumentKind.REPORT,
    )
    french = described(
        "ASSEMBLÉE GÉNÉRALE", "7 juin 2005", "Original: anglais", "", "MIGRATION", "", TEXT
    )
    assert (french.organ, french.date, french.original_language) == (
        "AG", "2005-06-07", Language.EN,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("title", "taken"),
    [
        ("Los Estados Miembros y el informe", "Los Estados Miembros y el informe"),
        ("Microsoft Word - informe de los Estados Miembros.doc", None),
        ("informe.doc", None),
        ("Documento1", None),
        ("Sin título", None),
        ("Contrato de arrendamiento de la oficina", None),
        ("Informe", None),
        (None, None),
    ],
)
def test_the_title_among_a_files_properties_is_taken_when_the_text_bears_it_out(title, taken):
    found = described(TEXT, properties=Properties(title=title))
    assert found.title == (taken or TEXT)
    origin = Provenance(field="title", origin="file" if taken else "text")
    assert origin in found.provenance


def test_the_day_a_file_was_saved_is_not_the_date_of_its_text():
    found = described(TEXT, properties=Properties(date="2015-05-01"))
    assert found.date is None


def test_the_year_of_a_symbol_dates_a_text_without_a_date():
    found = described(
        "AG/RES. 9031 (XXXVIII-O/08)", "DERECHOS HUMANOS", "LA ASAMBLEA GENERAL,", TEXT,
        properties=Properties(date="2026-11-29"),
    )  # fmt: skip
    assert found.date == "2008"
    assert Provenance(field="date", origin="title block") in found.provenance


def test_a_heading_that_names_its_kind_goes_before_the_title_among_the_properties():
    cut = Properties(title="INFORME DEL JUEZ A")
    assert described("INFORME DEL JUEZ A.A. CANÇADO", TEXT, properties=cut).title == (
        "INFORME DEL JUEZ A.A. CANÇADO"
    )


def test_a_text_that_begins_with_the_body_that_acts_is_called_by_its_symbol():
    found = described("AG/RES. 9004 (XXXVIII-O/08)", "LA ASAMBLEA GENERAL,", TEXT)
    assert (found.title, found.organ) == ("AG/RES. 9004 (XXXVIII-O/08)", "AG")


@pytest.mark.parametrize(
    ("source", "symbol"),
    [
        ("agres_1289_xxiv-o94.pdf", "AG/RES. 1289 (XXIV-O/94)"),
        ("oas/CIMRES214-xxix-o98.doc", "CIM/RES. 214 (XXIX-O/98)"),
        ("agres1480-en.txt", "AG/RES. 1480"),
        ("notes-on-agres1480.txt", None),
        ("agres1480-commentary.txt", None),
        ("1-20-05.pdf", None),
    ],
)
def test_the_name_of_a_file_can_be_its_symbol(source, symbol):
    found = described(TEXT, source=source).symbol
    assert (found and found.text) == symbol


@pytest.mark.parametrize(
    ("lines", "organ"),
    [
        (("ACTA DE LA XI CONFERENCIA REGIONAL SOBRE MIGRACIÓN", TEXT), "CRM"),
        (("Report of the Inter-American Commission on Human Rights", ENGLISH_TEXT), "CIDH"),
        (("Report to the Permanent Council", ENGLISH_TEXT), None),
        (("PLAN DE ACCIÓN", "EL CONSEJO PERMANENTE,", "VISTO:", TEXT), "CP"),
        (("Los once países de la Conferencia Regional sobre Migración (CRM) " + TEXT,), "CRM"),
        (("La Comisión Interamericana de Mujeres recibió el informe. " + TEXT,), None),
        (("OEA/Ser.L/V/II.95", "Doc. 7 rev.", "INFORME ANUAL", TEXT), "CIDH"),
    ],
)
def test_an_organ_is_known_by_strong_evidence_alone(lines, organ):
    assert described(*lines).organ == organ


def test_the_title_block_goes_before_the_properties_of_the_file():
    found = described(
        *ENGLISH_COVER, ENGLISH_TEXT, properties=Properties(title=ENGLISH_TEXT, date="2022-01-02")
    )
    assert (found.title, found.date) == (
        "SUPPORT FOR REGIONAL PROCESSES ON MIGRATION",
        "2019-10-14",
    )


def test_a_title_that_was_run_together_with_its_adoption_is_cut_there():
    found = described(
        "AG/RES. 2289 (XXXVII-O/07)",
        "DERECHOS DE LOS MIGRANTES (Aprobada en la cuarta sesión, celebrada el 5 de junio de 2007)",
        "LA ASAMBLEA GENERAL,",
        TEXT,
    )
    assert (found.title, found.date) == ("DERECHOS DE LOS MIGRANTES", "2007-06-05")


def test_a_title_in_capitals_that_was_run_together_with_a_sentence_is_cut_there():
    assert described(f"CONCLUSIONES DE LA TERCERA REUNIÓN {TEXT} {TEXT}").title == (
        "CONCLUSIONES DE LA TERCERA REUNIÓN"
    )


@pytest.mark.parametrize(
    "lines",
    [
        ("NOTE FROM THE PERMANENT MISSION OF EL SALVADOR", "TRANSMITTING THE FINAL DECLARATION"),
        ("Declaración de Montevideo sobre los Derechos de los", "Migrantes"),
    ],
)
def test_a_heading_that_was_broken_is_the_title_whole(lines):
    text = "La Secretaría presentó un informe a los países miembros de la Conferencia."
    assert described(*lines, "", text).title == " ".join(lines)


@pytest.mark.parametrize(
    ("line", "title"),
    [
        ("INFORME DE LA SECRETARÍA*", "INFORME DE LA SECRETARÍA"),
        ("Informe de la Secretaría **", "Informe de la Secretaría"),
        ("LOS DERECHOS DE LOS MIGRANTES1/", "LOS DERECHOS DE LOS MIGRANTES"),
        ("Informe 1/18 de la Secretaría", "Informe 1/18 de la Secretaría"),
    ],
)
def test_the_mark_of_a_note_is_no_part_of_a_title(line, title):
    text = "La Secretaría presentó un informe a los países miembros de la Conferencia."
    assert described(line, "", text).title == title


def test_what_a_first_sentence_says_was_adopted_is_another_document():
    sentence = "The Convention (adopted in Belém do Pará on June 9, 1994) was discussed at length."
    found = described(f"{sentence} {ENGLISH_TEXT}")
    assert found.date is None
    assert found.title.startswith("The Convention (adopted in Belém do Pará")
