"""Table of coverage: how many works of each organ and year are there in each language."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from puente.catalogue.coverage import WorkCoverage
from puente.model.documents import Language

_Group: TypeAlias = tuple[str | None, int | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageCell:
    """Works in one language: how many there are, of how many that should be in it.

    `originals` counts the works whose original was in it and is missing.
    """

    held: int
    expected: int
    originals: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CoverageRow:
    """Works of an organ and a year, either of which may be unknown.

    A language in which none of them should be has no cell.
    """

    organ: str | None
    year: int | None
    works: int
    cells: Mapping[Language, CoverageCell]


def tabulate_coverage(coverage: Iterable[WorkCoverage]) -> tuple[CoverageRow, ...]:
    """The rows of some works.

    Organs with most works come first, the unknown one last; in each the newest year does.
    """
    groups: defaultdict[_Group, list[WorkCoverage]] = defaultdict(list)
    for each in coverage:
        groups[_group_of(each)].append(each)
    sizes: Counter[str | None] = Counter()
    for (organ, _), works in groups.items():
        sizes[organ] += len(works)
    rows = [_row(organ, year, works) for (organ, year), works in groups.items()]
    rows.sort(
        key=lambda row: (row.organ is None, -sizes[row.organ], row.organ or "", -(row.year or 0))
    )
    return tuple(rows)


def total_of(rows: Iterable[CoverageRow]) -> CoverageRow:
    """One row that sums up rows of one organ; it has no year."""
    known = tuple(rows)
    languages = [each for each in Language if any(each in row.cells for row in known)]
    cells = {each: [row.cells[each] for row in known if each in row.cells] for each in languages}
    return CoverageRow(
        organ=known[0].organ,
        year=None,
        works=sum(row.works for row in known),
        cells={
            language: CoverageCell(
                held=sum(each.held for each in found),
                expected=sum(each.expected for each in found),
                originals=sum(each.originals for each in found),
            )
            for language, found in cells.items()
        },
    )


def _group_of(work: WorkCoverage) -> _Group:
    """The organ and the year of a work, by the first version that has one."""
    organ = next((each.organ for each in work.versions if each.organ), None)
    year = next((each.year for each in work.versions if each.year), None)
    return organ, year


def _row(organ: str | None, year: int | None, works: list[WorkCoverage]) -> CoverageRow:
    held = Counter(each for work in works for each in {one.language for one in work.versions})
    missing = Counter(
        each for work in works for each in Language if each in (*work.missing, work.original)
    )
    originals = Counter(work.original for work in works if work.original)
    return CoverageRow(
        organ=organ,
        year=year,
        works=len(works),
        cells={
            each: CoverageCell(
                held=held[each], expected=held[each] + missing[each], originals=originals[each]
            )
            for each in Language
            if held[each] or missing[each]
        },
    )
