"""Lines of a text with what several rules ask of each: its label, its form, its formulas."""

import re
from dataclasses import dataclass
from functools import cached_property

from ingest.structure.formulas import (
    enacts,
    is_lead_in,
    is_office,
    names_body,
    opens_preamble,
)
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
_NAMED_JUDGE = re.compile(r"(?:judge|juez|jueza) (?!ad hoc)", re.IGNORECASE)
# "Juan Montero US$ 55.000,00" (1009, page 111), "Argentina 1.234 2.345"; not "Informe 2008".
_FIGURES_AT_END = re.compile(r"(?:(?:US\$|USD|[$€£])\s?\d[\d.,]*|(?:\s[\d.,]*\d%?){2,}|\d%)$")
_LONG_WORD = re.compile(r"[^\W\d_]{4}")
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
        """The level that the source gives a heading; None for other text in a heading's style.

        A paragraph, an amount, a recital and the office of who signs are set like one, too.
        """
        is_long = len(self.text) > MAX_LENGTH_OF_SENTENCES and _ENDS_PARAGRAPH.search(self.text)
        if is_long or len(self.text) > _MAX_LENGTH or self.block.heading is None:
            return None
        is_other = self.is_recital or self.is_office or is_made_of_numbers(self.text)
        return None if is_other else self.block.heading

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
    def is_recital(self) -> bool:
        """Test for "RECORDANDO que ...", which goes on behind its formula."""
        return self.opens_preamble and not self.is_lead_in and any(map(str.islower, self.text))

    @cached_property
    def is_office(self) -> bool:
        """Test for the office of a person who signs; "JUDGE OLIVER JACKMAN" heads an opinion."""
        return is_office(self.text) and not _NAMED_JUDGE.match(self.text)

    @property
    def is_formula(self) -> bool:
        """Test for any formula of a resolution."""
        return self.enacts or self.names_body or self.opens_preamble


def is_made_of_numbers(text: str) -> bool:
    """Test for an amount, or a row of figures behind its name: "US$ 57,000.00", "Chile 12 14"."""
    if _FIGURES_AT_END.search(text):
        return True
    digits = sum(map(str.isdigit, text))
    letters = sum(map(str.isalpha, text))
    return digits > letters and not _LONG_WORD.search(text)


def is_division(text: str) -> bool:
    """Test for "ANEXO", "CHAPTER VI" and nothing else."""
    return _DIVISION.fullmatch(text) is not None


def looks_like_heading(text: str) -> bool:
    """Test for the form of a heading: short, without an end mark, in upper case first."""
    if not text or len(text) > _MAX_LENGTH or not _LETTER.search(text):
        return False
    if is_division(text):
        return True
    if is_made_of_numbers(text):
        return False
    if len(text) > MAX_LENGTH_OF_SENTENCES and _SENTENCE_BREAK.search(text):
        return False
    if text.endswith(":"):
        return len(text.split()) <= _MAX_WORDS_BEFORE_COLON and text[0].isupper()
    return not split_end_mark(text)[1] and not text[0].islower()
