"""Plain text in any of the usual encodings -> blocks, one to a line or paragraph."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from ingest.extraction.file_type import looks_like_utf16
from puente.errors import ExtractionError
from puente.model.blocks import Block
from puente.model.reports import Reason
from puente.text.list_labels import is_listed, is_rule

MAX_LINE = 1_000_000
# A thousand pages; beyond, a list or a log is called a document.
MAX_LINES = 50_000
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_SAVE_AS_UTF8 = "Save it as UTF-8."
_BINARY = "the file is binary data, not text"
_USUAL = re.compile(r"[\xa0-\xff\u2000-\u22ff]")
# A lone tab is not blank: it is an empty cell of a table (004, line 13).
_BLANK = " \u00a0\u200b\ufeff\v"
_LINE_END = re.compile(r"\r\n|\r|\n")
# A letter of another encoding read as Windows-1252 shows as a sign inside a word: "organizaci¢n".
_SIGN_IN_WORD = re.compile(r"(?<=[a-zA-Z])[^\x00-\x7f’\w](?=[a-z])")
# More letters than this that a converter could not read, and the text is not worth indexing.
_MOST_LOST = 2
_LOST_LETTER = re.compile(r"(?<=[^\W\d_])\ufffd(?=[^\W\d_])")
# Text wrapped at a column (pdftotext, e-mail): the width under which lines are looked at, and the
# share of it that a line which goes on has filled.
_WRAP_WIDTH = 100
_FILLED = 0.7


def text_lines(path: Path, text: str) -> tuple[str, ...]:
    """The lines of a text; refuses one with too many, too long ones, or without a word."""
    lines = tuple(_LINE_END.split(text))
    if len(lines) > MAX_LINES:
        detail = f"the text has {len(lines):,} lines, more than {MAX_LINES:,}. Split the file."
        raise ExtractionError(path, Reason.TOO_BIG, detail)
    if max(map(len, lines)) > MAX_LINE:
        detail = f"the text has a line over {MAX_LINE:,} characters"
        raise ExtractionError(path, Reason.TOO_BIG, detail)
    lost = len(_LOST_LETTER.findall(text))
    if lost > _MOST_LOST:
        detail = f"{lost} letters were lost when it was converted. Convert the original to UTF-8."
        raise ExtractionError(path, Reason.MALFORMED, detail)
    if not any(character.isalpha() for character in text):
        raise ExtractionError(path, Reason.EMPTY, "the file has no words")
    return lines


def text_blocks(path: Path, text: str) -> tuple[Block, ...]:
    """The lines of a text as blocks, or its paragraphs where lines were wrapped at a column."""
    blocks = tuple(_line_blocks(text_lines(path, text)))
    return tuple(_unwrap(blocks)) if _is_wrapped(blocks) else blocks


def decode(path: Path, content: bytes) -> str:
    """The text; never a guess between encodings that would read it differently."""
    for mark, encoding in _MARKS:
        if content.startswith(mark):
            return _decode_strictly(path, content.removeprefix(b"\xef\xbb\xbf"), encoding)
    if b"\0" in content:
        if not looks_like_utf16(content):
            raise ExtractionError(path, Reason.WRONG_TYPE, _BINARY)
        detail = f"it looks like UTF-16 without a byte order mark. {_SAVE_AS_UTF8}"
        raise ExtractionError(path, Reason.MALFORMED, detail)
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        if _is_mostly_utf8(content):
            line = len(_LINE_END.split(content[: error.start].decode("utf-8")))
            detail = f"it is UTF-8 with bytes that are not, first in line {line}. {_SAVE_AS_UTF8}"
            raise ExtractionError(path, Reason.MALFORMED, detail) from error
        # Latin-1 text reads the same in Windows-1252; only the five bytes that the latter leaves
        # undefined could tell them apart, and they are no text in either.
        text = _decode_strictly(path, content, "cp1252")
        _check_plausible(path, text)
    controls = sum(text.count(chr(code)) for code in range(32) if chr(code) not in "\t\n\r\f\v")
    if controls > max(8, len(text) // 100):
        raise ExtractionError(path, Reason.WRONG_TYPE, _BINARY)
    return text


def _is_mostly_utf8(content: bytes) -> bool:
    """Test for a text that is not all UTF-8 and not Windows-1252 either.

    In Windows-1252 the letters and signs of our languages in UTF-8 would be "Ã³" and "â€œ"; other
    sequences are valid by accident: the end of "“PERÚ”" is one.
    """
    read = content.decode("utf-8", errors="surrogateescape")
    bad = sum("\udc80" <= character <= "\udcff" for character in read)
    valid = sum(not character.isascii() for character in read) - bad
    usual = len(_USUAL.findall(read))
    return valid > bad or usual > 0.25 * bad


def _decode_strictly(path: Path, content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        detail = f"it is no valid UTF-8, UTF-16 or Windows-1252 text. {_SAVE_AS_UTF8}"
        raise ExtractionError(path, Reason.MALFORMED, detail) from error


def _check_plausible(path: Path, text: str) -> None:
    foreign = sum(not character.isascii() for character in text)
    if len(_SIGN_IN_WORD.findall(text)) > 0.1 * foreign:
        detail = f"its encoding is neither UTF-8 nor Windows-1252. {_SAVE_AS_UTF8}"
        raise ExtractionError(path, Reason.MALFORMED, detail)


def _line_blocks(lines: Sequence[str]) -> Iterator[Block]:
    """A block for each line with anything on it; form feeds divide pages."""
    page = 1 if any("\f" in line for line in lines) else None
    gap = 0
    for number, line in enumerate(lines, start=1):
        if page is not None:
            page += line.count("\f")
        text = line.replace("\f", "")
        if text.strip(_BLANK):
            yield Block(text=text, first_line=number, last_line=number, gap=gap, page=page)
            gap = 0
        else:
            gap += 1


def _is_wrapped(blocks: tuple[Block, ...]) -> bool:
    """Test for a common width that most lines fill which another follows at once."""
    width = max(len(block.text) for block in blocks)
    followed = [
        block
        for block, following in pairwise(blocks)
        if following.gap == 0 and _continues(following)
    ]
    filled = sum(len(block.text.rstrip()) >= _FILLED * width for block in followed)
    return 40 <= width <= _WRAP_WIDTH and len(followed) >= 3 and filled >= 0.7 * len(followed)


def _continues(block: Block) -> bool:
    text = block.text.strip()
    return not (block.text.startswith("\t") or is_listed(text) or is_rule(text))


def _unwrap(blocks: tuple[Block, ...]) -> Iterator[Block]:
    width = max(len(block.text) for block in blocks)
    paragraph = blocks[0]
    last = blocks[0]
    for block in blocks[1:]:
        filled = len(last.text.rstrip()) >= _FILLED * width
        if block.gap == 0 and filled and _continues(block) and not is_rule(last.text.strip()):
            paragraph = Block(
                text=_join(paragraph.text.rstrip(), block.text.strip()),
                first_line=paragraph.first_line,
                last_line=block.last_line,
                gap=paragraph.gap,
                page=paragraph.page,
            )
        else:
            yield paragraph
            paragraph = block
        last = block
    yield paragraph


def _join(text: str, following: str) -> str:
    if re.fullmatch(r"[a-zà-ÿ]-", text[-2:]) and following[:1].islower():
        return text[:-1] + following
    return f"{text} {following}"
