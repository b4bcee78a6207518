"""Headings as a reader sees them: the lines of one heading together."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from puente.model.segments import Segment, SegmentKind
from service.web.pages.views.markup import in_capitals

# A name, maybe with a number, under which the subject stands: "Annex" over "Composition of the
# delegation" (A/HRC/8/34), "CAPÍTULO II", "Artículo 4".
_NUMBER = r"(?:\d{1,3}|[IVXLC]+|[A-Z])"
_NAME = (
    r"(?i:annex|appendix|chapter|part|title|section|article"
    rf"|anexo|apéndice|capítulo|parte|título|sección|artículo)(?: {_NUMBER})?"
)
_NAME_ALONE = re.compile(rf"{_NAME}\.?")
_BEGINNING = re.compile(rf"(?:{_NAME}|{_NUMBER})\b[.):]?(?:\s|$)")


@dataclass(frozen=True, slots=True, kw_only=True)
class JoinedHeading:
    """A heading: the segments that are its lines, one in most cases.

    `level` is its depth among those that are shown, from 1: a part of a document may begin in the
    middle of a chapter.
    """

    lines: tuple[Segment, ...]
    level: int

    @property
    def first(self) -> Segment:
        """The line that gives the heading its level and its address."""
        return self.lines[0]


def joined_headings(segments: Iterable[Segment]) -> Iterator[Segment | JoinedHeading]:
    """The segments in order, the headings among them with the lines that go on with them."""
    lines: list[Segment] = []
    above: list[int] = []
    for each in segments:
        if lines and not _goes_on(lines[-1], each):
            yield JoinedHeading(lines=tuple(lines), level=len(above))
            lines = []
        if each.kind is not SegmentKind.HEADING:
            yield each
            continue
        if not lines:
            level = each.level or 1
            above = [*(upper for upper in above if upper < level), level]
        lines.append(each)
    if lines:
        yield JoinedHeading(lines=tuple(lines), level=len(above))


def _goes_on(heading: Segment, following: Segment) -> bool:
    """Test for one more line of a heading, as judgments of the Court have them.

    "VIII REPARATIONS" goes on with "(Application of Article 63(1) of the Convention)" (1611, 1101),
    and with "APPLICATION OF ARTICLE 63(1)" (1005), which is in capitals as it is itself.
    """
    if following.kind is not SegmentKind.HEADING or following.label:
        return False
    if following.text.startswith("("):
        return True
    if heading.level != following.level or _BEGINNING.match(following.text):
        return False
    are_in_capitals = in_capitals(heading.text) and in_capitals(following.text)
    return are_in_capitals or _NAME_ALONE.fullmatch(heading.text) is not None
