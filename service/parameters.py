"""The parameters that requests may carry; anything else is refused."""

from collections import Counter
from typing import Annotated

from fastapi import Request
from pydantic import BaseModel, ConfigDict, Field

from puente.formats import ExportFormat
from puente.passages import Trust
from puente.query import parse_years
from puente.records import DocumentKind, Filters, Language, Visibility
from service.problems import RepeatedParameterError

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

    def trust(self) -> Trust:
        """Which passages are wanted."""
        return Trust(confirmed_only=self.confirmed_only, least_confidence=self.least_confidence)


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


def refuse_repeated(request: Request) -> None:
    """Raise RepeatedParameterError for a parameter given twice that is no filter."""
    counts = Counter(name for name, _ in request.query_params.multi_items())
    repeated = [name for name, count in counts.items() if count > 1]
    refused = [name for name in repeated if name not in FilterParameters.model_fields]
    if refused:
        raise RepeatedParameterError(refused)
