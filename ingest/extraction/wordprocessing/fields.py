"""Word's fields: a code between two marks, and what is shown for it."""

from dataclasses import dataclass


@dataclass(slots=True)
class _Field:
    code: str = ""
    in_code: bool = True
    is_shown: bool = False


class Fields:
    """The fields that are open at a place; those of a table of contents show nothing.

    The headings that a table of contents names stand in the text again.
    """

    def __init__(self) -> None:
        self._open: list[_Field] = []

    @property
    def show(self) -> bool:
        """Test for text that is shown: it is in no field, or in the results of all."""
        return all(one.is_shown for one in self._open)

    def begin(self) -> None:
        """A code begins."""
        self._open.append(_Field())

    def write(self, code: str) -> None:
        """Take a part of the code."""
        if self._open:
            self._open[-1].code += code

    def separate(self) -> None:
        """The code ends and its result begins."""
        if self._open:
            self._open[-1].in_code = False
            self._open[-1].is_shown = self._open[-1].code.split()[:1] != ["TOC"]

    def end(self) -> None:
        """The field ends."""
        if self._open:
            self._open.pop()

    def end_paragraph(self) -> None:
        """A code that no paragraph ends was never closed; a result can go on."""
        self._open = [one for one in self._open if not one.in_code]
