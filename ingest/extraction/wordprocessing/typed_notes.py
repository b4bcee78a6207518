"""Notes that were typed by hand: a raised mark, and a paragraph that begins with the same one."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from ingest.extraction.note_marks import can_be_called, raised_mark, without_mark
from ingest.extraction.wordprocessing.block_builder import CalledNote
from ingest.extraction.wordprocessing.content import Content, Paragraph, plain_text


def attach_typed_notes(content: Iterable[Content]) -> tuple[Content, ...]:
    """The content, each note that was typed as a paragraph at the first mark before it.

    Only a paragraph outside tables can be a note; one that nothing calls, is text.
    """
    return tuple(_TypedNotes(tuple(content)).attached())


class _TypedNotes:
    """The paragraphs that begin with a raised mark, by their places in the content."""

    def __init__(self, content: Sequence[Content]) -> None:
        self._content = content
        self._notes: dict[int, Paragraph] = {}
        self._marks: dict[int, str] = {}
        self._waiting: defaultdict[str, deque[int]] = defaultdict(deque)
        self._called: set[int] = set()
        for place, item in enumerate(content):
            if isinstance(item, Paragraph) and (mark := _opening_mark(item)) is not None:
                self._notes[place], self._marks[place] = item, mark
                self._waiting[mark].append(place)

    def attached(self) -> Iterator[Content]:
        if not self._waiting:
            yield from self._content
            return
        for place, item in enumerate(self._content):
            if place in self._called:
                continue
            if place in self._marks:
                # Nothing before called it, so it is text: what comes after calls it no more.
                self._waiting[self._marks[place]].popleft()
            yield self._with_notes(item)

    def _with_notes(self, item: Content) -> Content:
        if isinstance(item, Paragraph):
            return self._with_called(item)
        return replace(
            item,
            rows=tuple(
                replace(
                    row,
                    cells=tuple(
                        replace(cell, content=tuple(map(self._with_notes, cell.content)))
                        if cell.content
                        else cell
                        for cell in row.cells
                    ),
                )
                for row in item.rows
            ),
        )

    def _with_called(self, paragraph: Paragraph) -> Paragraph:
        """The paragraph with the notes that its raised marks call in their stead."""
        shown, notes = "", list[CalledNote]()
        at = given = 0
        for raised in paragraph.raised:
            mark = paragraph.text[raised.start : raised.end].rstrip()
            before = shown + paragraph.text[at : raised.start]
            called = self._take(mark, before)
            if called:
                shown, at = before, raised.start + len(mark)
                notes += (*paragraph.notes[given : raised.notes_before], *called)
                given = raised.notes_before
        notes += paragraph.notes[given:]
        return replace(paragraph, text=shown + paragraph.text[at:], notes=tuple(notes), raised=())

    def _take(self, raised: str, before: str) -> tuple[CalledNote, ...]:
        """The note that a raised text calls behind a text, and the notes which that calls."""
        mark = raised_mark(raised)
        waiting = self._waiting.get(mark) if mark is not None else None
        if mark is None or not waiting or not can_be_called(before):
            return ()
        place = waiting.popleft()
        self._called.add(place)
        note = self._notes[place]
        opening = note.text[: note.raised[0].end]
        text = plain_text([replace(note, text=without_mark(note.text, opening))])
        return (CalledNote(mark=mark, text=text), *note.notes)


def _opening_mark(paragraph: Paragraph) -> str | None:
    """The raised mark that a paragraph with more text begins with."""
    if not paragraph.raised:
        return None
    first = paragraph.raised[0]
    is_opening = not paragraph.text[: first.start].strip()
    has_more = bool(paragraph.text[first.end :].strip())
    mark = raised_mark(paragraph.text[first.start : first.end])
    return mark if is_opening and has_more else None
