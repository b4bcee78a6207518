"""Tables at the head of an RTF file: fonts, styles, title and date."""

import re
from collections.abc import Callable
from functools import partial
from typing import TypeAlias

from ingest.extraction.rtf.tokens import codec_of_charset
from puente.model.blocks import Properties
from puente.text.dates import is_date

Sink: TypeAlias = Callable[[str], None]
_LONGEST_TEXT = 2_000
_HEADING_STYLE = re.compile(r"(?:heading|t[íi]tulo|titre) ?([1-9])\b", re.IGNORECASE)


class HeaderTables:
    """Takes the words and texts of the font table, the stylesheet and the information group.

    `codec` is the document's, `fonts` those of its fonts; `levels` are the outline levels of its
    heading styles, from 0.
    """

    def __init__(self) -> None:
        self.codec = "cp1252"
        self.fonts: dict[int, str] = {}
        self.levels: dict[int, int] = {}
        self._table = ""
        self._time = ""
        self._font = 0
        self._style = 0
        self._texts: dict[str, str] = {}
        self._created: dict[str, int] = {}

    @property
    def properties(self) -> Properties:
        """The title, the keywords and the date of creation."""
        year, month, day = (self._created.get(name, 0) for name in ("yr", "mo", "dy"))
        date = f"{year:04}-{month:02}-{day:02}"
        return Properties(
            title=self._texts.get("title", "").strip() or None,
            keywords=self._texts.get("keywords", "").strip() or None,
            date=date if is_date(date) else None,
        )

    def open(self, table: str) -> Sink | None:
        """The sink of the text in a table that opens."""
        self._table = table
        return self._take_style_name if table == "stylesheet" else None

    def word(self, word: str, number: int) -> Sink | None:
        """Take a word; where the text goes that follows it, None where it says nothing of that."""
        match self._table, word:
            case "fonttbl", "f":
                self._font = number
            case "fonttbl", "fcharset":
                self.fonts[self._font] = codec_of_charset(number, self.codec)
            case "stylesheet", "s":
                self._style = number
            case "stylesheet", "sbasedon" if number in self.levels:
                self.levels.setdefault(self._style, self.levels[number])
            case "stylesheet", "outlinelevel":
                self.levels[self._style] = number
            case "info", "title" | "keywords":
                return partial(self._take_text, word)
            case "info", "creatim" | "revtim" | "printim" | "buptim":
                self._time = word
            case "info", "yr" | "mo" | "dy" if self._time == "creatim":
                self._created[word] = number
        return None

    def _take_text(self, name: str, text: str) -> None:
        self._texts[name] = (self._texts.get(name, "") + text)[:_LONGEST_TEXT]

    def _take_style_name(self, text: str) -> None:
        if match := _HEADING_STYLE.match(text.strip()):
            self.levels.setdefault(self._style, int(match[1]) - 1)
