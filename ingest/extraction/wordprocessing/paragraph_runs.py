"""Runs of a paragraph while it is read, with the notes that are called between them."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import groupby

from ingest.extraction.wordprocessing.block_builder import CalledNote

_SURROGATE = re.compile(r"[\ud800-\udfff]")


@dataclass(frozen=True, slots=True, kw_only=True)
class RaisedText:
    """Characters `start` to `end` of a paragraph, behind as many of its notes."""

    start: int
    end: int
    notes_before: int


@dataclass(frozen=True, slots=True, kw_only=True)
class _Run:
    """Text that was written at once."""

    text: str
    is_raised: bool
    notes_before: int


@dataclass(slots=True)
class ParagraphRuns:
    """Takes runs of text and the notes that are called between them."""

    notes: list[CalledNote] = field(default_factory=list)
    _written: list[_Run] = field(default_factory=list)

    def write(self, text: str, *, is_raised: bool = False) -> None:
        """Take text."""
        if text:
            run = _Run(text=text, is_raised=is_raised, notes_before=len(self.notes))
            self._written.append(run)

    def take_raised_end(self) -> str:
        """The raised text at the end, out of the text; "" where it is blank or there is none."""
        start = len(self._written)
        while start and self._is_raised_here(self._written[start - 1]):
            start -= 1
        taken = "".join(run.text for run in self._written[start:]).strip()
        if taken:
            del self._written[start:]
        return taken

    def take_end(self, pattern: re.Pattern[str]) -> str:
        """The text that a pattern finds in the last run, out of it; "" where it finds none."""
        match = pattern.search(self._written[-1].text) if self._written else None
        if match is None:
            return ""
        last = self._written.pop()
        self._written.append(replace(last, text=last.text[: match.start()]))
        return match.group()

    @property
    def text(self) -> str:
        """All that was written."""
        return "".join(run.text for run in self._joined())

    @property
    def raised(self) -> tuple[RaisedText, ...]:
        """The places of the raised text; what stands together raised is one."""
        found, start = [], 0
        for run in self._joined():
            end = start + len(run.text)
            if run.is_raised:
                raised = RaisedText(start=start, end=end, notes_before=run.notes_before)
                found.append(raised)
            start = end
        return tuple(found)

    def _is_raised_here(self, run: _Run) -> bool:
        """Test for a raised run behind all notes."""
        return run.is_raised and run.notes_before == len(self.notes)

    def _joined(self) -> Iterator[_Run]:
        """The runs, those of one kind that no note divides as one."""
        for (is_raised, notes), alike in groupby(
            self._written, lambda run: (run.is_raised, run.notes_before)
        ):
            text = _with_whole_characters("".join(run.text for run in alike))
            yield _Run(text=text, is_raised=is_raised, notes_before=notes)


def _with_whole_characters(text: str) -> str:
    """The text; a character beyond the first plane is two numbers in .doc and RTF."""
    if _SURROGATE.search(text) is None:
        return text
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
