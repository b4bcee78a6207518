"""Title block of a document: its lines, its title, and what the lines beside the title state."""

from dataclasses import dataclass

from ingest.structure.title_block.fields import TitleBlockFields
from puente.model.documents import Language, Symbol


@dataclass(frozen=True, slots=True, kw_only=True)
class TitleBlock:
    """The first `end` lines of a document; those from `title_start` to `title_end` are its title.

    `phrases` are the lines above the title as they are read. The values are what the lines beside
    the title state; a document that starts in its middle has none.
    """

    end: int = 0
    title_start: int = 0
    title_end: int = 0
    phrases: tuple[str, ...] = ()
    title: str | None = None
    symbol: Symbol | None = None
    series: str | None = None
    date: str | None = None
    organ: str | None = None
    committee: str | None = None
    original_language: Language | None = None
    statements: TitleBlockFields = TitleBlockFields()
