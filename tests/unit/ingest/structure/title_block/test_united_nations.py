import pytest

from ingest.structure.title_block.reading import read_title_block
from puente.model.documents import Language
from tests.fixtures.texts import described, examined

TEXT = "1. The Working Group held its first session and reviewed the situation of the State."
REVIEW = "Report of the Working Group on the Universal Periodic Review"


@pytest.mark.parametrize(
    "letterhead",
    [
        ("United Nations A/HRC/21/11", "General Assembly Distr.: General"),
        ("UNITED NATIONS A", "Distr.", "General Assembly", "GENERAL", "A/HRC/21/11"),
        ("UNITED", "NATIONS A", "General Assembly Distr.", "GENERAL", "A/HRC/21/11"),
        ("UNITED NATIONS", "A", "/HRC/21/11", "General Assembly", "Distr. GENERAL"),
    ],
)
def test_a_title_page_is_read_below_its_letterhead(letterhead):
    found = described(
        *letterhead, "9 July 2012", "Original: English", "Human Rights Council",
        "Twenty-first session", "Agenda item 6", "UNIVERSAL PERIODIC REVIEW", f"{REVIEW}*",
        "Brazil", "Contents", "Introduction ........ 1-4 3", TEXT,
    )  # fmt: skip
    assert found.symbol is not None
    assert (found.symbol.text, found.organ, found.kind) == ("A/HRC/21/11", "UN/A/HRC", "report")
    assert found.title == f"UNIVERSAL PERIODIC REVIEW {REVIEW} Brazil"
    assert (found.date, found.original_language) == ("2012-07-09", Language.EN)


def test_the_names_of_treaty_and_committee_are_no_title():
    found = described(
        "UNITED NATIONS", "CMW", "International Convention on the Protection of the Rights of All",
        "Migrant Workers and Members of Their Families", "Distr.", "GENERAL", "CMW/C/MEX/CO/1",
        "20 December 2006", "ENGLISH", "Original: SPANISH", "COMMITTEE ON THE PROTECTION OF THE"
        " RIGHTS OF ALL MIGRANT WORKERS AND MEMBERS OF THEIR FAMILIES", "Fifth session",
        "30 October-3 November 2006", "Concluding observations of the Committee", "MEXICO", TEXT,
    )  # fmt: skip
    assert (found.title, found.organ) == (
        "Concluding observations of the Committee MEXICO",
        "UN/CMW/C",
    )
    assert (found.date, found.kind) == ("2006-12-20", "document")


def test_a_general_assembly_with_a_symbol_of_the_united_nations_is_theirs():
    found = described("A/L.632", "GENERAL ASSEMBLY", "DRAFT RESOLUTION ON MIGRANTS", TEXT)
    assert (found.organ, found.title) == ("UN/A", "DRAFT RESOLUTION ON MIGRANTS")


def test_a_document_of_the_organization_that_cites_the_united_nations_is_its_own():
    found = read_title_block(
        examined("PERMANENT COUNCIL", "CP/doc.3654/02", "REPORT ON A/HRC/21/11", TEXT)
    )
    assert (found.organ, found.title) == ("CP", "REPORT ON A/HRC/21/11")


def test_the_first_heading_behind_a_list_of_contents_is_not_of_the_title():
    found = described(
        "United Nations A/HRC/23/8", "22 March 2013", "Human Rights Council", REVIEW, "Bahamas",
        "Contents", "Introduction ........ 1-4 3", "I. Summary ........ 5-91 3",
        "Annex ........ 92", "Introduction", TEXT,
    )  # fmt: skip
    assert found.title == f"{REVIEW} Bahamas"
