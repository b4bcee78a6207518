"""Texts on their way through the stages: a test states only the lines it is about."""

from pathlib import Path

from ingest.blocks import Block, Properties
from ingest.clean import clean
from ingest.describe import describe
from ingest.extract.text import text_blocks
from ingest.manifest import Given, SourceFile
from ingest.segment import segment
from puente.records import Document, Segment

SEEDS = Path(__file__).parents[2] / "seeds"


def blocks_of(*lines: str) -> tuple[Block, ...]:
    return text_blocks(Path("text.txt"), "\n".join(lines))


def cleaned(*lines: str) -> list[str]:
    return [block.text for block in clean(blocks_of(*lines))]


def described(*lines: str, properties: Properties = Properties(), **given: object) -> Document:
    file = SourceFile(
        path=Path("text.txt"),
        source="text.txt",
        checksum="0123456789abcdef",
        size=0,
        given=Given.model_validate(given),
    )
    return describe(file, clean(blocks_of(*lines)), properties=properties)


def segments_of(*lines: str) -> tuple[Segment, ...]:
    return segment(described(*lines), clean(blocks_of(*lines)))


def outline_of(*lines: str) -> list[tuple[str, str | None, str]]:
    """Kind (with the level of a heading), label and text of each segment."""
    return [(f"{s.kind}{s.level or ''}", s.label, s.text) for s in segments_of(*lines)]
