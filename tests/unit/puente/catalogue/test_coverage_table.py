from puente.catalogue.coverage import survey_works
from puente.catalogue.coverage_table import CoverageCell, tabulate_coverage, total_of
from puente.model.documents import Language
from puente.model.filters import Filters
from tests.fixtures.builders import document
from tests.fixtures.library import Library

ES, EN, FR = Language.ES, Language.EN, Language.FR


def cell(held, expected, originals=0):
    return CoverageCell(held=held, expected=expected, originals=originals)


def table(*documents, filters=Filters()):
    return tabulate_coverage(survey_works(Library(documents, ()), filters))


def of(identifier, organ, date, **values):
    return document(identifier, organ=organ, date=date, **values)


def test_works_are_counted_by_organ_year_and_language():
    rows = table(
        of("a.es", "CP", "2004-10-13"), of("a.en", "CP", "2004"), of("b.es", "CP", "2004"),
        of("c.en", "CP", "2009"),
    )  # fmt: skip
    assert [(row.organ, row.year, row.works, row.cells) for row in rows] == [
        ("CP", 2009, 1, {ES: cell(0, 1), EN: cell(1, 1)}),
        ("CP", 2004, 2, {ES: cell(2, 2), EN: cell(1, 2)}),
    ]


def test_an_original_that_is_missing_is_counted_in_its_language():
    rows = table(
        of("a.es", "CP", "2004", original_language=EN),
        of("b.es", "CP", "2004", original_language=ES),
        of("c.es", "CP", "2004", original_language=FR),
    )
    assert rows[0].cells == {ES: cell(3, 3), EN: cell(0, 3, 1), FR: cell(0, 1, 1)}


def test_the_organ_with_most_works_stands_first_and_what_is_not_known_last():
    rows = table(
        of("a.es", "AG", None), of("b.es", "CP", "2001"), of("c.es", "CP", None),
        of("d.es", None, "2003"), of("e.es", None, "2003"), of("f.es", None, "2003"),
    )  # fmt: skip
    assert [(row.organ, row.year) for row in rows] == [
        ("CP", 2001), ("CP", None), ("AG", None), (None, 2003),
    ]  # fmt: skip


def test_a_work_is_of_the_organ_and_the_year_of_the_first_version_that_has_one():
    rows = table(of("a.en", None, "2005"), of("a.es", "CP", None))
    assert [(row.organ, row.year, row.works) for row in rows] == [("CP", 2005, 1)]


def test_a_filter_narrows_the_works_and_not_their_versions():
    documents = [of("a.es", "CP", "2004"), of("a.en", "CP", "2004"), of("b.es", "CP", "2004")]
    (row,) = table(*documents, filters=Filters(languages=(EN,)))
    assert row.cells == {ES: cell(1, 1), EN: cell(1, 1)}


def test_a_total_sums_up_what_some_rows_lack():
    rows = table(of("a.es", "CP", "2004", original_language=FR), of("b.en", "CP", "2005"))
    total = total_of(rows)
    assert (total.organ, total.year, total.works) == ("CP", None, 2)
    assert total.cells == {ES: cell(1, 2), EN: cell(1, 2), FR: cell(0, 1, 1)}
