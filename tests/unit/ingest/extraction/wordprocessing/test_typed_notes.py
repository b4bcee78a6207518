from ingest.extraction.wordprocessing.block_builder import CalledNote
from ingest.extraction.wordprocessing.content import (
    ContentCell,
    ContentRow,
    ContentTable,
    Paragraph,
)
from ingest.extraction.wordprocessing.paragraph_runs import ParagraphRuns
from ingest.extraction.wordprocessing.typed_notes import attach_typed_notes


def paragraph(*parts):
    """A paragraph of texts, raised ones in a tuple, and of the notes that it calls."""
    runs = ParagraphRuns()
    for part in parts:
        if isinstance(part, CalledNote):
            runs.notes.append(part)
        elif isinstance(part, str):
            runs.write(part)
        else:
            runs.write(*part, is_raised=True)
    return Paragraph(text=runs.text, notes=tuple(runs.notes), raised=runs.raised)


def note(mark, text):
    return CalledNote(mark=mark, text=text)


FOOT = note("7", "Al pie.")


def test_notes_stand_in_the_order_of_their_calls():
    (found, _) = attach_typed_notes(
        [
            paragraph("A", ("1",), " b", FOOT, " c", ("2",), "."),
            paragraph(("1",), " Una."),
            paragraph(("2",), " Dos."),
            paragraph("Fin."),
        ]
    )
    assert found.text == "A b c."
    assert found.notes == (note("1", "Una."), FOOT, note("2", "Dos."))


def test_a_note_gives_the_notes_that_it_calls_itself():
    (found,) = attach_typed_notes([paragraph("A", ("1",)), paragraph(("1",), " Una", FOOT, ".")])
    assert found.notes == (note("1", "Una."), FOOT)


def test_a_call_in_a_cell_has_its_note_below_the_table():
    cells = (ContentCell(content=(paragraph("12", ("*",)),)), ContentCell(content=None))
    table = ContentTable(rows=(ContentRow(cells=cells),))
    (found,) = attach_typed_notes([table, paragraph(("*",), " Estimado.")])
    assert found.rows[0].cells == (
        ContentCell(content=(Paragraph(text="12", notes=(note("*", "Estimado."),)),)),
        ContentCell(content=None),
    )


def test_a_mark_that_is_written_in_two_parts_is_one():
    (found,) = attach_typed_notes(
        [paragraph("A", ("1",), ("/",), "."), paragraph(("1",), ("/",), " Una.")]
    )
    assert (found.text, found.notes) == ("A.", (note("1", "Una."),))


def test_a_character_of_two_numbers_counts_as_one():
    (found,) = attach_typed_notes([paragraph("\ud83d", "\ude00", ("1",)), paragraph(("1",), " x")])
    assert (found.text, found.notes) == ("😀", (note("1", "x"),))


def test_a_paragraph_that_is_only_a_raised_mark_is_no_note():
    content = [paragraph("A", ("1",)), paragraph(("1",))]
    assert [item.text for item in attach_typed_notes(content)] == ["A1", "1"]
