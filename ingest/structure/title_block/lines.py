"""Lines of a title block with what several rules ask of each."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property

from ingest.structure.lines import is_division, looks_like_heading
from ingest.structure.title_block.bodies import fold_spaces, kind_words, stated_names, words
from ingest.structure.title_block.fields import fold_characters, without_fields
from puente.model.documents import Language
from puente.symbols.finding import find_symbols, is_mark, without_symbols
from puente.text.dates import find_date, without_dates
from puente.text.list_labels import are_linked, is_in_capitals
from puente.text.tokenization import fold

# Two originals ("Original: Spanish/English") are no one language.
ORIGINAL = re.compile(r"\boriginal(?: language)?\s*:\s*(\w+)\b(?!\s*/)", re.IGNORECASE)
_WORD = re.compile(r"[^\W\d_]{4,}")
NOTE_MARKS = "*\u2217\u2020"
# "MIGRANTES1/" is how the OAS types a call.
_NOTE_MARKS = re.compile(
    rf"(?<=[\w).”\"])\s?[{NOTE_MARKS}]{{1,3}}(?!\w)|(?<=[^\W\d_])\d{{1,2}}/(?!\w)"
)
# "Ciudad de México", "Port of Spain": capitals, with small words between them.
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+$|\S+@\S+$", re.IGNORECASE)
# "No. 68/11", and the symbol of a body that no table knows: "MISPA II/doc.8/09 rev. 2".
_NUMBERED_LINE = re.compile(
    r"[Nn][oOrR]?[.º°]{1,2}\s*\d+(?:[-/]\d+)?"
    r"|[A-Z][A-Z0-9/. -]{1,24}/(?:doc|inf|INF|DEC|RES|ACTA|SA)\.?\s?\d[\w/(). -]{0,30}"
)
_RESOLUTION_ABOVE = re.compile(
    r"^(?:RESOLUCI[OÓ]N|RESOLUTION|RESOLUÇÃO|RÉSOLUTION)\s+(?=(?:LOS|LAS|EL|LA|THE|OS|AS|LES|LE)\s)"
)
_NUMBERED = re.compile(r"\b(?:n[or]?[.º°o]?\s*)?\d+(?:/\d+)?")
_TOWN = re.compile(
    r"[^\W\d_a-zà-ÿ][\w.'’-]*(?: (?:(?:de|del|la|las|los|el|of|and|y|do|da) ){0,2}"
    r"[^\W\d_a-zà-ÿ][\w.'’-]*){0,4},"
)


@dataclass(frozen=True)
class TitleLine:
    """A line of a title block, without space around it, below `gap` empty lines.

    What several rules ask of it is found out once, so it has no slots.
    """

    text: str
    gap: int = 0

    @cached_property
    def date(self) -> str | None:
        """The first date in it."""
        return find_date(self.text)

    @cached_property
    def is_in_capitals(self) -> bool:
        """Test for capitals alone."""
        return is_in_capitals(self.text)

    @cached_property
    def opens_body_name(self) -> bool:
        """Test for "Comisión" or "Working Group" at the start."""
        folded = fold(self.text)
        return any(folded.startswith(fold(name) + " ") for name in words()["cover"]["bodies"])

    @cached_property
    def original_language(self) -> Language | None:
        """The language of the original that it states, if that is a known one."""
        if match := ORIGINAL.search(self.text):
            stated = fold(match[1])
            for code, names in words()["languages"].items():
                if stated in map(fold, names):
                    return Language(code)
        return None

    @property
    def is_dated_town(self) -> bool:
        """Test for a town and a day: "Ciudad de México, 11 y 12 de enero de 2004"."""
        town = _TOWN.match(self.text)
        if town is None or self.date is None or self.date.count("-") != 2:
            return False
        rest = without_dates(self.text[town.end() :]).strip(" ,.()")
        spoken = set(fold_spaces(town.group()).strip(",").split())
        return not rest and not spoken & kind_words()

    @cached_property
    def is_bare_kind(self) -> bool:
        """Test for "PROYECTO DE RESOLUCIÓN" or "COMUNICADO DE PRENSA No. 68/11", and no more."""
        return _bare_kind().fullmatch(_without_names(self.text)) is not None

    @property
    def tells_adoption(self) -> bool:
        """Test for "(Adopted at the session held on ...)", "Suscrita en ... el 18 de ..."."""
        return self.date is not None and _adoption().match(fold(self.text)) is not None

    @property
    def can_be_title(self) -> bool:
        """Test for words that are no remark in brackets, no address on the web, no "ANEXO"."""
        is_remark = self.text.startswith("(") or _ADDRESS.match(self.text) or is_division(self.text)
        return self.has_words and not is_remark

    @property
    def has_words(self) -> bool:
        """Test for a letter: "2008-2009" has none."""
        return any(character.isalpha() for character in self.text)

    @property
    def is_dated_alone(self) -> bool:
        """Test for a date and nothing else."""
        return not any(character.isalnum() for character in without_dates(self.text))

    @cached_property
    def symbol_kind(self) -> str | None:
        """The kind of the first symbol in it."""
        return next((mention.symbol.kind for mention in find_symbols(self.text)), None)

    @cached_property
    def is_mark(self) -> bool:
        """Test for what the right column has: symbol, series, date or the original language."""
        if ORIGINAL.match(self.text) or self.date == self.text:
            return True
        undated = without_dates(self.text)
        has_letters = any(character.isalnum() for character in undated)
        return is_mark(undated) if has_letters else undated != self.text

    @cached_property
    def states(self) -> bool:
        """Test for a line of which nothing is left without the symbol, date or body it states."""
        if ORIGINAL.search(self.text) or self.date == self.text:
            return True
        if self.is_bare_kind or self.tells_adoption or _NUMBERED_LINE.fullmatch(self.text):
            return True
        rest = " ".join(without_symbols(self.text).split())
        undated = without_dates(without_fields(rest))
        # "Washington, D.C. 30 Septiembre - 1 Octubre, 2004" against a title's "CELEBRADA LOS DÍAS
        # 30 DE SEPTIEMBRE" (both 002), and "(Aprobada en la sesión plenaria del 7 de junio ...)".
        if undated != rest and (
            _is_place(undated) or self.text.startswith("(") or self.is_dated_town
        ):
            return True
        named = _without_bodies(undated)
        if named == fold_spaces(self.text):
            return False
        return not _WORD.search(named) or _held_again().fullmatch(named) is not None


def read_phrases(lines: Sequence[TitleLine]) -> tuple[str, ...]:
    """The lines above a title as they are read: the left column, then the marks of the right one.

    Marks are series, symbol, date and original language; a converter mixes the columns, and breaks
    names: "CONSEJO PERMANENTE DE LA", "OEA/Ser.G", "ORGANIZACIÓN DE LOS ..." (002, lines 5-12).
    """
    phrases: list[str] = []
    before: TitleLine | None = None
    in_body_name = False
    for line in lines:
        if line.is_mark:
            continue
        goes_on = in_body_name and not line.opens_body_name and not line.states
        if (
            before is not None
            and can_go_on(before, line)
            and (goes_on or are_linked(before.text, line.text))
        ):
            phrases[-1] += f" {line.text}"
        else:
            phrases.append(line.text)
        in_body_name = line.opens_body_name or goes_on
        before = line
    return (*phrases, *(line.text for line in lines if line.is_mark))


def _without_bodies(text: str) -> str:
    """The text in lower case, without accents and without names of bodies."""
    named = fold_spaces(text)
    for name in stated_names():
        named = named.replace(name, " ")
    return named


def _without_names(text: str) -> str:
    """The words of a line beside symbols and bodies, without the number of a press release."""
    said = _without_bodies(without_symbols(text))
    return " ".join(_NUMBERED.sub(" ", said).split()).strip(" .:,()")


@cache
def _bare_kind() -> re.Pattern[str]:
    return _any_of(words()["cover"]["bare_kinds"])


@cache
def _adoption() -> re.Pattern[str]:
    adopted = _any_of(words()["cover"]["adopted"]).pattern
    return re.compile(rf"\(?(?:\w+ )?{adopted}\b")


@cache
def _held_again() -> re.Pattern[str]:
    """Pattern for what is left of "TENTH MEETING OF THE REGIONAL CONFERENCE ON MIGRATION"."""
    cover = words()["cover"]
    ordinal, other = _any_of(cover["ordinals"]).pattern, _any_of(cover["held"]).pattern
    return re.compile(rf"\W*(?:{other}\W+)*{ordinal}(?:\W+{ordinal}|\W+{other})*\W*")


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile(f"(?:{'|'.join(patterns)})")


def without_note_marks(text: str) -> str:
    """The text without the marks that call its notes: "ASUNTO A. J. Y OTROS*"."""
    return " ".join(_NOTE_MARKS.sub(" ", text).split())


def without_neighbours(text: str) -> str:
    """The title without the lines that a reader may have run it together with.

    "(Adopted at ...)" below it, and "RESOLUCIÓN" above "LOS DERECHOS HUMANOS ...".
    """
    text = _RESOLUTION_ABOVE.sub("", text)
    start = _place_of_adoption(text)
    return text if start is None else text[:start]


def day_of_adoption(text: str) -> str | None:
    """The day in the "(Adopted at ...)" that a reader ran together with the title, if it did."""
    start = _place_of_adoption(text)
    return None if start is None else find_date(text[start:])


def _place_of_adoption(text: str) -> int | None:
    """The place of "(Adopted" behind a title; a sentence says "(adopted" of something else."""
    match = _adopted_behind().search(fold_characters(text))
    if match is None or not text[match.end("bracket")].isupper():
        return None
    return match.start() if looks_like_heading(text[: match.start()]) else None


@cache
def _adopted_behind() -> re.Pattern[str]:
    adopted = _any_of(words()["cover"]["adopted"]).pattern
    return re.compile(
        rf"(?<=\w\w)[”\"]?\s+(?P<bracket>\()(?:resolucion |resolution |resolucao )?{adopted}\b"
    )


def can_go_on(line: TitleLine, following: TitleLine) -> bool:
    """Test for two lines that may be one that was broken: both or neither are in capitals."""
    return bool(line.text) and line.is_in_capitals == following.is_in_capitals


def _is_place(text: str) -> bool:
    words_left = text.strip(" ,.()").split()
    return len(words_left) <= 1 or (len(words_left) <= 5 and "," in text.strip(" ,."))
