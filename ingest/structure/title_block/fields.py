"""Statements of single lines of a title block: session, meeting, agenda item, distribution."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from puente.data.tables import read_table
from puente.model.documents import Distribution
from puente.text.tokenization import fold

_AROUND = " .()[]"
_OFFICIAL = {"official": True, "unofficial": False}


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlockFields:
    """Statements of the lines of a title block in words; None is not stated."""

    session: str | None = None
    meeting: str | None = None
    agenda_item: str | None = None
    distribution: Distribution | None = None
    official: bool | None = None


def read_fields(stating: Sequence[str], lines: Sequence[str]) -> TitleBlockFields:
    """Statements of lines: a meeting is also named in others than those that state nothing else."""
    return TitleBlockFields(
        session=_first(_patterns()["session"], stating),
        meeting=_first(_patterns()["meeting"], lines),
        agenda_item=_first(_patterns()["agenda_item"], stating),
        distribution=next(
            (
                Distribution(name)
                for line in stating
                for name in Distribution
                if _patterns()[name].fullmatch(fold_characters(_squeezed(line)).strip(_AROUND))
            ),
            None,
        ),
        official=next(
            (
                is_official
                for line in lines
                for name, is_official in _OFFICIAL.items()
                if _patterns()[name].fullmatch(fold_characters(_squeezed(line)).strip(_AROUND))
            ),
            None,
        ),
    )


def without_fields(line: str) -> str:
    """The line without the session or agenda item it names.

    Nothing is left of one that says how it is distributed, or whether it is official.
    """
    line = _squeezed(line)
    folded = fold_characters(line)
    whole = (*Distribution, *_OFFICIAL)
    if any(_patterns()[name].fullmatch(folded.strip(_AROUND)) for name in whole):
        return ""
    for name in ("session", "agenda_item"):
        if match := _patterns()[name].search(folded):
            line, folded = (
                f"{text[: match.start()]} {text[match.end() :]}" for text in (line, folded)
            )
    return line


def _first(pattern: re.Pattern[str], lines: Iterable[str]) -> str | None:
    """The first value that a line has, as it is written."""
    for line in map(_squeezed, lines):
        if match := pattern.search(fold_characters(line)):
            start, end = _span(match)
            return line[start:end].strip(" .,;")
    return None


def _span(match: re.Match[str]) -> tuple[int, int]:
    named = [name for name, value in match.groupdict().items() if value is not None]
    return match.span(named[0]) if named else match.span()


def _squeezed(line: str) -> str:
    return " ".join(line.split())


def fold_characters(line: str) -> str:
    """The line without case and accents, character for character."""
    return "".join(fold(character)[:1] or character for character in line)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    """One pattern for each thing that is stated, and one for each kind of distribution."""
    stated = read_table("ingest", "data/statements.toml")
    del stated["restriction"]
    alternatives: dict[str, list[str]] = {**stated.pop("distribution"), **stated}
    return {name: _any_of(patterns) for name, patterns in alternatives.items()}


def _any_of(patterns: Iterable[str]) -> re.Pattern[str]:
    """One pattern for several, the value of each under a name of its own."""
    numbered = (
        rf"\b(?:{pattern})".replace("?P<value>", f"?P<value{number}>")
        for number, pattern in enumerate(patterns)
    )
    return re.compile("|".join(numbered))
