"""RTF -> blocks: the text that is shown, with the labels, notes and tables that the file spells."""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from ingest.extraction.rtf.body import RtfBody
from ingest.extraction.rtf.header_tables import HeaderTables
from ingest.extraction.rtf.tokens import RtfToken, codec_of_page, decode_bytes, rtf_tokens
from ingest.extraction.wordprocessing.block_builder import BlockBuilder, CalledNote
from ingest.extraction.wordprocessing.content import (
    Content,
    Paragraph,
    give,
    head_lines,
    plain_text,
    title_lines,
)
from ingest.extraction.wordprocessing.counters import NoteNumbers
from ingest.extraction.wordprocessing.typed_notes import attach_typed_notes
from puente.errors import ExtractionError
from puente.model.blocks import Extracted
from puente.model.reports import Reason

MAX_DEPTH = 500
# Of the code of a field, what tells its kind.
_ENOUGH_OF_FIELD = 40
# Groups that hold no text of the document, or show again what another group shows.
_LEFT_OUT = re.compile(
    r"colortbl|filetbl|pict|objdata|footer[lrf]?|sp|shprslt|nonshppict|nonesttables|r?xe"
    r"|tcn?|listname|template|listtable|listoverridetable|atnid|atnauthor|annotation|pn"
)
# Groups marked as unknown to old programs (\*) that hold text all the same.
_KEPT = frozenset(("footnote", "fldinst", "shpinst", "ud", "do"))
_SHOWN = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "bullet": "•",
    "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "emspace": " ",
    "enspace": " ", "qmspace": " ", "~": "\u00a0", "_": "\u2011", "\\": "\\",
}  # fmt: skip
# The styles of notes' numbers as \ftnnar and \aftnnrlc name them, without their prefix.
_NUMBER_STYLES = {"nar": "1", "nalc": "a", "nauc": "A", "nrlc": "i", "nruc": "I", "nchi": "*"}
_FIRST_HEADER = "headerf"
_CODE_PAGES = {"mac": "mac_roman", "pc": "cp437", "pca": "cp850"}


@dataclass(slots=True, kw_only=True)
class _Group:
    """State between two braces: where text goes (None: nowhere), and how it is shown."""

    sink: Callable[[str], None] | None
    codec: str
    width: int = 1
    hidden: bool = False
    deleted: bool = False
    raised: bool = False
    bold: bool = False
    in_head: bool = False
    shown: Callable[[str], None] | None = None
    at_end: Callable[[], None] | None = None


def read_rtf(path: Path, content: bytes) -> Extracted:
    """The paragraphs, rows and notes of an RTF document."""
    reader = _Reader(path)
    for token in rtf_tokens(content.removeprefix(b"\xef\xbb\xbf").lstrip()):
        if reader.take(token):
            return reader.finish()
    raise ExtractionError(path, Reason.MALFORMED, "the file is cut off: a group is not closed")


