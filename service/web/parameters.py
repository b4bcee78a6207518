"""The parameters that requests may carry; anything else is refused."""

from collections import Counter
from enum import StrEnum
from typing import Annotated, Literal
from urllib.parse import parse_qs

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from puente.catalogue.passages import LinkFilter
from puente.corrections.review import CorrectionAction, ProposedCorrection
from puente.interchange.formats import ExportFormat
from puente.model.documents import DocumentKind, Language, Visibility
from puente.model.identifiers import SegmentId
from puente.model.queries import Filters
from puente.search.query_parser import parse_years
from service.web.problems import RepeatedParameterError

_MOST_VALUES = 50

Page = Annotated[int, Field(ge=1, le=1000, description="Page of the answer, from 1.")]

Size = Annotated[int, Field(ge=1, le=100, description="How many on a page.")]


class NoParameters(BaseModel):
    """No parameters at all."""

    model_config = ConfigDict(extra="forbid")


class FilterParameters(NoParameters):
    """Filters: values of one are alternatives, all filters must hold."""

    lang: list[Language] = Field(
        [], max_length=_MOST_VALUES, description="Language of the document."
    )
    collection: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Collection, as the list of collections names it."
    )
    organ: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Organ that issued it, as the facets name it."
    )
    kind: list[DocumentKind] = Field([], max_length=_MOST_VALUES, description="Kind of document.")
    year: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Year (2004) or span of years (2004-2009)."
    )

    def filters(self) -> Filters:
        """The filters as the core knows them, each value once; raises FilterError."""
        return Filters(
            languages=tuple(dict.fromkeys(self.lang)),
            collections=tuple(dict.fromkeys(self.collection)),
            organs=tuple(dict.fromkeys(self.organ)),
            kinds=tuple(dict.fromkeys(self.kind)),
            years=tuple(parse_years(text) for text in dict.fromkeys(self.year)),
        )


class QuestionParameters(NoParameters):
    """A question."""

    q: str = Field("", description="The question: words, a “quoted phrase”, a symbol.")


class DocumentListParameters(FilterParameters):
    """Which documents, or works, to list."""

    page: Page = 1
    size: Size = 50


class SegmentListParameters(NoParameters):
    """Which segments of a document to list."""

    page: Page = 1
    size: Size = 50


class SearchParameters(FilterParameters, QuestionParameters):
    """A question to the API."""

    visibility: Visibility = Field(
        Visibility.PUBLIC, description="Only public documents are served here."
    )
    page: Page = 1
    size: Size = 10


class ConcordanceParameters(FilterParameters, QuestionParameters):
    """Words, and in which documents to look for them."""

    page: Page = 1
    size: Size = 20


class ResultsParameters(FilterParameters, QuestionParameters):
    """A question on the page of results, or words on that of the concordance."""

    page: Page = 1


class ExportParameters(FilterParameters):
    """Which alignments to take out, and as what."""

    format: ExportFormat = Field(ExportFormat.TMX, description="What it is written as.")
    work: str = Field("", description="One work only; else all that pass the filters.")
    confirmed_only: bool = Field(False, description="Only what a person confirmed.")
    least_confidence: float = Field(0.0, ge=0, le=1, description="Leave out links under it.")

    def trust(self) -> LinkFilter:
        """Which passages are wanted."""
        return LinkFilter(
            confirmed_only=self.confirmed_only, least_confidence=self.least_confidence
        )


class DivergenceParameters(FilterParameters):
    """Of which works, or in which one, to list what differs."""

    work: str = Field("", description="List the passages of this work instead of the works.")
    page: Page = 1
    size: Size = 50


class PageParameters(NoParameters):
    """Which page of a list to show."""

    page: Page = 1


class DocumentParameters(NoParameters):
    """Which language version of a document to show."""

    version: Language | None = None


class AlignmentParameters(NoParameters):
    """Which links of an alignment to list."""

    page: Page = 1
    size: Size = 50


class CorrectionBody(NoParameters):
    """What a person says of some paragraphs of two versions."""

    action: CorrectionAction = Field(
        description="accept: the link is right as it is; reject: it is none; link: these belong"
        " together and with no others, which moves, merges and splits."
    )
    source: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Paragraphs of the source version."
    )
    target: list[str] = Field(
        [], max_length=_MOST_VALUES, description="Paragraphs of the target version."
    )
    version: str = Field(description="The `version` of the alignment that was judged.")

    def judgement(self) -> ProposedCorrection:
        """The judgement as the core knows it."""
        return ProposedCorrection(
            action=self.action,
            source=tuple(map(SegmentId, self.source)),
            target=tuple(map(SegmentId, self.target)),
            version=self.version,
        )


class FormAction(StrEnum):
    """What a button of the review page does."""

    ACCEPT = "accept"
    REJECT = "reject"
    JOIN_ABOVE = "join-above"
    JOIN_BELOW = "join-below"
    SEPARATE = "separate"
    MOVE = "move"
    DISMISS = "dismiss"


class ReviewForm(NoParameters):
    """What the forms of the review page send.

    `left` and `right` are the ticked paragraphs of a row, `to` is the row that they move to. All
    paragraphs of a ruling that is dismissed are in `left`.
    """

    deed: FormAction
    version: str
    row: int = 1
    left: list[str] = []
    right: list[str] = []
    to: int = 0


class ReviewParameters(NoParameters):
    """Which rows of a review to show, and what has just been done to which."""

    page: Page = 1
    done: FormAction | Literal["changed"] | None = None
    row: int | None = None


def refuse_repeated(request: Request) -> None:
    """Raise RepeatedParameterError for a parameter given twice that is no filter."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, count in counts.items() if count > 1]
    refused = [name for name in repeated if name not in FilterParameters.model_fields]
    if refused:
        raise RepeatedParameterError(refused)


async def read_review_form(request: Request) -> ReviewForm:
    """The form that a page has sent; raises RequestValidationError.

    It is read here, for the framework's own forms need one package more for files.
    """
    sent = parse_qs((await request.body()).decode(errors="replace"))
    fields = {
        name: values if name in ("left", "right") else values[0] for name, values in sent.items()
    }
    try:
        return ReviewForm.model_validate(fields)
    except ValidationError as error:
        located = [{**each, "loc": ("body", *each["loc"])} for each in error.errors()]
        raise RequestValidationError(located) from error
