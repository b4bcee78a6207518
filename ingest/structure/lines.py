"""Lines of a text with what several rules ask of each: its label, its form, its formulas."""

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.structure.formulas import enacts, is_lead_in, names_body, opens_preamble
from puente.model.blocks import Block
from puente.text.list_labels import Labelled, is_rule, split_bullet, split_label
from puente.text.sentences import split_end_mark

# The longest heading of the seeds has 200 characters (003, line 397), the longest with a full stop
# inside 67 ("E.1 Oficina del Secretario Ejecutivo. Programa de Migración").
_MAX_LENGTH = 220
MAX_LENGTH_OF_SENTENCES = 100
_MAX_WORDS_BEFORE_COLON = 3
_SENTENCE_BREAK = re.compile(r"[^\s.]{3,}\. +[A-ZÁÉÍÓÚÑ¿“]")
_LETTER = re.compile(r"[^\W\d_]")
# A text in a heading's style that ends so is a paragraph: some numbered paragraphs are styled so.
_ENDS_PARAGRAPH = re.compile(r"[;,]$|[^.]\.$")
_DIVISION = re.compile(
    r"(?:(?:cap[íi]tulo|art[íi]culo|secci[óo]n|parte|chapter|article|section|part)(?=\s)"
    r"|anexo|ap[ée]ndice|annex|appendix)(?:\s+(?:\d{1,3}|[IVXL]{1,6}|[A-Z])\b)?[.:)]?",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class TextLine:
    """A block with the facts of its text; each is found out once, when it is first asked for.

    Without slots, for it keeps what it found out: half of the facts are asked of few lines.
    """

    block: Block

    @cached_property
    def text(self) -> str:
        """The text without space around it."""
        return self.block.text.strip()

    @cached_property
    def bullet(self) -> tuple[str, str] | None:
        """The bullet that the line opens with, and the text after it."""
        return split_bullet(self.text)

    @cached_property
    def labelled(self) -> Labelled | None:
        """The label that the line opens with, and the text after it."""
        return split_label(self.text)

    @property
    def is_listed(self) -> bool:
        """Test for a bullet, or a label that is certainly one."""
        return self.bullet is not None or (self.labelled is not None and not self.labelled.is_bare)

    @property
    def is_cell(self) -> bool:
        """Test for a row that the source has, or a cell that a converter wrote on its own line."""
        return bool(self.block.cells) or self.block.text.startswith("\t")

    @cached_property
    def is_rule(self) -> bool:
        """Test for a rule, as it stands above footnotes."""
        return is_rule(self.text)

    @cached_property
    def stated_level(self) -> int | None:
        """The level that the source gives a heading; None for a paragraph in a heading's style."""
        is_long = len(self.text) > MAX_LENGTH_OF_SENTENCES and _ENDS_PARAGRAPH.search(self.text)
        return None if is_long or len(self.text) > _MAX_LENGTH else self.block.heading

    @cached_property
    def is_division(self) -> bool:
        """Test for the number of an annex, a chapter or an article."""
        return is_division(self.text)

    @cached_property
    def looks_like_heading(self) -> bool:
        """Test for the form of a heading, the label being part of it."""
        return looks_like_heading(self.text)

    @cached_property
    def is_labelled_like_heading(self) -> bool:
        """Test for a label with a text after it that has the form of a heading."""
        return self.labelled is not None and looks_like_heading(self.labelled.text)

    @cached_property
    def enacts(self) -> bool:
        """Test for "RESUELVE:" at the start."""
        return enacts(self.text)

    @cached_property
    def names_body(self) -> bool:
        """Test for "LA ASAMBLEA GENERAL,"."""
        return names_body(self.text)

    @cached_property
    def is_lead_in(self) -> bool:
        """Test for "CONSIDERANDO:" and nothing else."""
        return is_lead_in(self.text)

    @cached_property
    def opens_preamble(self) -> bool:
        """Test for "RECORDANDO" at the start."""
        return opens_preamble(self.text)

    @property
    def is_formula(self) -> bool:
        """Test for any formula of a resolution."""
        return self.enacts or self.names_body or self.opens_preamble


def is_division(text: str) -> bool:
    """Test for "ANEXO", "CHAPTER VI" and nothing else."""
    return _DIVISION.fullmatch(text) is not None


def looks_like_heading(text: str) -> bool:
    """Test for the form of a heading: short, without an end mark, in upper case first."""
    if not text or len(text) > _MAX_LENGTH or not _LETTER.search(text):
        return False
    if is_division(text):
        return True
    if len(text) > MAX_LENGTH_OF_SENTENCES and _SENTENCE_BREAK.search(text):
        return False
    if text.endswith(":"):
        return len(text.split()) <= _MAX_WORDS_BEFORE_COLON and text[0].isupper()
    return not split_end_mark(text)[1] and not text[0].islower()