class _Reader:
    """Takes tokens; what each control word does is said in `_word`."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stories = [RtfBody()]
        self._headers: dict[str, list[Content]] = {}
        self._head = HeaderTables()
        self._group = _Group(sink=self._stories[0].write, codec="cp1252")
        self._outer: list[_Group] = []
        self._starred = False
        self._to_skip = 0
        self._data: list[bytes] = []
        self._numbers = NoteNumbers()
        self._field = ""

    def take(self, token: RtfToken) -> bool:
        """Test for the end of the document after this token."""
        if token.data:
            skipped = min(self._to_skip, len(token.data))
            self._to_skip -= skipped
            self._data.append(token.data[skipped:])
            return False
        if self._data:
            data, self._data = b"".join(self._data), []
            self._write(decode_bytes(data, self._group.codec))
        if token.brace == "{":
            self._open()
        elif token.brace:
            self._close()
            return not self._outer
        elif self._to_skip:
            self._to_skip -= 1
        elif token.sign:
            self._sign(token.sign)
        else:
            self._word(token.word, token.number)
        return False

    def finish(self) -> Extracted:
        body = attach_typed_notes(self._stories[0].finish())
        above: list[Paragraph] = []
        for name, header in sorted(self._headers.items(), reverse=True):
            is_of_first_page = name == _FIRST_HEADER
            above += title_lines(header, [*above, *body], is_of_first_page=is_of_first_page)
        flow = BlockBuilder(self._path)
        give(flow, (*above, *body))
        heads = (line for header in self._headers.values() for line in head_lines(header))
        return flow.extracted(self._head.properties, heads)

    def _open(self) -> None:
        if len(self._outer) == MAX_DEPTH:
            detail = f"its groups are nested more than {MAX_DEPTH} deep"
            raise ExtractionError(self._path, Reason.MALFORMED, detail)
        self._to_skip = 0
        self._starred = False
        self._outer.append(self._group)
        self._group = replace(self._group, at_end=None)

    def _close(self) -> None:
        self._to_skip = 0
        if self._group.at_end is not None:
            self._group.at_end()
        self._group = self._outer.pop() if self._outer else self._group

    def _sign(self, sign: str) -> None:
        if sign == "*":
            self._starred = True
        elif sign in "\r\n":
            self._word("par", None)
        elif sign in "{}":
            self._write(sign)
        else:
            self._write(_SHOWN.get(sign, ""))

    def _write(self, text: str) -> None:
        group = self._group
        if not text or group.sink is None or group.hidden or group.deleted:
            return
        if group.sink == self._stories[-1].write:
            self._stories[-1].write(text, is_raised=group.raised, is_bold=group.bold)
        else:
            group.sink(text)

    def _word(self, word: str, number: int | None) -> None:
        starred, self._starred = self._starred, False
        if _LEFT_OUT.fullmatch(word) or (starred and word not in _KEPT):
            self._group.sink = None
        elif word == "u":
            self._write(chr((number or 0) & 0xFFFF))
            self._to_skip = self._group.width
        elif word in _SHOWN:
            self._write(_SHOWN[word])
        elif self._group.in_head:
            self._group.sink = self._head.word(word, number or 0) or self._group.sink
        elif not (self._style_word(word, number) or self._group_word(word)):
            story = self._stories[-1]
            if self._group.sink == story.write and not self._group.deleted:
                story.word(word, number, self._head.levels)

    def _style_word(self, word: str, number: int | None) -> bool:
        """Test for a word that says how text is shown or which table of the head comes."""
        group, is_on = self._group, number != 0
        match word:
            case "plain":
                group.hidden = group.deleted = group.raised = group.bold = False
                group.codec = self._head.codec
            case "b":
                group.bold = is_on
            case "v":
                group.hidden = is_on
            case "deleted":
                group.deleted = is_on
            case "super":
                group.raised = is_on
            case "nosupersub" | "sub":
                group.raised = False
            case "uc":
                group.width = min(max(number or 0, 0), 8)
            case "f" | "deff":
                group.codec = self._head.fonts.get(number or 0, self._head.codec)
            case "ansicpg":
                self._use_codec(codec_of_page(number or 0))
            case "mac" | "pc" | "pca":
                self._use_codec(_CODE_PAGES[word])
            case "fonttbl" | "stylesheet" | "info":
                group.sink, group.in_head = self._head.open(word), True
            case _:
                return self._numbers_word(word)
        return True

    def _use_codec(self, codec: str) -> None:
        self._head.codec = self._group.codec = codec

    def _numbers_word(self, word: str) -> bool:
        """Test for a word that says how notes are numbered, as ftnnar and saftnnrlc do."""
        kind, found, style = word.removeprefix("s").partition("ftn")
        if not found or kind not in ("", "a") or style not in _NUMBER_STYLES:
            return False
        self._numbers.set_style(_NUMBER_STYLES[style], is_endnote=kind == "a")
        return True

    def _group_word(self, word: str) -> bool:
        """Test for a word that says what the group is."""
        group, story = self._group, self._stories[-1]
        match word:
            case "listtext" | "pntext":
                group.sink = story.write_label if group.sink else None
            case "fldinst":
                self._field, group.sink = "", self._take_field
            case "fldrslt" if self._field.split()[:1] == ["TOC"]:
                group.sink = None  # its headings stand in the text again
            case "shptxt" | "dptxbxtext" if group.sink:
                self._open_story(self._finish_box)
            case "headerf" | "header" | "headerr" | "headerl" if len(self._stories) == 1:
                self._open_story(partial(self._finish_header, word))
            case "footnote" if group.sink is None or group.hidden or group.deleted:
                group.sink = None
            case "footnote":
                self._open_story(self._finish_note)
            case "ftnalt":
                story.is_endnote = True
            case "chftn":
                story.calls_next = not (group.hidden or group.deleted)
            case "upr":
                group.shown, group.sink = group.sink, None
            case "ud":
                group.sink = group.shown
            case _:
                return False
        return True

    def _take_field(self, text: str) -> None:
        self._field = (self._field + text)[:_ENOUGH_OF_FIELD]

    def _open_story(self, at_end: Callable[[], None]) -> None:
        story = RtfBody()
        self._stories.append(story)
        self._group = replace(
            self._group, sink=story.write, raised=False, at_end=at_end, codec=self._head.codec
        )

    def _finish_box(self) -> None:
        box = self._stories.pop().finish()
        self._stories[-1].content += box

    def _finish_header(self, name: str) -> None:
        self._headers.setdefault(name, self._stories.pop().finish())

    def _finish_note(self) -> None:
        story = self._stories.pop()
        caller = self._stories[-1]
        if caller.calls_next:
            caller.calls_next = False
            mark = self._numbers.next(is_endnote=story.is_endnote)
        else:
            mark = caller.take_mark()
        text = plain_text(story.finish())
        caller.take_note(CalledNote(mark=mark, text=text.removeprefix(mark)))
