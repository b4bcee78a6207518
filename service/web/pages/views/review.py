"""An alignment as an editor goes through it: its rows, what needs a look, and what a form says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from puente.corrections.apply import corrected_ids
from puente.corrections.review import AlignmentReview, CorrectionAction, ProposedCorrection
from puente.errors import AlignmentChangedError, JudgementError
from puente.model.alignments import Correction, LinkStatus, Severity
from puente.model.identifiers import DocumentId, SegmentId
from service.web.pages.views.side_by_side import LOW_CONFIDENCE, ParallelRow, side_by_side
from service.web.parameters import FormAction, ReviewForm

ROWS_PAGE = 50
"""Rows on one page of a review."""
_MOST_NAMED = 30
"""How many are named at the top for each reason to look at them."""

_Sides: TypeAlias = tuple[tuple[SegmentId, ...], tuple[SegmentId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The rows to look at first, by number; `lost` are rulings whose paragraphs are gone."""

    stale: tuple[int, ...]
    doubtful: tuple[int, ...]
    diverging: tuple[int, ...]
    lost: tuple[Correction, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ReviewTable:
    """A review with one of its documents on the left; rows count from 1."""

    review: AlignmentReview
    rows: tuple[ParallelRow, ...]
    is_turned: bool

    @classmethod
    def of(cls, review: AlignmentReview, left: DocumentId) -> "ReviewTable":
        """The rows of a review in the order of the document on the left."""
        is_turned = review.alignment.source_id != left
        sides = (review.target, review.source) if is_turned else (review.source, review.target)
        rows = side_by_side(*sides, review.alignment)
        return cls(review=review, rows=rows, is_turned=is_turned)

    def attention(self) -> Attention:
        """What an editor should look at first."""
        present = {each for row in self.rows for each in row.ids}
        lost = (
            correction
            for correction in self.review.stale
            if not present.issuperset(each.id for each in (*correction.source, *correction.target))
        )
        return Attention(
            stale=self._where(lambda row: row.status is LinkStatus.STALE),
            doubtful=self._where(
                lambda row: (
                    row.status is LinkStatus.AUTOMATIC
                    and row.confidence is not None
                    and row.confidence < LOW_CONFIDENCE
                )
            ),
            diverging=self._where(
                lambda row: (
                    row.status is not LinkStatus.CONFIRMED
                    and any(each.severity is not Severity.LOW for each in row.divergences)
                )
            ),
            lost=tuple(islice(lost, _MOST_NAMED)),
        )

    def row_of(self, ids: Sequence[SegmentId]) -> int | None:
        """The number of the row that has the first of these segments; None where none has."""
        return next(iter(self._where(lambda row: ids[0] in row.ids)), None)

    def judgement(self, form: ReviewForm) -> ProposedCorrection:
        """What a form says of the rows; raises AlignmentChangedError or JudgementError."""
        if form.version != self.review.version:
            raise AlignmentChangedError
        if form.deed is FormAction.DISMISS:
            return self._dismissal(form)
        here = self._ids(form.row)
        ticked = _among(here[0], form.left), _among(here[1], form.right)
        match form.deed:
            case FormAction.ACCEPT | FormAction.REJECT:
                return self._judgement(CorrectionAction(form.deed.value), here, form.version)
            case FormAction.JOIN_ABOVE:
                sides = _joined(self._ids(form.row - 1), here)
            case FormAction.JOIN_BELOW:
                sides = _joined(here, self._ids(form.row + 1))
            case FormAction.MOVE:
                sides = _joined(self._ids(form.to), _some(ticked))
            case _:
                sides = _some(ticked)
        return self._judgement(CorrectionAction.LINK, sides, form.version)

    def _dismissal(self, form: ReviewForm) -> ProposedCorrection:
        for correction in self.attention().lost:
            source, target = corrected_ids(correction, self.review.alignment)
            if {*source, *target} == {*form.left}:
                return ProposedCorrection(
                    action=CorrectionAction.REJECT,
                    source=source,
                    target=target,
                    version=form.version,
                )
        raise JudgementError("that ruling is settled")

    def _judgement(
        self, action: CorrectionAction, sides: _Sides, version: str
    ) -> ProposedCorrection:
        source, target = reversed(sides) if self.is_turned else sides
        return ProposedCorrection(action=action, source=source, target=target, version=version)

    def _ids(self, number: int) -> _Sides:
        if not 1 <= number <= len(self.rows):
            raise JudgementError(f"there is no row {number}")
        row = self.rows[number - 1]
        return tuple(s.id for s in row.first), tuple(s.id for s in row.second)

    def _where(self, is_wanted: Callable[[ParallelRow], bool]) -> tuple[int, ...]:
        found = (number for number, row in enumerate(self.rows, 1) if is_wanted(row))
        return tuple(islice(found, _MOST_NAMED))


def page_with(number: int | None) -> int:
    """The page that a row is on; the first for none."""
    return max(0, (number or 1) - 1) // ROWS_PAGE + 1


def _among(ids: Sequence[SegmentId], ticked: Sequence[str]) -> tuple[SegmentId, ...]:
    return tuple(each for each in ids if each in ticked)


def _joined(first: _Sides, second: _Sides) -> _Sides:
    return (*first[0], *second[0]), (*first[1], *second[1])


def _some(sides: _Sides) -> _Sides:
    """The sides that were ticked; raises JudgementError where nothing was."""
    if not any(sides):
        raise JudgementError("no paragraph was ticked")
    return sides
