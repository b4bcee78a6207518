"""Notes that were typed by hand: a raised mark, and a paragraph that begins with the same one."""

from collections import defaultdict, deque
from collections.abc import Iterable

from ingest.extraction.docx.xml import Element, W, value
from ingest.extraction.note_marks import can_be_called, raised_mark, without_mark
from ingest.extraction.wordprocessing.block_builder import CalledNote


class TypedNotes:
    """The paragraphs that begin with a raised mark, each called once, by a mark before it."""

    def __init__(self, paragraphs: Iterable[Element]) -> None:
        self._waiting: defaultdict[str, deque[Element]] = defaultdict(deque)
        self._called: set[Element] = set()
        for paragraph in paragraphs:
            if (mark := _opening_mark(paragraph)) is not None:
                self._waiting[mark].append(paragraph)

    def take(self, run: Element, before: str) -> CalledNote | None:
        """The note that a run calls behind a text; None for a run that calls none."""
        mark = _raised_mark(run) if self._waiting else None
        if mark is None or not can_be_called(before):
            return None
        if not self._waiting[mark]:
            return None
        paragraph = self._waiting[mark].popleft()
        self._called.add(paragraph)
        text = "".join(str(each.text or "") for each in paragraph.iter(W + "t"))
        return CalledNote(mark=mark, text=without_mark(text, _text(_first_run(paragraph))))

    def is_called(self, paragraph: Element) -> bool:
        """Test for a paragraph that is a note which was called; one that is not, is text."""
        if paragraph in self._called:
            return True
        for waiting in self._waiting.values():
            if waiting and waiting[0] is paragraph:
                waiting.popleft()
        return False


def _opening_mark(paragraph: Element) -> str | None:
    """The raised mark that a paragraph with more text begins with."""
    first = _first_run(paragraph)
    mark = _raised_mark(first) if first is not None else None
    has_more = sum(1 for _ in paragraph.iter(W + "t")) > 1
    return mark if has_more else None


def _first_run(paragraph: Element) -> Element | None:
    return next((run for run in paragraph.iter(W + "r") if run.find(W + "t") is not None), None)


def _text(run: Element | None) -> str:
    if run is None:
        return ""
    return "".join(str(each.text or "") for each in run.iterfind(W + "t"))


def _raised_mark(run: Element) -> str | None:
    if value(run.find(W + "rPr"), "vertAlign") != "superscript":
        return None
    return raised_mark(_text(run))
