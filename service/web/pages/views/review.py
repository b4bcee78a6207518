"""An alignment as an editor goes through it: rows, what needs a look, and what a form says."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import TypeAlias

from puente.corrections.apply import corrected_ids
from puente.corrections.review import AlignmentReview, CorrectionAction, ProposedCorrection
from puente.errors import AlignmentChangedError, CorrectionError
from puente.model.alignments import Correction, LinkStatus, Severity
from puente.model.identifiers import DocumentId, SegmentId
from service.web.pages.views.side_by_side import LOW_CONFIDENCE, ParallelRow, side_by_side
from service.web.pagination import page_of
from service.web.parameters import FormAction, ReviewForm

ROWS_PAGE = 50
"""Rows on one page of a review."""
_MOST_NAMED = 30
"""Rows named at the top for each reason to look at them, at most."""

_Sides: TypeAlias = tuple[tuple[SegmentId, ...], tuple[SegmentId, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Attention:
    """The rows to look at first, by number; `lost` are corrections whose paragraphs are gone."""

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
        """Rows that an editor should look at first."""
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

    def proposed(self, form: ReviewForm) -> ProposedCorrection:
        """The correction that a form says of the rows.

        Raises AlignmentChangedError or CorrectionError.
        """
        if form.version != self.review.version:
            raise AlignmentChangedError
        if form.action is FormAction.DISMISS:
            self._check_lost(form)
            return form.proposing(CorrectionAction.REJECT)
        action, sides = self._decided(form)
        named = form.model_copy(update={"source": sides[0], "target": sides[1]})
        return named.proposing(action)

    def accepting_page(self, form: ReviewForm) -> tuple[ProposedCorrection, ...]:
        """The corrections that accept what is not confirmed of the page that a form is of.

        Raises AlignmentChangedError or CorrectionError.
        """
        if form.version != self.review.version:
            raise AlignmentChangedError
        rest = self.unconfirmed(page_with(form.row))
        if not rest:
            raise CorrectionError("every row of that page is confirmed")
        sides = map(self._ids, rest)
        return tuple(
            ProposedCorrection(
                action=CorrectionAction.ACCEPT, source=source, target=target, version=form.version
            )
            for source, target in sides
        )

    def unconfirmed(self, page: int) -> tuple[int, ...]:
        """The numbers of the rows of a page that nobody has confirmed."""
        rows = page_of(tuple(enumerate(self.rows, 1)), page, size=ROWS_PAGE)
        return tuple(number for number, row in rows if row.status is not LinkStatus.CONFIRMED)

    def _decided(self, form: ReviewForm) -> tuple[CorrectionAction, _Sides]:
        """The action of a button, and the paragraphs that it is about."""
        here = self._ids(form.row)
        match form.action:
            case FormAction.ACCEPT | FormAction.REJECT:
                return CorrectionAction(form.action.value), here
            case FormAction.JOIN_ABOVE:
                sides = _joined(self._ids(form.row - 1), here)
            case FormAction.JOIN_BELOW:
                sides = _joined(here, self._ids(form.row + 1))
            case FormAction.MOVE:
                sides = _joined(self._ids(form.to), _ticked(here, form))
            case _:
                sides = _ticked(here, form)
        return CorrectionAction.LINK, sides

    def side_of(self, place: int) -> str:
        """The side of the alignment that the first or the second column of the rows is."""
        return ("target", "source")[place] if self.is_turned else ("source", "target")[place]

    def lost_ids(self, correction: Correction) -> _Sides:
        """The segments of a correction on the sides of the alignment."""
        return corrected_ids(correction, self.review.alignment)

    def _check_lost(self, form: ReviewForm) -> None:
        """Raise CorrectionError for other paragraphs than those of a correction that is lost."""
        lost = [self.lost_ids(correction) for correction in self.attention().lost]
        proposed = form.proposing(CorrectionAction.REJECT)
        if (proposed.source, proposed.target) not in lost:
            raise CorrectionError("that correction is settled")

    def _ids(self, number: int) -> _Sides:
        """The segments of a row on the sides of the alignment."""
        if not 1 <= number <= len(self.rows):
            raise CorrectionError(f"there is no row {number}")
        row = self.rows[number - 1]
        first, second = tuple(s.id for s in row.first), tuple(s.id for s in row.second)
        return (second, first) if self.is_turned else (first, second)

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


def _ticked(sides: _Sides, form: ReviewForm) -> _Sides:
    """Paragraphs that are ticked in a row; raises CorrectionError where nothing is."""
    ticked = _among(sides[0], form.source), _among(sides[1], form.target)
    if not any(ticked):
        raise CorrectionError("no paragraph was ticked")
    return ticked
