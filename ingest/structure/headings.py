"""Which lines are headings."""

import re
from collections.abc import Sequence

from puente.model.blocks import Block
from puente.text.list_labels import Labelled, is_listed, split_bullet, split_label
from puente.text.sentences import split_end_mark

# The longest heading of the seeds has 200 characters (003, line 397), the longest with a full stop
# inside 67 ("E.1 Oficina del Secretario Ejecutivo. Programa de Migración").
_MAX_LENGTH = 220

_MAX_LENGTH_OF_SENTENCES = 100

_MAX_WORDS_BEFORE_COLON = 3

_SENTENCE_BREAK = re.compile(r"[^\s.]{3,}\. +[A-ZÁÉÍÓÚÑ¿“]")

# A text in a heading's style that ends so is a paragraph: some numbered paragraphs are styled so.
_ENDS_PARAGRAPH = re.compile(r"[;,]$|[^.]\.$")

# More lines in a row that look like headings are a list: of names, of countries.
_MOST_IN_A_ROW = 6

_DIVISION = re.compile(
    r"(?:(?:cap[íi]tulo|art[íi]culo|secci[óo]n|parte|chapter|article|section|part)(?=\s)"
    r"|anexo|ap[ée]ndice|annex|appendix)(?:\s+(?:\d{1,3}|[IVXL]{1,6}|[A-Z])\b)?[.:)]?",
    re.IGNORECASE,
)


def looks_like_heading(text: str) -> bool:
    """Whether a text has the form of a heading: short, without an end mark, in upper case first."""
    if not text or len(text) > _MAX_LENGTH or not re.search(r"[^\W\d_]", text):
        return False
    if _DIVISION.fullmatch(text):
        return True
    if _SENTENCE_BREAK.search(text) and len(text) > _MAX_LENGTH_OF_SENTENCES:
        return False
    if text.endswith(":"):
        return len(text.split()) <= _MAX_WORDS_BEFORE_COLON and text[0].isupper()
    return not split_end_mark(text)[1] and not text[0].islower()


def stated_level(block: Block) -> int | None:
    """The level that the source gives a heading; None also for a paragraph in a heading's style."""
    text = block.text.strip()
    is_long = len(text) > _MAX_LENGTH_OF_SENTENCES and _ENDS_PARAGRAPH.search(text)
    return None if is_long or len(text) > _MAX_LENGTH else block.heading


def is_heading(blocks: Sequence[Block], position: int) -> bool:
    """Whether an unlabelled line is a heading: it looks like one, and text comes under it.

    Lines that only such lines follow are a list or, at the end, a signature (002, lines 103-105).
    """
    if not _is_plain_candidate(blocks[position]):
        return False
    after = _run_length(blocks[position + 1 : position + 1 + _MOST_IN_A_ROW])
    before = _run_length(blocks[max(0, position - _MOST_IN_A_ROW) : position][::-1])
    next_position = position + 1 + after
    has_text = next_position < len(blocks) and blocks[next_position].note is None
    return has_text and before + 1 + after <= _MOST_IN_A_ROW


def _run_length(blocks: Sequence[Block]) -> int:
    """How many of the first blocks could each be a heading without a label."""
    others = (at for at, block in enumerate(blocks) if not _is_plain_candidate(block))
    return next(others, len(blocks))


def _is_plain_candidate(block: Block) -> bool:
    text = block.text.strip()
    in_table = bool(block.cells) or block.text.startswith("\t")
    is_plain = block.note is None and not in_table and not is_listed(text)
    return is_plain and looks_like_heading(text)


def first_heading(blocks: Sequence[Block]) -> str | None:
    """The text of the heading that the blocks open with, None where they open with text."""
    if not blocks:
        return None
    text = blocks[0].text.strip()
    labelled = split_label(text)
    if stated_level(blocks[0]) is not None:
        return labelled.text if labelled is not None and labelled.text else text
    if labelled is not None and not labelled.is_bare:
        return labelled.text if is_labelled_heading(blocks, 0, labelled) else None
    return text if is_heading(blocks, 0) else None


def is_labelled_heading(blocks: Sequence[Block], position: int, labelled: Labelled) -> bool:
    """Whether a labelled line is a heading: it looks like one, and something comes under it."""
    if position + 1 == len(blocks) or blocks[position + 1].note is not None:
        return False
    following = blocks[position + 1].text.strip()
    next_labelled = None if blocks[position + 1].cells else split_label(following)
    if labelled.text.endswith(":"):
        # "2. Actividades realizadas:" (003, line 54), not the lead-in of a list (002, line 78).
        listed = next_labelled or split_bullet(following)
        return len(labelled.text) <= _MAX_LENGTH_OF_SENTENCES and not listed
    if not looks_like_heading(labelled.text):
        return False
    if next_labelled is None or next_labelled.is_bare:
        return True
    own_label = labelled.label.rstrip(".)")
    return any(
        reading.value == 1 or reading.prefix == own_label for reading in next_labelled.readings
    )


def is_division(text: str) -> bool:
    """Whether a line is the number of an annex, a chapter or an article."""
    return _DIVISION.fullmatch(text.strip()) is not None
