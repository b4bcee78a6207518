from ingest.structure.footnotes import attach_notes
from puente.model.blocks import Block


def caller(line, *calls):
    return (Block(text="x", first_line=line, last_line=line, calls=calls),)


def note(line, mark):
    return Block(text="y", first_line=line, last_line=line, note=mark)


def test_a_note_of_any_mark_belongs_to_the_call_before_it():
    callers = [caller(1, "1", "i"), caller(4, "12"), caller(6)]
    notes = [note(2, "1"), note(3, "i"), note(5, "12")]
    assert attach_notes(callers, notes) == ((0, 1), (2,), ())


def test_marks_that_begin_anew_stay_with_their_own_calls():
    callers = [caller(1, "1"), caller(3, "1"), caller(5, "1")]
    assert attach_notes(callers, [note(2, "1"), note(4, "1"), note(6, "1")]) == ((0,), (1,), (2,))


def test_notes_at_the_foot_of_a_page_find_the_calls_above():
    callers = [caller(1, "1"), caller(2, "2"), caller(5, "3")]
    assert attach_notes(callers, [note(3, "1"), note(4, "2"), note(6, "3")]) == ((0,), (1,), (2,))


def test_a_note_that_nothing_calls_before_it_stays_alone():
    assert attach_notes([caller(2, "1")], [note(1, "1"), note(3, "2")]) == ((),)


def test_notes_are_matched_wherever_they_are_listed():
    callers = [caller(1, "1"), caller(3, "1")]
    assert attach_notes(callers, [note(4, "1"), note(2, "1")]) == ((1,), (0,))
