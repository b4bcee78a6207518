"""The public shapes of the table of coverage."""

from collections.abc import Sequence
from typing import Self

from pydantic import BaseModel

from puente.catalogue.coverage_table import CoverageCell, CoverageRow
from puente.model.documents import Language
from service.web.pagination import page_of


class CoverageCellSchema(BaseModel):
    """Works in one language: how many are there, of how many that should be in it.

    `originals` counts those whose original was in it and is missing.
    """

    held: int
    expected: int
    originals: int

    @classmethod
    def from_record(cls, cell: CoverageCell) -> Self:
        return cls(held=cell.held, expected=cell.expected, originals=cell.originals)


class CoverageRowSchema(BaseModel):
    """Works of an organ and a year; either is null where it is not known."""

    organ: str | None
    year: int | None
    works: int
    languages: dict[Language, CoverageCellSchema]

    @classmethod
    def from_record(cls, row: CoverageRow) -> Self:
        return cls(
            organ=row.organ,
            year=row.year,
            works=row.works,
            languages={
                language: CoverageCellSchema.from_record(cell)
                for language, cell in row.cells.items()
            },
        )


class CoverageTableAnswer(BaseModel):
    """One page of the rows, those of the organ with most works first; `total` counts the rows."""

    rows: list[CoverageRowSchema]
    total: int
    page: int
    size: int

    @classmethod
    def from_records(cls, rows: Sequence[CoverageRow], *, page: int, size: int) -> Self:
        shown = page_of(rows, page, size=size)
        return cls(
            rows=[CoverageRowSchema.from_record(each) for each in shown],
            total=len(rows),
            page=page,
            size=size,
        )
